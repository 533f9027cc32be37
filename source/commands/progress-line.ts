import {stepText, type ShowStep} from '../views/step.js';
import type {Terminal} from './terminal.js';

// Milliseconds.
const moment = 500;
const drawn = 100;

/** A line that tells how far something is: overwritten, and gone in the end. Only of what takes longer than a moment, where a person looks at the messages. */
export function progressLine({errors, isWatched}: Pick<Terminal, 'errors' | 'isWatched'>): {readonly show: (text: string) => void; readonly showStep: ShowStep; readonly clear: () => void} {
	let next = performance.now() + moment;
	let isShown = false;
	const show = (text: string) => {
		if (!isWatched || performance.now() < next) {
			return;
		}

		next = performance.now() + drawn;
		isShown = true;
		errors.write(`\r\u001B[K${text}`);
	};

	return {
		show,
		showStep(step) {
			show(stepText(step));
		},
		clear() {
			if (isShown) {
				errors.write('\r\u001B[K');
			}

			isShown = false;
		},
	};
}
