import type {Segment} from '../memory/presence.js';
import type {News} from './gathering.js';
import {ListedMatches, type Matches} from './matches.js';
import type {Pattern} from './pattern.js';
import {createPlan} from './plan.js';
import {searchPlan} from './plan-search.js';
import {pool, threads, unitSize} from './threads.js';

export type {Match} from './matches.js';

/** News of a search. */
export type SearchEvent = {
	/** Found since the last event, in scan order. */
	readonly matches: Matches;
	/** Bytes passed so far, of `total`. */
	readonly scanned: number;
	readonly total: number;
	/** This is the last event. */
	readonly done: boolean;
	/** There are more matches than were asked for. */
	readonly truncated?: boolean;
	/** How many matches there are so far, told or not; with `countAll`, in the end, all there are. */
	readonly count?: number;
	/** What could not be searched, or why the search stopped early: one line for the person. */
	readonly problem?: string;
};

export type SearchOptions = {
	/** Ends the iteration at once, without another event. */
	readonly signal?: AbortSignal;
	/** The most matches to report. */
	readonly limit?: number;
	/** Beyond the limit the search goes on, to count. */
	readonly countAll?: boolean;
	/** Which of more matches: the first, and the search stops when there is one more; or the last, which are reported at the end. */
	readonly keep?: 'first' | 'last';
	/** Where to begin: addresses from here on come first, then those from the start. */
	readonly from?: bigint;
};

/**
Searches the segments on threads of their own.

Matches are leftmost, in scan order, and do not overlap; they cross the boundaries of pieces, but not of segments. Leaving the iteration cancels the search.

@yields news of the search, some twenty times a second, and when the first match is found; the last is `done`
*/
export async function * search(segments: Iterable<Segment>, pattern: Pattern, options: SearchOptions = {}): AsyncGenerator<SearchEvent, void> {
	const {signal, limit = 100_000, keep = 'first', countAll = false, from = 0n} = options;
	const plan = await createPlan(segments, signal);
	if (plan === undefined) {
		return;
	}

	const {total, missing} = plan;
	if (missing > 0) {
		yield {matches: [], scanned: 0, total, done: false, problem: `${missing} bytes of this memory are not there any more`};
	}

	if (total === 0) {
		yield {matches: [], scanned: 0, total, done: true, ...(countAll && {count: 0})};
		return;
	}

	for await (const news of searchPlan(plan, pool, {pattern, from, limit, keep, countAll, threads, unitSize, ...(signal && {signal})})) {
		yield toEvent(news, total, countAll);
	}
}

function toEvent({addresses, lengths, scanned, done, truncated, count, problem}: News, total: number, countAll: boolean): SearchEvent {
	return {matches: new ListedMatches({addresses, lengths}), scanned, total, done, ...(truncated && {truncated}), ...(countAll && {count}), ...(problem !== undefined && {problem})};
}
