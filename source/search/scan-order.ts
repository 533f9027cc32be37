import {firstIndex} from '../archive/first-index.js';
import {segmentLength, type Plan} from './plan.js';

/** A part of a segment: starts in `[from, to)`, in bytes from the start of the segment. */
export type Part = {readonly segment: number; readonly from: number; readonly to: number};

/** Where the search of a plan begins that shall begin at an address: the place of the first byte from there on, in bytes of all segments one after the other. Beyond the last, it is the very first. */
export function originOf({starts, bases, total}: Plan, from: bigint): number {
	const segment = firstIndex(starts.length, index => starts[index]! + BigInt(bases[index + 1]! - bases[index]!) > from);
	if (segment === starts.length) {
		return 0;
	}

	const inside = from > starts[segment]! ? Number(from - starts[segment]!) : 0;
	return (bases[segment]! + inside) % total;
}

/**
The parts of segments that come at `[start, end)` of a search which begins at `origin`, goes on to the end and then from the start up to `origin`.

@yields them in that order
*/
export function * partsOf(plan: Plan, origin: number, start: number, end: number): Generator<Part> {
	const {total} = plan;
	yield * between(plan, origin + start, Math.min(origin + end, total));
	yield * between(plan, Math.max(0, origin + start - total), origin + end - total);
}

function * between(plan: Plan, start: number, end: number): Generator<Part> {
	const {bases} = plan;
	let segment = firstIndex(plan.starts.length, index => bases[index + 1]! > start);
	for (let position = start; position < end; segment++) {
		const base = bases[segment]!;
		const to = Math.min(end - base, segmentLength(plan, segment));
		yield {segment, from: position - base, to};
		position = base + to;
	}
}
