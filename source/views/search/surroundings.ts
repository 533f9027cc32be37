import {larger} from '../../memory/big.js';
import type {AddressSpace} from '../../memory/memory.js';
import {hasContent, type Segment} from '../../memory/presence.js';
import type {Match} from '../../search/search.js';

/** The bytes of a match, and up to as many as were asked for on each side of it, as far as they are there and adjoin it. */
export type MatchText = {
	readonly before: Uint8Array;
	readonly match: Uint8Array;
	readonly after: Uint8Array;
};

export type Surroundings = (match: Match, context: number) => MatchText;

type Gap = {readonly start: bigint; readonly end: bigint};

/** Fills `target` with the bytes at an address; returns the stretches of which there is nothing, in order. */
type Read = (address: bigint, target: Uint8Array) => readonly Gap[];

const windowSize = 64 * 1024;
const lastAddress = 1n << 64n;

// Nothing that is looked at reaches so far.
const nearFirst = 1n << 32n;
const nearLast = lastAddress - nearFirst;

export function aroundInMemory(memory: AddressSpace): Surroundings {
	return around((address, target) => memory.read(address, target).filter(({presence}) => !hasContent(presence)));
}

export function aroundInSegments(segments: readonly Segment[]): Surroundings {
	return around((address, target) => {
		const end = address + BigInt(target.length);
		const gaps: Gap[] = [];
		let known = address;
		for (const segment of segments) {
			const segmentEnd = segment.start + BigInt(segment.length);
			if (segmentEnd <= address || segment.start >= end) {
				continue;
			}

			// What adjoins in offsets need not belong together: messages of a queue do not.
			gaps.push({start: known, end: larger(segment.start, known)}, ...readSegment(segment, address, target));
			known = segmentEnd;
		}

		gaps.push({start: known, end});
		return gaps.filter(gap => gap.start <= gap.end);
	});
}

/** Returns what of the segment is not there any more, though it was when the checkpoint was opened. */
function readSegment({start, pieces}: Segment, address: bigint, target: Uint8Array): Gap[] {
	const gaps: Gap[] = [];
	let offset = Number(start - address);
	for (const {source, position, length} of pieces) {
		const from = Math.max(0, offset);
		const to = Math.min(target.length, offset + length);
		if (from < to) {
			const count = source.read(target.subarray(from, to), position + from - offset);
			if (count < to - from) {
				gaps.push({start: address + BigInt(from + count), end: address + BigInt(to)});
			}
		}

		offset += length;
	}

	return gaps;
}

/** What was read last, and by whom; a gap is one of `bytes`. */
type Window = {readonly read: Read; readonly start: bigint; readonly bytes: Uint8Array; readonly gaps: ReadonlyArray<{readonly start: number; readonly end: number}>};

// Matches come in order, and often many of them from one window. There is one for all that is searched, of which there may be much.
let last: Window | undefined;

function around(read: Read): Surroundings {
	const keep = keeper();
	return ({address, length}, context) => {
		// Most addresses are far from both ends, and numbers of 64 bits are dear.
		const before = address < nearFirst ? Math.min(Number(address), context) : context;
		const size = before + (address < nearLast ? length + context : Math.min(Number(lastAddress - address), length + context));
		let at = last?.read === read ? Number(address - last.start) : -1;
		if (last === undefined || at < before || at - before + size > last.bytes.length) {
			last = windowAt(read, address - BigInt(before), size);
			at = before;
		}

		const {bytes, gaps} = last;
		let low = at - before;
		let high = low + size;
		for (const gap of gaps) {
			if (gap.end <= at) {
				low = Math.max(low, gap.end);
			} else {
				high = Math.min(high, gap.start);
				break;
			}
		}

		const end = Math.max(at, high);
		return {before: keep(bytes, low, at), match: keep(bytes, at, Math.min(at + length, end)), after: keep(bytes, at + length, end)};
	};
}

function windowAt(read: Read, start: bigint, size: number): Window {
	const length = Math.min(Number(lastAddress - start), Math.max(size, windowSize));
	const bytes = length === last?.bytes.length ? last.bytes : new Uint8Array(length);
	// Where it can't be read, nothing is kept of the one before.
	last = undefined;
	return {read, start, bytes, gaps: read(start, bytes).map(gap => ({start: Number(gap.start - start), end: Number(gap.end - start)}))};
}

const blockSize = 4096;
const nothing = new Uint8Array(0);

/** Copies `[from, to)` of what is used again. Many small copies share a block: one of its own would take many times its bytes. */
function keeper(): (bytes: Uint8Array, from: number, to: number) => Uint8Array {
	let block = nothing;
	let used = 0;
	return (bytes, from, to) => {
		const size = to - from;
		if (size <= 0) {
			return nothing;
		}

		if (size > blockSize / 4) {
			return bytes.slice(from, to);
		}

		if (used + size > block.length) {
			block = new Uint8Array(blockSize);
			used = 0;
		}

		const kept = block.subarray(used, used + size);
		for (let index = 0; index < size; index++) {
			kept[index] = bytes[from + index]!;
		}

		used += size;
		return kept;
	};
}
