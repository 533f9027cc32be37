import {memberKey} from '../../archive/member-name.js';
import {Untrusted} from '../../text/untrusted.js';

/** Which paths were asked for; all, where none was. */
export class Wanted {
	readonly #unfound = new Map<string, Uint8Array>();
	readonly #keys: ReadonlySet<string>;

	constructor(paths: readonly Uint8Array[]) {
		for (const path of paths) {
			this.#unfound.set(memberKey(path), path);
		}

		this.#keys = new Set(this.#unfound.keys());
	}

	/** Whether this path, or a folder that it is in, was. */
	has({bytes}: Untrusted): boolean {
		if (this.#keys.size === 0) {
			return true;
		}

		let key = memberKey(bytes);
		for (;;) {
			if (this.#keys.has(key)) {
				this.#unfound.delete(key);
				return true;
			}

			if (key === '') {
				return false;
			}

			key = key.slice(0, Math.max(0, key.lastIndexOf('/')));
		}
	}

	/** What is said of those that were not there, each as it was asked for. */
	missing(): string[] {
		return this.#unfound.values().map(path => `${new Untrusted(path).toString()}: no file of the checkpoint has this path`).toArray();
	}
}
