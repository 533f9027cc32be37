import {kernelMatcher} from './kernel.js';
import type {Pattern, RegexPattern} from './pattern.js';

/** Is told each match: where it starts in the window, and its length. */
export type Found = (start: number, length: number) => void;

/**
Finds a pattern in a window of a text.

Matches are leftmost and do not overlap, as with grep. Whether a match starts at a byte, and how long it is, depends only on the `behind` bytes before it and the `reach` bytes from it on, so the same matches come out however the text is cut into windows.
*/
export type Matcher = {
	/** How many starts a window should hold for speed. */
	readonly chunk: number;
	readonly behind: number;
	readonly reach: number;
	/** Memory of the matcher's own, for `behind + chunk + reach` bytes: windows that are read into it need not be copied. Without it, windows may lie anywhere. */
	readonly buffer?: Buffer;
	/**
	Finds the matches that start in `[from, to)` of the window. The window must hold `behind` bytes before `from` and `reach` bytes from `to` on, or end where the text does.

	Returns where the search goes on: `to`, or the end of a match beyond it.
	*/
	run(window: Buffer, from: number, to: number, found: Found): number;
};

export function createMatcher(pattern: Pattern): Matcher {
	switch (pattern.kind) {
		case 'regex': {
			return regexMatcher(pattern);
		}

		case 'bytes': {
			return kernelMatcher([pattern]);
		}

		case 'several': {
			return kernelMatcher(pattern.patterns);
		}
	}
}

// V8 keeps strings from 128 KiB on in another space, where making one costs five times as much; windows stay well below.
const regexWindow = 64 * 1024;

function regexMatcher({source, longest, bounded, behind, ahead, required}: RegexPattern): Matcher {
	const expression = new RegExp(source, 'g');
	const cutLength = bounded ? undefined : cutMatches(source, longest, behind, ahead);
	const reach = longest + ahead;
	const anchor = withoutLeadingZeros(required);
	return {
		chunk: regexWindow - behind - reach,
		behind,
		reach,
		run(window, from, to, found) {
			// A match lies around the required bytes, so where they are not no expression need run.
			const first = window.indexOf(anchor, from);
			if (first === -1) {
				return to;
			}

			const text = window.toString('latin1');
			const end = Math.min(to, window.lastIndexOf(anchor) + 1);
			let position = Math.max(from, first + anchor.length - longest);
			while (position < end) {
				expression.lastIndex = position;
				const match = expression.exec(text);
				if (match === null || match.index >= end) {
					break;
				}

				let start = match.index;
				let length = cutLength?.(text, start) ?? match[0].length;
				if (length === 0) {
					position = start + 1;
					continue;
				}

				found(start, length);
				position = start + length;
				// What was cut most often goes on; to look for it where it was cut spares reading on to the end of the window again.
				if (cutLength) {
					while (length === longest && position < end) {
						start = position;
						length = cutLength(text, start);
						if (length > 0) {
							found(start, length);
							position = start + length;
						}
					}
				}
			}

			return Math.max(position, to);
		},
	};
}

/**
For expressions without a bound: the length of the match at a start, 0 when there is none, that is the first in the order of the expression's own preferences of those within `longest` bytes. It is looked for in the bytes around that start only, so it does not depend on the window.
*/
function cutMatches(source: string, longest: number, behind: number, ahead: number): (text: string, start: number) => number {
	const expression = new RegExp(source, 'y');
	// By how many bytes must stay behind the end of the match for it to be within `longest`.
	const cut = new Map<number, RegExp>();
	return (text, start) => {
		const first = Math.max(0, start - behind);
		const around = text.slice(first, start + longest + ahead);
		const length = lengthAt(expression, around, start - first);
		if (length <= longest) {
			return length;
		}

		const rest = around.length - (start - first + longest);
		let shorter = cut.get(rest);
		if (shorter === undefined) {
			shorter = new RegExp(`(?:${source})(?=[^]{${rest}})`, 'y');
			cut.set(rest, shorter);
		}

		return lengthAt(shorter, around, start - first);
	};
}

// The search for bytes begins with the first of them, and memory is full of zeros.
function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
	const first = bytes.findIndex(byte => byte !== 0);
	return first === -1 ? bytes.subarray(bytes.length) : bytes.subarray(first);
}

function lengthAt(expression: RegExp, text: string, start: number): number {
	expression.lastIndex = start;
	return expression.exec(text)?.[0].length ?? 0;
}
