import {InputError} from '../../archive/byte-source.js';
import {Untrusted} from '../../text/untrusted.js';

/** Where in a JSON document something stands, for complaints: `pstree.json: entries[3].pid: …`. */
export class Place {
	readonly #file: string;
	readonly #path: string;

	/** `file` is printable. */
	constructor(file: string, path = '') {
		this.#file = file;
		this.#path = path;
	}

	/** The value of a key, or the item of a list. */
	at(key: string | number): Place {
		const shown = typeof key === 'number' ? `[${key}]` : Untrusted.from(key).toString();
		return new Place(this.#file, typeof key === 'number' || this.#path === '' ? `${this.#path}${shown}` : `${this.#path}.${shown}`);
	}

	complaint(reason: string): InputError {
		return new InputError(this.#file, this.#path === '' ? reason : `${this.#path}: ${reason}`);
	}
}
