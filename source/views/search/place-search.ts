import type {ByteSource} from '../../archive/byte-source.js';
import {firstIndex} from '../../archive/first-index.js';
import type {CommonPieces, Elsewhere, Part} from '../../memory/common-pieces.js';
import type {Piece, Segment} from '../../memory/presence.js';
import {MatchList} from '../../search/match-list.js';
import {maxMatchLength} from '../../search/limits.js';
import type {Pattern} from '../../search/pattern.js';
import {search, type Match} from '../../search/search.js';
import type {Place} from './place.js';
import {slicer} from './slice-segment.js';

export type PlaceMatch = {
	readonly match: Match;
	/** Where the same bytes are mapped besides. */
	readonly elsewhere: readonly Elsewhere[];
};

export type PlaceNews = {
	readonly found: readonly PlaceMatch[];
	/** Part of the place that was passed, from 0 to 1. */
	readonly passed: number;
	readonly problem?: string | undefined;
};

// A match begins less than its greatest length before the edge that it crosses, or as far from an edge as an expression may look. As much again is needed on both sides for finding it as it would be found in the whole.
const margin = 4 * maxMatchLength;

const mostAtOnce = 200;

const nowhere: readonly Elsewhere[] = [];

/**
Searches places in turn. What several of them have in common is searched in the first of them; in the others only what is around its edges is, for matches that cross them or that are there because of what stands on the other side.
*/
export class PlaceSearch {
	readonly #pattern: Pattern;
	readonly #common: CommonPieces;
	// Of matches near an edge of what is mapped more than once: where they are in it.
	readonly #known = new Map<ByteSource, MatchList>();
	// Matches that cross from one such piece into another.
	readonly #crossing = new Set<string>();
	readonly #ids = new Map<ByteSource, number>();

	constructor(pattern: Pattern, common: CommonPieces) {
		this.#pattern = pattern;
		this.#common = common;
	}

	/**
	Searches the place of this number.
	@yields what is found, and how far it is
	*/
	async * run(space: number, place: Place, signal?: AbortSignal): AsyncGenerator<PlaceNews> {
		const divided: Divided[] = [];
		const common = this.#common;
		const segments = function * (): Generator<Segment> {
			for (const segment of place.segments()) {
				const parts = common.parts(space, segment);
				if (parts === undefined) {
					yield segment;
				} else {
					divided.push({start: segment.start, end: segment.start + BigInt(segment.length), parts});
					yield * withoutRepeats(segment, parts);
				}
			}
		};

		// However many there are, the search waits for whoever takes them.
		for await (const {matches, scanned, total, problem} of search(segments(), this.#pattern, {limit: Infinity, ...signal && {signal}})) {
			const passed = total === 0 ? 1 : scanned / total;
			// What comes of a match is many more bytes than the match.
			for (let from = 0; from === 0 || from < matches.length; from += mostAtOnce) {
				const some = matches.slice(from, from + mostAtOnce);
				const found = divided.length === 0
					? some.map(match => ({match, elsewhere: nowhere}))
					: some.flatMap(match => this.#judge(space, match, divided));
				yield {found, passed, problem: from === 0 ? problem : undefined};
			}
		}
	}

	#judge(space: number, match: Match, divided: readonly Divided[]): PlaceMatch[] {
		const segment = segmentAt(divided, match.address);
		if (segment === undefined) {
			return [{match, elsewhere: nowhere}];
		}

		const start = Number(match.address - segment.start);
		const end = start + match.length;
		const parts = partsWithin(segment.parts, start, end);
		const pieces = parts.map(part => pieceOf(part, start, end));
		const isNew = parts.some(({isRepeat}) => !isRepeat);
		if (parts.length > 1 ? this.#isKnownCrossing(pieces) && !isNew : !isNew && this.#isKnown(parts[0]!, pieces[0]!, start, end)) {
			return [];
		}

		if (parts.length === 1) {
			this.#remember(pieces[0]!);
		}

		return [{match, elsewhere: this.#common.elsewhere(space, match.address, pieces)}];
	}

	// Whether a match within a part that was searched elsewhere is nothing new. It may be: an expression may look across the edge.
	#isKnown(part: Part, {source, position, length}: Piece, start: number, end: number): boolean {
		const isNearEdge = start - part.start < maxMatchLength || part.end - end < maxMatchLength;
		const overlapping = this.#known.get(source)?.within(BigInt(position), BigInt(position + length));
		return !isNearEdge || (overlapping !== undefined && overlapping.length > 0);
	}

	#remember({source, position, length}: Piece): void {
		if (!this.#common.isNearEdge(source, position, margin)) {
			return;
		}

		const known = this.#known.get(source) ?? new MatchList();
		this.#known.set(source, known);
		known.add([{address: BigInt(position), length}]);
	}

	// Whether these pieces were met before, one after the other; remembers them where they could be met again.
	#isKnownCrossing(pieces: readonly Piece[]): boolean {
		if (pieces.some(({source}) => !this.#common.isCommon(source))) {
			return false;
		}

		const key = pieces.map(({source, position, length}) => `${this.#id(source)} ${position} ${length}`).join(',');
		const isKnown = this.#crossing.has(key);
		this.#crossing.add(key);
		return isKnown;
	}

	#id(source: ByteSource): number {
		const id = this.#ids.get(source) ?? this.#ids.size;
		this.#ids.set(source, id);
		return id;
	}
}

/** A segment with bytes that are mapped more than once. */
type Divided = {readonly start: bigint; readonly end: bigint; readonly parts: readonly Part[]};

/**
The segment without the inner of what counts elsewhere.
@yields what is left of it
*/
function * withoutRepeats(segment: Segment, parts: readonly Part[]): Generator<Segment> {
	const slice = slicer(segment);
	let from = 0;
	for (const {start, end, isRepeat} of parts) {
		if (isRepeat && end - start > 2 * margin) {
			yield slice(from, start + margin);
			from = end - margin;
		}
	}

	yield from === 0 ? segment : slice(from, segment.length);
}

function segmentAt(divided: readonly Divided[], address: bigint): Divided | undefined {
	const segment = divided[firstIndex(divided.length, index => divided[index]!.end > address)];
	return segment !== undefined && segment.start <= address ? segment : undefined;
}

function partsWithin(parts: readonly Part[], start: number, end: number): Part[] {
	const within: Part[] = [];
	for (let index = firstIndex(parts.length, at => parts[at]!.end > start); index < parts.length && parts[index]!.start < end; index++) {
		within.push(parts[index]!);
	}

	return within;
}

function pieceOf(part: Part, start: number, end: number): Piece {
	const from = Math.max(start, part.start);
	return {source: part.source, position: part.position + from - part.start, length: Math.min(end, part.end) - from};
}
