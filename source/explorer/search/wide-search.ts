import {setImmediate} from 'node:timers/promises';
import {InputError, PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Pattern} from '../../search/pattern.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {amountsText} from '../../views/lost-memory.js';
import {othersNotSearched} from '../../views/other-checkpoints.js';
import {Problems} from '../../views/problems.js';
import {startSearch} from '../../views/search/checkpoint-search.js';
import {FoundList} from '../../views/search/found-list.js';
import type {SearchProgress} from '../hex/search-session.js';
import type {WideQuery} from './search-prompt.js';

const memoryKey = 'search of everything';

// Milliseconds between two drawings of what has been found.
const drawn = 100;

// Milliseconds of work between two chances for a key to be heard.
const turn = 12;

type Job = {readonly query: WideQuery; readonly pattern: Pattern};

const nothing: SearchProgress = {scanned: 0, total: 0, elapsed: 0, done: false, truncated: false, problem: undefined};

/** The search of a whole checkpoint: one at a time, and what it found. It goes on, and what it found is kept, while other panes are on screen. */
export class WideSearch {
	/** The one of a run of the program. */
	static of(memory: Map<string, unknown>): WideSearch {
		const known = memory.get(memoryKey);
		if (known instanceof this) {
			return known;
		}

		const search = new this();
		memory.set(memoryKey, search);
		return search;
	}

	#query: WideQuery | undefined;
	#found = new FoundList();
	#progress = nothing;
	#hasCommon = false;
	#problems: readonly string[] = [];
	#number = 0;
	#abort: AbortController | undefined;
	readonly #listeners = new Set<() => void>();
	#told = 0;
	// A search that waits until all that is to be searched is there.
	#waiting: Job | undefined;

	/** What is searched for; undefined before the first search. */
	get query(): WideQuery | undefined {
		return this.#query;
	}

	/** Changes with each search. */
	get number(): number {
		return this.#number;
	}

	/** Grows while the search goes on; another one for each search. */
	get found(): FoundList {
		return this.#found;
	}

	get progress(): SearchProgress {
		return this.#progress;
	}

	/** Some of the memory that is searched is mapped by several. */
	get hasCommon(): boolean {
		return this.#hasCommon;
	}

	/** Not all that is to be searched is there yet. */
	get isWaiting(): boolean {
		return this.#waiting !== undefined;
	}

	/** What could not be searched, a sentence each. */
	get problems(): readonly string[] {
		return this.#problems;
	}

	/** Calls `listener` after news of the search, some ten times a second; returns a function that stops it. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/** Begins a search; one that runs is ended. */
	start(checkpoint: Checkpoint, query: WideQuery, pattern: Pattern): void {
		this.end();
		this.#abort = new AbortController();
		this.#query = query;
		this.#number++;
		this.#found = new FoundList();
		this.#progress = nothing;
		this.#problems = [];
		this.#waiting = {query, pattern};
		this.arrived(checkpoint);
		this.#tell(true);
	}

	/** Begins the search that waits for the archive, when all of that is there. */
	arrived(checkpoint: Checkpoint): void {
		if (this.#waiting === undefined || !checkpoint.archive.complete) {
			return;
		}

		void this.#run(checkpoint, this.#waiting, this.#abort!);
		this.#waiting = undefined;
	}

	/** Ends the search; what it found stays. Returns false when none was running. */
	stop(): boolean {
		const isRunning = this.#abort !== undefined && !this.#progress.done;
		this.#abort?.abort();
		this.#waiting = undefined;
		if (!isRunning) {
			return false;
		}

		this.#progress = {...this.#progress, total: this.#progress.scanned, done: true, problem: 'stopped'};
		this.#tell(true);
		return true;
	}

	/** Ends the search for good. */
	end(): void {
		this.#abort?.abort();
		this.#abort = undefined;
		this.#waiting = undefined;
	}

	#tell(isDue: boolean): void {
		const now = performance.now();
		if (!isDue && now - this.#told < drawn) {
			return;
		}

		this.#told = now;
		for (const listener of this.#listeners) {
			listener();
		}
	}

	async #run(checkpoint: Checkpoint, {query: {scope}, pattern}: Job, {signal}: AbortController): Promise<void> {
		const began = performance.now();
		const problems = new Problems();
		const found = this.#found;
		let progress = nothing;
		try {
			// It takes a look at every mapping before it begins: that it was asked for is drawn first.
			await setImmediate();
			if (signal.aborted) {
				return;
			}

			const {hasCommon, notDumped, news} = startSearch(checkpoint, {pattern, scope, processes: processesWithMemory(checkpoint, [], problems), areAll: true}, problems);
			this.#hasCommon = hasCommon;
			let rest = performance.now() + turn;
			for await (const {found: some, passed, total} of news(signal)) {
				if (signal.aborted) {
					return;
				}

				found.add(some);
				progress = {...progress, scanned: passed, total, elapsed: performance.now() - began, truncated: found.isFull};
				this.#progress = progress;
				this.#tell(false);
				if (found.isFull) {
					break;
				}

				// Matches may come faster than they are kept; a key is to be heard meanwhile.
				if (performance.now() > rest) {
					await setImmediate();
					rest = performance.now() + turn;
				}
			}

			const others = problems.of(() => othersNotSearched(checkpoint));
			if (others !== undefined) {
				problems.add(others);
			}

			if (notDumped.size > 0) {
				problems.add(`not in the dump, and so not searched: ${amountsText(notDumped)}`);
			}
		} catch (error) {
			if (!(error instanceof InputError || error instanceof PendingError)) {
				throw error;
			}

			problems.add(error.message);
		}

		if (signal.aborted) {
			return;
		}

		this.#progress = {...progress, elapsed: performance.now() - began, done: true};
		this.#problems = problems.messages;
		this.#tell(true);
	}
}
