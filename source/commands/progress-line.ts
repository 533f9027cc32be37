import {stepText, type ShowStep} from '../views/step.js';
import type {Terminal} from './terminal.js';

// Milliseconds.
const moment = 500;
const drawn = 100;

type ProgressLine = {readonly show: (text: string) => void; readonly showStep: ShowStep; readonly clear: () => void};

/** Does work that shows how far it is in such a line, which is gone when it ends, in whatever way. */
export async function withProgress<T>(terminal: Pick<Terminal, 'errors' | 'isWatched'>, work: (line: ProgressLine) => Promise<T>): Promise<T> {
	const line = progressLine(terminal);
	try {
		return await work(line);
	} finally {
		line.clear();
	}
}

/** A line that tells how far something is: overwritten, and gone in the end. Only of what takes longer than a moment, where a person looks at the messages. */
export function progressLine({errors, isWatched}: Pick<Terminal, 'errors' | 'isWatched'>): ProgressLine {
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
