import type {ByteSource} from '../archive/byte-source.js';
import type {Presence} from './presence.js';

/**
Addresses `[start, end)` between two page boundaries and what the images say of them, before it is known how much of the pages file is there.

Addresses are numbers here: a multiple of 4096 below 2^64 has at most 52 significant bits, so it is exact.
*/
export type Stretch = {
	readonly start: number;
	readonly end: number;
	readonly presence: Presence;
	/** Set when `presence` has content: `source` at `position` holds the byte of `start`. */
	readonly source?: ByteSource;
	readonly position?: number;
};

/** Something that knows the content of a part of a range: a pagemap with its parents, or a file. */
export type Layer = {
	/** What `stretches` leaves out is known not to be here only below this; behind it, damage may have cost entries. */
	readonly knownUntil: number;
	/** What is known of `[start, end)`, in order. */
	stretches(start: number, end: number): Iterable<Stretch>;
};

/**
Covers `[start, end)` with the stretches of `upper`, and with those of `lower` where `upper` says nothing.

@yields stretches without a gap between them
*/
export function * overlay(upper: Iterable<Stretch>, start: number, end: number, lower: (start: number, end: number) => Iterable<Stretch>): Generator<Stretch> {
	let position = start;
	for (const stretch of upper) {
		if (stretch.start > position) {
			yield * lower(position, stretch.start);
		}

		yield stretch;
		position = stretch.end;
	}

	if (position < end) {
		yield * lower(position, end);
	}
}

/** One stretch with no content. */
export function blank(presence: Presence): (start: number, end: number) => Stretch[] {
	return (start, end) => [{start, end, presence}];
}
