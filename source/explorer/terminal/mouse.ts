import fs from 'node:fs';

const enable = '\x1b[?1000h\x1b[?1006h';
const disable = '\x1b[?1006l\x1b[?1000l';

/**
Reports of clicks and of the wheel. Off unless asked for: while it is on, the terminal's own selection needs Shift, and most terminals turn the wheel into arrow keys by themselves on the alternate screen.
*/
export class Mouse {
	#on = false;
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

	get on(): boolean {
		return this.#on;
	}

	set(on: boolean): void {
		if (on === this.#on) {
			return;
		}

		this.#on = on;
		this.#write(on ? enable : disable);
	}

	/** Turns it off for the time that another program has the terminal; returns what takes it up again. */
	release(): () => void {
		const was = this.#on;
		this.set(false);
		return () => {
			this.set(was);
		};
	}
}
