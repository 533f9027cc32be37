import type {PatternMode} from '../../search/pattern.js';

export type Searched = {readonly text: string; readonly mode: PatternMode};

const most = 50;

/** What was searched for, oldest first, each once; kept in `memory` for as long as the program runs. */
export class SearchHistory {
	static of(memory: Map<string, unknown>): SearchHistory {
		const known = memory.get('hex search history');
		if (known instanceof this) {
			return known;
		}

		const history = new this();
		memory.set('hex search history', history);
		return history;
	}

	#entries: Searched[] = [];
	#position = 0;
	#draft: Searched = {text: '', mode: 'text'};

	add({text, mode}: Searched): void {
		this.#entries = [...this.#entries.filter(entry => entry.text !== text || entry.mode !== mode), {text, mode}].slice(-most);
		this.#position = this.#entries.length;
	}

	/** Begins behind the newest. */
	open(): void {
		this.#position = this.#entries.length;
	}

	/** The next older (-1) or newer (1) one than that last taken, behind the newest what was being typed; undefined beyond either end. */
	take(by: 1 | -1, typed: Searched): Searched | undefined {
		const position = this.#position + by;
		if (position < 0 || position > this.#entries.length) {
			return undefined;
		}

		if (this.#position === this.#entries.length) {
			this.#draft = {text: typed.text, mode: typed.mode};
		}

		this.#position = position;
		return this.#entries[position] ?? this.#draft;
	}
}
