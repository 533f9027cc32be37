import {memberKey} from '../../archive/member-name.js';
import {Untrusted} from '../../text/untrusted.js';

/** Which paths were asked for; all, where none was. */
export class Wanted {
	readonly #found = new Map<string, boolean>();

	constructor(paths: readonly Uint8Array[]) {
		for (const path of paths) {
			this.#found.set(memberKey(path), false);
		}
	}

	/** Whether this path, or a folder that it is in, was. */
	has({bytes}: Untrusted): boolean {
		if (this.#found.size === 0) {
			return true;
		}

		let key = memberKey(bytes);
		for (;;) {
			if (this.#found.has(key)) {
				this.#found.set(key, true);
				return true;
			}

			if (key === '') {
				return false;
			}

			key = key.slice(0, Math.max(0, key.lastIndexOf('/')));
		}
	}

	/** What is said of those that were not there. */
	missing(): string[] {
		return [...this.#found].filter(([, isFound]) => !isFound).map(([key]) => `${new Untrusted(Buffer.from(key, 'latin1')).toString()}: no file of the checkpoint has this path`);
	}
}
