import type {Segment} from '../memory/presence.js';
import type {Pattern} from './pattern.js';
import {createPlan} from './plan.js';
import type {SearchReport} from './search-thread.js';
import {ThreadPool} from './thread-pool.js';

export type Match = {
	readonly address: bigint;
	/** Bytes. */
	readonly length: number;
};

/** News of a search. */
export type SearchEvent = {
	/** Found since the last event, in scan order. */
	readonly matches: readonly Match[];
	/** Bytes passed so far, of `total`. */
	readonly scanned: number;
	readonly total: number;
	/** This is the last event. */
	readonly done: boolean;
	/** There are more matches than were asked for. */
	readonly truncated?: boolean;
	/** What could not be searched, or why the search stopped early: one line for the person. */
	readonly problem?: string;
};

export type SearchOptions = {
	/** Ends the iteration at once, without another event. */
	readonly signal?: AbortSignal;
	/** The most matches to report. */
	readonly limit?: number;
	/** Which of more matches: the first, and the search stops when there is one more; or the last, which are reported at the end. */
	readonly keep?: 'first' | 'last';
	/** Where to begin: addresses from here on come first, then those from the start. */
	readonly from?: bigint;
	/** How long, in ms, a regular expression may work on one window (less than 64 KiB) before the search is given up. */
	readonly patience?: number;
};

const threads = new ThreadPool();

/**
Searches the segments on a thread of its own.

Matches are leftmost, in scan order, and do not overlap; they cross the boundaries of pieces, but not of segments. Leaving the iteration cancels the search.

@yields news of the search, some twenty times a second, and when the first match is found; the last is `done`
*/
export async function * search(segments: Iterable<Segment>, pattern: Pattern, options: SearchOptions = {}): AsyncGenerator<SearchEvent, void> {
	const {signal, limit = 100_000, keep = 'first', from = 0n, patience = 10_000} = options;
	const plan = await createPlan(segments, signal);
	if (plan === undefined) {
		return;
	}

	const {total, missing} = plan;
	if (missing > 0) {
		yield {matches: [], scanned: 0, total, done: false, problem: `${missing} bytes of this memory are not there any more`};
	}

	const thread = await threads.take();
	try {
		for await (const report of thread.run({plan, pattern, from, limit, keep}, patience, signal)) {
			yield toEvent(report, total);
		}
	} finally {
		threads.giveBack(thread);
	}
}

function toEvent({addresses, lengths, scanned, done, truncated, problem}: SearchReport, total: number): SearchEvent {
	const matches = Array.from(addresses, (address, index): Match => ({address, length: lengths[index]!}));
	return {matches, scanned, total, done, ...(truncated && {truncated}), ...(problem !== undefined && {problem})};
}
