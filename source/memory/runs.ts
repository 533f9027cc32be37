import type {ByteSource} from '../archive/byte-source.js';
import {hasContent, type Piece, type Run, type Segment} from './presence.js';
import type {Stretch} from './stretch.js';

/** A stretch within one mapping, or outside all. */
export type Placed = Stretch & {readonly vma: number | undefined};

/**
Turns stretches, which are in order, into runs within `[start, end)`.

@yields runs as long as they can be, with content only as far as the pages file reaches
*/
export function * toRuns(stretches: Iterable<Placed>, start: bigint, end: bigint): Generator<Run> {
	let held: Run | undefined;
	for (const stretch of stretches) {
		for (const run of clip(stretch, start, end)) {
			const merged = held && merge(held, run);
			if (held !== undefined && merged === undefined) {
				yield held;
			}

			held = merged ?? run;
		}
	}

	if (held !== undefined) {
		yield held;
	}
}

function * clip(stretch: Placed, start: bigint, end: bigint): Generator<Run> {
	const low = BigInt(stretch.start);
	const high = BigInt(stretch.end);
	const from = low > start ? low : start;
	const to = high < end ? high : end;
	if (from >= to) {
		return;
	}

	const {presence, vma, source} = stretch;
	if (source === undefined) {
		yield {start: from, end: to, presence, vma};
		return;
	}

	const length = Number(to - from);
	const position = stretch.position! + Number(from - low);
	const {there, promised} = reach(source, position, length);
	if (there > 0) {
		yield {start: from, end: from + BigInt(there), presence, vma, source, position};
	}

	if (promised > there) {
		yield {start: from + BigInt(there), end: from + BigInt(promised), presence: 'pending', vma};
	}

	if (length > promised) {
		yield {start: from + BigInt(promised), end: to, presence: 'truncated', vma};
	}
}

/** How far `[position, position + length)` is there, and how far it will be when all has been decompressed; in bytes from its start. What is behind that is cut off. */
export function reach(source: ByteSource, position: number, length: number): {readonly there: number; readonly promised: number} {
	const there = within(source.available - position, length);
	return {there, promised: Math.max(there, source.settled ? 0 : within(source.size - position, length))};
}

function within(value: number, limit: number): number {
	return Math.max(0, Math.min(value, limit));
}

function merge(left: Run, right: Run): Run | undefined {
	const same = left.end === right.start && left.presence === right.presence && left.vma === right.vma && left.source === right.source;
	return !same || (left.source !== undefined && left.position! + Number(left.end - left.start) !== right.position) ? undefined : {...left, end: right.end};
}

/**
Joins runs with content that follow each other.

@yields segments in order
*/
export function * toSegments(runs: Iterable<Run>): Generator<Segment> {
	let start = 0n;
	let length = 0;
	let pieces: Piece[] = [];
	for (const run of runs) {
		const adjacent = hasContent(run.presence) && run.start === start + BigInt(length);
		if (!adjacent && pieces.length > 0) {
			yield {start, length, pieces};
			pieces = [];
		}

		if (!hasContent(run.presence)) {
			continue;
		}

		if (pieces.length === 0) {
			start = run.start;
			length = 0;
		}

		const size = Number(run.end - run.start);
		append(pieces, {source: run.source!, position: run.position!, length: size});
		length += size;
	}

	if (pieces.length > 0) {
		yield {start, length, pieces};
	}
}

function append(pieces: Piece[], piece: Piece): void {
	const last = pieces.at(-1);
	if (last?.source === piece.source && last.position + last.length === piece.position) {
		pieces[pieces.length - 1] = {...last, length: last.length + piece.length};
	} else {
		pieces.push(piece);
	}
}
