import {InputError, PendingError} from '../../archive/byte-source.js';
import type {ByteSpace} from '../../memory/memory.js';
import {MatchList} from '../../search/match-list.js';
import type {Pattern} from '../../search/pattern.js';
import {search} from '../../search/search.js';
import type {Searched} from './match-step.js';

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

export type SearchTask = {
	readonly pattern: Pattern;
	/** Where it begins. */
	readonly from: bigint;
	readonly range: SearchRange;
	/** Of too many matches, which are listed: the first from there on, or the last before it. */
	readonly keep: 'first' | 'last';
	/** Memory is still arriving: there will be more to search. */
	readonly isPartial: boolean;
};

type Job = SearchTask & {
	/** When it began, by `performance.now()`. */
	readonly began: number;
};

// Of the time that memory takes to arrive, a fifth at most is spent on searching again what is there.
const restRatio = 4;
const leastRest = 1000;

export type SearchRange = {readonly start: bigint; readonly end: bigint};

const idle: SearchProgress = {scanned: 0, total: 0, elapsed: 0, done: false, truncated: false, problem: undefined};

/** One search at a time over a process's memory: a new one ends the one before it. `onChange` is called after each news of the search. */
export class SearchSession {
	readonly #space: ByteSpace;
	readonly #onChange: () => void;
	#matches = new MatchList();
	#progress = idle;
	#first: bigint | undefined;
	#abort: AbortController | undefined;
	#job: Job | undefined;

	constructor(space: ByteSpace, onChange: () => void) {
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

	/** Of what the matches are known. */
	get searched(): Searched {
		const {done, truncated} = this.#progress;
		return done && !truncated ? 'all' : (this.#job?.keep === 'last' ? 'to-origin' : 'from-origin');
	}

	/** Not everything that the archive has of this memory had arrived when it was searched. */
	get isPartial(): boolean {
		return this.#job?.isPartial ?? false;
	}

	start(task: SearchTask): void {
		this.clear();
		this.#begin({...task, began: performance.now()});
	}

	/** Searches again when more memory may have arrived, now or, while it still does, after a rest. What was found stays until all of it has been found again. */
	refresh(isPartial: boolean): void {
		const job = this.#job;
		const now = performance.now();
		if (!job?.isPartial || !this.#progress.done || (isPartial && now - job.began < Math.max(leastRest, this.#progress.elapsed * (restRatio + 1)))) {
			return;
		}

		this.#begin({...job, isPartial, began: now});
	}

	/** Ends the search and forgets its matches. */
	clear(): void {
		this.#abort?.abort();
		this.#abort = undefined;
		this.#job = undefined;
		this.#matches = new MatchList();
		this.#progress = idle;
		this.#first = undefined;
	}

	#begin(job: Job): void {
		this.#job = job;
		this.#progress = idle;
		const abort = new AbortController();
		this.#abort = abort;
		void this.#run(job, abort.signal);
	}

	async #run({pattern, from, range: {start, end}, keep, began}: Job, signal: AbortSignal): Promise<void> {
		const matches = new MatchList();
		try {
			for await (const event of search(this.#space.segments(start, end), pattern, {signal, from, keep})) {
				if (signal.aborted) {
					return;
				}

				this.#first ??= keep === 'first' ? event.matches.at(0)?.address : undefined;
				matches.add(event.matches);
				// Of the last matches, those that come first are the farthest from where one is.
				if (event.done || (keep === 'first' && this.#matches.count === 0)) {
					this.#matches = matches;
				}

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
