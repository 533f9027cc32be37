import {InputError, PendingError} from '../../archive/byte-source.js';
import type {AddressSpace} from '../../memory/memory.js';
import {MatchList} from '../../search/match-list.js';
import type {Pattern} from '../../search/pattern.js';
import {search} from '../../search/search.js';

export type SearchProgress = {
	/** Bytes searched, of `total`. */
	readonly scanned: number;
	readonly total: number;
	/** Since the search began, in milliseconds. */
	readonly elapsed: number;
	readonly done: boolean;
	/** There are more matches than are kept. */
	readonly truncated: boolean;
	/** What could not be searched, for the person. */
	readonly problem: string | undefined;
};

export type SearchRange = {readonly start: bigint; readonly end: bigint};

const idle: SearchProgress = {scanned: 0, total: 0, elapsed: 0, done: false, truncated: false, problem: undefined};

/** One search at a time over a process's memory: a new one ends the one before it. `onChange` is called after each news of the search. */
export class SearchSession {
	readonly #space: AddressSpace;
	readonly #onChange: () => void;
	#matches = new MatchList();
	#progress = idle;
	#first: bigint | undefined;
	#abort: AbortController | undefined;

	constructor(space: AddressSpace, onChange: () => void) {
		this.#space = space;
		this.#onChange = onChange;
	}

	/** What has been found so far; grows while the search goes on. */
	get matches(): MatchList {
		return this.#matches;
	}

	get progress(): SearchProgress {
		return this.#progress;
	}

	/** Where the first match is at or after the place the search began, or before it when it wrapped. */
	get first(): bigint | undefined {
		return this.#first;
	}

	start(pattern: Pattern, from: bigint, range: SearchRange): void {
		this.clear();
		const abort = new AbortController();
		this.#abort = abort;
		void this.#run(pattern, from, range, abort.signal);
	}

	/** Ends the search and forgets its matches. */
	clear(): void {
		this.#abort?.abort();
		this.#abort = undefined;
		this.#matches = new MatchList();
		this.#progress = idle;
		this.#first = undefined;
	}

	async #run(pattern: Pattern, from: bigint, {start, end}: SearchRange, signal: AbortSignal): Promise<void> {
		const began = performance.now();
		try {
			for await (const event of search(this.#space.segments(start, end), pattern, {signal, from})) {
				if (signal.aborted) {
					return;
				}

				this.#first ??= event.matches[0]?.address;
				this.#matches.add(event.matches);
				this.#progress = {
					scanned: event.scanned, total: event.total, done: event.done, elapsed: performance.now() - began,
					truncated: event.truncated ?? false, problem: event.problem ?? this.#progress.problem,
				};
				this.#onChange();
			}
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			if (!(error instanceof InputError || error instanceof PendingError)) {
				throw error;
			}

			this.#progress = {...this.#progress, done: true, problem: error.message};
			this.#onChange();
		}
	}
}
