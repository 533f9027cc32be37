import type {Terminal} from '../terminal.js';

// How often it is drawn anew, in ms.
const interval = 100;

/** One line about how far a search is, which is overwritten and gone in the end; nothing where nobody looks. */
export class SearchProgress {
	readonly #terminal: Terminal;
	#isShown = false;
	#due = 0;

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
	}

	/** Of `total` bytes. */
	show(passed: number, total: number, count: number): void {
		const now = performance.now();
		if (!this.#terminal.isWatched || now < this.#due) {
			return;
		}

		this.#due = now + interval;
		this.#isShown = true;
		this.#terminal.errors.write(`\rsearching ${total === 0 ? 100 : Math.floor(passed / total * 100)} %, ${count.toLocaleString('en')} found\u001B[K`);
	}

	/** Makes room for other lines. */
	clear(): void {
		if (this.#isShown) {
			this.#terminal.errors.write('\r\u001B[K');
		}

		this.#isShown = false;
	}
}
