import type {Terminal} from './terminal.js';

// Milliseconds.
const moment = 500;
const drawn = 100;

/** A line that tells how far something is: overwritten, and gone in the end. Only of what takes longer than a moment, where a person looks at the messages. */
export function progressLine({errors, isWatched}: Pick<Terminal, 'errors' | 'isWatched'>): {show(text: string): void; clear(): void} {
	let next = performance.now() + moment;
	let isShown = false;
	return {
		show(text) {
			if (!isWatched || performance.now() < next) {
				return;
			}

			next = performance.now() + drawn;
			isShown = true;
			errors.write(`\r\u001B[K${text}`);
		},
		clear() {
			if (isShown) {
				errors.write('\r\u001B[K');
			}

			isShown = false;
		},
	};
}

/** `7 %` */
export function percentText(done: number, total: number): string {
	return `${Math.min(100, Math.floor(done / Math.max(1, total) * 100))} %`;
}
