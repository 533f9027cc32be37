import type {Piece, Segment} from '../../memory/presence.js';
import {maxMatchLength} from '../../search/limits.js';
import type {Pattern} from '../../search/pattern.js';
import {search, type Match} from '../../search/search.js';

export type LongSearchNews = {
	readonly matches: readonly Match[];
	/** Part of the bytes that were passed, from 0 to 1. */
	readonly passed: number;
	readonly problem?: string | undefined;
};

// Matches that wait for whoever prints them take 12 bytes each.
const mostWaiting = 100_000;

/**
Finds every match in the segments, which come in the order of their addresses each time they are asked for. However many there are, only some of them wait to be taken: behind those the search begins anew.

@yields what is found, and how far it is
*/
export async function * searchAll(segments: () => Iterable<Segment>, pattern: Pattern, {signal, most = mostWaiting}: {readonly signal?: AbortSignal | undefined; readonly most?: number} = {}): AsyncGenerator<LongSearchNews> {
	let from = 0n;
	let whole: number | undefined;
	for (let isMore = true; isMore;) {
		isMore = false;
		const start = from;
		let isAtEnd = false;
		for await (const {matches, scanned, total, done, truncated, problem} of search(segmentsFrom(segments(), start), pattern, {from: start, limit: most, ...signal && {signal}})) {
			whole ??= total;
			// In the end the search comes to what stands before its start: that is known, and all behind it is found.
			isAtEnd ||= (matches.at(-1)?.address ?? start) < start;
			const last = matches.findLast(({address}) => address >= start);
			from = last === undefined ? from : last.address + BigInt(last.length);
			isMore = done && truncated === true && !isAtEnd;
			yield {matches: start === 0n ? matches : matches.filter(({address}) => address >= start), passed: whole === 0 ? 1 : (whole - total + scanned) / whole, problem};
		}
	}
}

// As far back as an expression may look.
const context = maxMatchLength;

function * segmentsFrom(segments: Iterable<Segment>, from: bigint): Generator<Segment> {
	for (const segment of segments) {
		const before = Number(from - segment.start) - context;
		if (before < segment.length) {
			yield before <= 0 ? segment : sliceSegment(segment, before, segment.length);
		}
	}
}

/** `[from, to)` of a segment, in bytes from its start. */
export function sliceSegment({start, pieces}: Segment, from: number, to: number): Segment {
	const sliced: Piece[] = [];
	let offset = 0;
	for (const {source, position, length} of pieces) {
		const low = Math.max(from, offset);
		const high = Math.min(to, offset + length);
		if (low < high) {
			sliced.push({source, position: position + low - offset, length: high - low});
		}

		offset += length;
		if (offset >= to) {
			break;
		}
	}

	return {start: start + BigInt(from), length: to - from, pieces: sliced};
}
