import {setImmediate} from 'node:timers/promises';
import {PageDamage} from '../memory/page-damage.js';
import type {Piece, Segment} from '../memory/presence.js';
import {GrowingColumn} from './growing-column.js';
import {PackedBlocksBuilder, type PackedBlocks} from './packed-blocks.js';
import {shared} from './shared-numbers.js';

/** In place of a file descriptor: a hole, whose zeros are content. */
export const hole = -1;
/** In place of a file descriptor: bytes that are in no file and travel with the plan. */
export const inline = -2;
/** In place of a file descriptor: a block that has to be unpacked, or a part of one. */
export const packed = -3;

/** How much of what is in no file is taken along at once, in bytes. */
const copySize = 1 << 16;

/**
Where the bytes of some segments lie, for readers on other threads: numbers in shared memory, for nothing to hand over, be it a million pieces.

A stretch is contiguous in the segment and in its file, or in one packed block. The stretches of segment `i` are those from `firsts[i]` to before `firsts[i + 1]`.
*/
export type Plan = {
	/** Address of the first byte of each segment. */
	readonly starts: BigUint64Array;
	/** Bytes of the segments before each; one more than there are segments. */
	readonly bases: Float64Array;
	/** One more than there are segments. */
	readonly firsts: Uint32Array;
	/** File descriptor of each stretch, or `hole`, `inline` or `packed`. */
	readonly fds: Int32Array;
	/** Where each stretch begins in its file, in `bytes`, or in the content of `blocks`. */
	readonly offsets: Float64Array;
	/** Where each stretch ends, in bytes from the start of its segment. */
	readonly ends: Float64Array;
	readonly bytes: Uint8Array;
	readonly blocks: PackedBlocks;
	/** Bytes to search. */
	readonly total: number;
	/** Bytes of the segments that their sources do not have any more. */
	readonly missing: number;
};

/** How long planning may keep a thread, in ms, before it lets others go on. */
const slice = 8;

/** Plans the reading of `segments`; undefined when it was cancelled. */
export async function createPlan(segments: Iterable<Segment>, signal?: AbortSignal): Promise<Plan | undefined> {
	const builder = new PlanBuilder();
	let due = performance.now() + slice;
	for (const segment of segments) {
		builder.begin(segment.start);
		for (const piece of segment.pieces) {
			builder.add(piece);
			if (performance.now() > due) {
				await setImmediate();
				due = performance.now() + slice;
			}

			if (signal?.aborted) {
				return undefined;
			}
		}
	}

	return builder.finish();
}

/** Bytes of a segment of a plan. */
export function segmentLength(plan: Plan, segment: number): number {
	return plan.ends[plan.firsts[segment + 1]! - 1]!;
}

/** The stretch that holds a position of a segment. */
export function stretchAt(plan: Plan, segment: number, position: number): number {
	let low = plan.firsts[segment]!;
	let high = plan.firsts[segment + 1]! - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (plan.ends[middle]! <= position) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

class PlanBuilder {
	readonly #starts = new GrowingColumn(BigUint64Array);
	readonly #firsts = new GrowingColumn(Uint32Array);
	readonly #fds = new GrowingColumn(Int32Array);
	readonly #offsets = new GrowingColumn(Float64Array);
	readonly #ends = new GrowingColumn(Float64Array);
	readonly #inline: Uint8Array[] = [];
	readonly #blocks = new PackedBlocksBuilder();
	#inlineLength = 0;
	#address = 0n;
	// Bytes of the segment being built; a segment without any is not begun.
	#length = 0;
	// The stretch that was begun last.
	#last = {fd: 0, offset: 0, length: 0};
	#total = 0;
	#missing = 0;

	#copy(source: Piece['source'], position: number, length: number): number {
		const bytes = new Uint8Array(Math.max(0, Math.min(length, copySize, source.available - position)));
		const count = readUndamaged(source, bytes, position);
		this.#stretch(inline, this.#inlineLength, count);
		this.#inline.push(bytes.subarray(0, count));
		this.#inlineLength += count;
		return count;
	}

	#stretch(fd: number, offset: number, length: number): void {
		if (length === 0) {
			return;
		}

		const last = this.#last;
		const before = this.#length;
		this.#length += length;
		this.#total += length;
		if (before === 0) {
			this.#starts.push(this.#address);
			this.#firsts.push(this.#fds.length);
		} else if (fd !== packed && fd === last.fd && (fd === hole || offset === last.offset + last.length)) {
			last.length += length;
			this.#ends.replaceLast(this.#length);
			this.#address += BigInt(length);
			return;
		}

		this.#fds.push(fd);
		this.#offsets.push(offset);
		this.#ends.push(this.#length);
		this.#last = {fd, offset, length};
		this.#address += BigInt(length);
	}

	/** Plans as many bytes of a source as follow each other in files, or some that are in none; returns how many. */
	#place(source: Piece['source'], position: number, length: number): number {
		let count = 0;
		for (const extent of source.extents(position, length)) {
			if (extent.packed === undefined) {
				this.#stretch(extent.fd, extent.offset, extent.length);
			} else {
				this.#stretch(packed, this.#blocks.add(extent, extent.packed), extent.length);
			}

			count += extent.length;
		}

		return count === 0 ? this.#copy(source, position, length) : count;
	}

	begin(address: bigint): void {
		this.#address = address;
		this.#length = 0;
	}

	add({source, position, length}: Piece): void {
		let covered = 0;
		for (let count = -1; count !== 0 && covered < length; covered += count) {
			count = this.#place(source, position + covered, length - covered);
		}

		if (covered === length) {
			return;
		}

		this.#missing += length - covered;
		this.begin(this.#address + BigInt(length - covered));
	}

	finish(): Plan {
		const bytes = new Uint8Array(new SharedArrayBuffer(this.#inlineLength));
		let position = 0;
		for (const part of this.#inline) {
			bytes.set(part, position);
			position += part.length;
		}

		const segments = this.#starts.length;
		const stretches = this.#fds.length;
		const starts = this.#starts.finish();
		const bases = shared(Float64Array, segments + 1);
		const firsts = this.#firsts.finish(1);
		firsts[segments] = stretches;
		const fds = this.#fds.finish();
		const offsets = this.#offsets.finish();
		const ends = this.#ends.finish();
		for (let segment = 0; segment < segments; segment++) {
			bases[segment + 1] = bases[segment]! + ends[firsts[segment + 1]! - 1]!;
		}

		return {starts, bases, firsts, fds, offsets, ends, bytes, blocks: this.#blocks.finish(), total: this.#total, missing: this.#missing};
	}
}

/** How many bytes a source gives; none from a part that turns out to be damaged. */
function readUndamaged(source: Piece['source'], target: Uint8Array, position: number): number {
	try {
		return source.read(target, position);
	} catch (error) {
		if (error instanceof PageDamage) {
			return 0;
		}

		throw error;
	}
}
