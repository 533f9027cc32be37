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

// Matches come in order, and often many of them from one window.
function around(read: Read): Surroundings {
	let [start, bytes, gaps]: [bigint, Uint8Array, ReturnType<Read>] = [0n, new Uint8Array(0), []];
	return ({address, length}, context) => {
		const before = address < BigInt(context) ? Number(address) : context;
		const from = address - BigInt(before);
		const behind = lastAddress - address - BigInt(length);
		const size = before + length + (behind < BigInt(context) ? Number(behind) : context);
		if (from < start || from + BigInt(size) > start + BigInt(bytes.length)) {
			start = from;
			const left = lastAddress - from;
			bytes = new Uint8Array(left < BigInt(windowSize) ? Number(left) : Math.max(size, windowSize));
			gaps = read(start, bytes);
		}

		const at = Number(address - start);
		let low = at - before;
		let high = at - before + size;
		for (const gap of gaps) {
			if (gap.end <= address) {
				low = Math.max(low, Number(gap.end - start));
			} else {
				high = Math.min(high, Number(gap.start - start));
				break;
			}
		}

		// The window is used again; what is handed out is kept.
		const end = Math.max(at, high);
		return {before: bytes.slice(low, at), match: bytes.slice(at, Math.min(at + length, end)), after: bytes.slice(at + length, end)};
	};
}
