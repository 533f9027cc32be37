import {MatchBuffer} from './match-buffer.js';
import type {Found} from './matcher.js';

/** A part of a text that was searched from its start on as if no match reached into it. */
export type Searched = {
	/** What was found; the first of them may be wrong. */
	readonly matches: MatchBuffer;
	/** Address of the text's first byte. */
	readonly start: bigint;
	/** How far it was searched: all matches that start before are there. */
	readonly to: number;
	/** Finds again the matches that start in `[from, to)`. */
	rescan(from: number, to: number, found: Found): void;
};

// Two searches that began in different places mostly agree after a few matches.
const leastStep = 4096;

/**
Makes up for a match that reaches into a part from before it, up to `resume`.

The part is searched again from there on until both searches would go on at one place, for from then on they find the same.

@returns where the new search would go on if that has not come by `searched.to`, so that all matches are new
*/
export function mendSeam({matches, start, to, rescan}: Searched, resume: number): number | undefined {
	const startAt = (index: number) => Number(matches.addressAt(index) - start);
	const mended = new MatchBuffer();
	let wrong = 0;
	let oldEnd = resume;
	let newEnd = resume;
	let position = resume;
	let agrees = false;
	const add = (from: number, length: number) => {
		mended.add(start + BigInt(from), length);
		newEnd = from + length;
	};

	for (let step = leastStep; ; step *= 2) {
		for (; wrong < matches.count && startAt(wrong) < position; wrong++) {
			oldEnd = startAt(wrong) + matches.lengthAt(wrong);
		}

		agrees = Math.max(oldEnd, position) === Math.max(newEnd, position);
		if (agrees || position >= to) {
			break;
		}

		const end = Math.min(to, position + step);
		rescan(Math.max(position, newEnd), end, add);
		position = end;
	}

	const rest = matches.take();
	matches.addAll(mended.take());
	matches.addAll({addresses: rest.addresses.subarray(wrong), lengths: rest.lengths.subarray(wrong)});
	return agrees ? undefined : newEnd;
}
