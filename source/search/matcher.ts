import {kernelMatcher} from './kernel.js';
import type {Pattern} from './pattern.js';
import {regexMatcher} from './regex-matcher.js';
import {stringsMatcher} from './strings-matcher.js';

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

		case 'strings': {
			return stringsMatcher(pattern);
		}
	}
}
