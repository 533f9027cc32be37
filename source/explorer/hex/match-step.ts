import type {MatchList} from '../../search/match-list.js';

export type MatchStep =
	/** Nothing was found, or not yet all that the answer depends on has been searched. */
	| 'none' | 'searching'
	| {readonly address: bigint; readonly wrapped: boolean};

type Options = {
	readonly cursor: bigint;
	/** Where the search began: it goes from here to the end, and then from the start up to here. */
	readonly origin: bigint;
	readonly done: boolean;
	readonly direction: 1 | -1;
};

/** The match that `n` or `N` leads to. While the search goes on, only one that nothing still unsearched can come before. */
export function stepToMatch(matches: MatchList, {cursor, origin, done, direction}: Options): MatchStep {
	const index = direction === 1 ? matches.next(cursor) : matches.previous(cursor);
	const address = matches.at(index)?.address;
	if (done) {
		const other = matches.at(direction === 1 ? 0 : matches.count - 1)?.address;
		return address !== undefined ? {address, wrapped: false} : other !== undefined ? {address: other, wrapped: true} : 'none';
	}

	// Matches come in the order of the addresses, twice: from the origin on, then from the start.
	const isHere = (other: bigint | undefined) => other !== undefined && (other < origin) === (cursor < origin);
	const isPassed = direction === 1 || isHere(matches.at(matches.next(cursor - 1n))?.address);
	return isPassed && address !== undefined && isHere(address) ? {address, wrapped: false} : 'searching';
}
