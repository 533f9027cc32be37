import type {Found, Matcher} from './matcher.js';

/** Contiguous bytes `[start, end)` by position; a match never reaches out of them. */
export type Text = {
	readonly start: number;
	readonly end: number;
	/** Fills `target` from `position`; returns the number of bytes read, fewer only where bytes can't be read. */
	read(target: Uint8Array, position: number): number;
	/** Where zeros end that begin at `position` and that need not be read to know; `position` when none are known. */
	zerosEnd?(position: number): number;
};

/**
Finds the matches that start in `[from, to)` of a text, in order, by windows of `matcher.chunk` starts. Known zeros are passed over where they are all that a match could look at and `matcher` finds nothing in zeros.

@yields after each window how many starts were looked at, so that whoever drives it can stop
@returns where the text ended: `text.end`, or the first byte that could not be read
*/
export function * scan(text: Text, matcher: Matcher, buffer: Buffer, from: number, to: number, found: Found): Generator<number, number> {
	let textEnd = text.end;
	let resume = from;
	for (let position = from; position < Math.min(to, textEnd);) {
		const pastZeros = Math.min(to, endOfZeros(text, matcher, position));
		if (pastZeros > position) {
			yield pastZeros - position;
			position = pastZeros;
			resume = Math.max(resume, position);
			continue;
		}

		const end = Math.min(position + matcher.chunk, to);
		const first = Math.max(text.start, position - matcher.behind);
		const window = buffer.subarray(0, Math.min(textEnd, end + matcher.reach) - first);
		const count = text.read(window, first);
		if (count < window.length) {
			textEnd = first + count;
		}

		const last = Math.min(end, textEnd);
		if (resume < last) {
			resume = first + matcher.run(window.subarray(0, count), resume - first, last - first, (start, length) => {
				found(first + start, length);
			});
		}

		yield Math.max(0, last - position);
		position = end;
	}

	return textEnd;
}

/** A buffer that holds any window `scan` reads for this matcher. */
export function windowBuffer(matcher: Matcher): Buffer {
	return matcher.buffer ?? Buffer.allocUnsafeSlow(matcher.behind + matcher.chunk + matcher.reach);
}

// The first start from `position` on that has not only zeros to look at, or at which zeros match.
function endOfZeros(text: Text, matcher: Matcher, position: number): number {
	const first = position - matcher.behind;
	if (text.zerosEnd === undefined || first < text.start) {
		return position;
	}

	const end = text.zerosEnd(first) - matcher.reach + 1;
	return end > position && !matchesZeros(matcher) ? end : position;
}

const zerosMatch = new WeakMap<Matcher, boolean>();

function matchesZeros(matcher: Matcher): boolean {
	let matches = zerosMatch.get(matcher);
	if (matches === undefined) {
		matches = false;
		matcher.run(Buffer.alloc(matcher.behind + 1 + matcher.reach), matcher.behind, matcher.behind + 1, () => {
			matches = true;
		});
		zerosMatch.set(matcher, matches);
	}

	return matches;
}
