import type {MatchList} from '../../search/match-list.js';

/**
Of what the matches are known, going up from the origin, round the end of memory, and up to the origin again: of all, of a first part (the search goes on, or found more than it keeps), or of a last part.
*/
export type Searched = 'all' | 'from-origin' | 'to-origin';

export type MatchStep =
	/** There is no match; or a nearer one may lie in what is not known. */
	| 'none' | 'unknown'
	| {readonly address: bigint; readonly wrapped: boolean};

type Options = {
	readonly cursor: bigint;
	/** Where the search began. */
	readonly origin: bigint;
	readonly searched: Searched;
	readonly direction: 1 | -1;
};

/** The match that `n` (1) or `N` (-1) leads to. */
export function stepToMatch(matches: MatchList, {cursor, origin, searched, direction}: Options): MatchStep {
	const above = matches.at(matches.next(cursor)) ?? matches.at(0);
	const below = matches.at(matches.previous(cursor)) ?? matches.at(matches.count - 1);
	const target = direction === 1 ? above : below;
	if (target === undefined || above === undefined || below === undefined) {
		return searched === 'all' ? 'none' : 'unknown';
	}

	const found = {address: target.address, wrapped: direction === 1 ? target.address <= cursor : target.address >= cursor};
	if (searched === 'all') {
		return found;
	}

	// The origin is the first place of all when it was searched from there, the last when up to there.
	const first = searched === 'from-origin' ? origin : origin + 1n;
	const place = (address: bigint) => BigInt.asUintN(64, address - first);
	const isKnown = matches.has(cursor) || (searched === 'from-origin' ? place(above.address) > place(cursor) : place(below.address) < place(cursor));
	const isAhead = direction === 1 ? place(target.address) > place(cursor) : place(target.address) < place(cursor);
	return isKnown && isAhead ? found : 'unknown';
}
