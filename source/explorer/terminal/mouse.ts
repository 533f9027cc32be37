import fs from 'node:fs';

const enable = '\x1b[?1000h\x1b[?1006h';
const disable = '\x1b[?1006l\x1b[?1000l';

/**
Reports of clicks and of the wheel. Off unless asked for: while it is on, the terminal's own selection needs Shift, and most terminals turn the wheel into arrow keys by themselves on the alternate screen.
*/
export class Mouse {
	#isWanted = false;
	#isReported = false;
	#released = 0;
	readonly #fd: number;

	constructor(fd: number) {
		this.#fd = fd;
	}

	#write(text: string): void {
		try {
			fs.writeSync(this.#fd, text);
		} catch {
			// The terminal is gone: nothing is left to restore.
		}
	}

	#update(): void {
		const isReported = this.#isWanted && this.#released === 0;
		if (isReported === this.#isReported) {
			return;
		}

		this.#isReported = isReported;
		this.#write(isReported ? enable : disable);
	}

	get on(): boolean {
		return this.#isWanted;
	}

	set(on: boolean): void {
		this.#isWanted = on;
		this.#update();
	}

	/** Turns it off while the terminal is another's, until what this returns is called; that may happen several times at once. */
	release(): () => void {
		this.#released++;
		this.#update();
		return () => {
			this.#released--;
			this.#update();
		};
	}
}
