import {InputError} from './byte-source.js';

const limit = 1000;

/** What is wrong with a container, as long as anybody would read it: an archive made to be wrong a million times is told a thousand. */
export class Problems {
	readonly #list: InputError[] = [];

	get list(): readonly InputError[] {
		return this.#list;
	}

	add(problem: InputError): void {
		if (this.#list.length < limit) {
			this.#list.push(problem);
		} else if (this.#list.length === limit) {
			this.#list.push(new InputError(problem.file, 'further problems are not listed'));
		}
	}
}
