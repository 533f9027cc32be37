import {caseForms, exactBytes, utf16, utf8, type Encode} from './characters.js';
import {parseHexBytes} from './hex-bytes.js';
import {maxMatchLength} from './limits.js';
import {PatternError} from './pattern-error.js';
import type {Required} from './regex-needle.js';
import type {Tree} from './regex-tree.js';
import {parseRegex} from './regex.js';

/** How what a person types is to be understood. */
export const patternModes = ['text', 'text-any-case', 'utf16', 'utf16-any-case', 'bytes', 'regex'] as const;
export type PatternMode = (typeof patternModes)[number];

/** The mode that follows this one where a person goes through them. */
export function patternModeAfter(mode: PatternMode): PatternMode {
	return patternModes[(patternModes.indexOf(mode) + 1) % patternModes.length]!;
}

/** The most patterns that are looked for at once; the kernel has room for no more. */
export const maxPatterns = 256;

/**
A byte string with free bits: it matches where `(byte & mask[i]) === value[i]` for each of its bytes, and where, at the offset of each choice, one of the choice's forms stands.
*/
export type BytesPattern = {
	readonly kind: 'bytes';
	readonly value: Uint8Array;
	readonly mask: Uint8Array;
	/** Where the mask lets more through than is meant; all forms of a choice have one length. */
	readonly choices: ReadonlyArray<{readonly offset: number; readonly forms: readonly Uint8Array[]}>;
};

/** Byte strings that are looked for at once: where several match, the first of them counts. */
export type SeveralPattern = {
	readonly kind: 'several';
	readonly patterns: readonly BytesPattern[];
};

/** A regular expression over bytes. */
export type RegexPattern = {
	readonly kind: 'regex';
	readonly tree: Tree;
	/** Bytes of the shortest match. */
	readonly shortest: number;
	/** Bytes of the longest match, at most `maxMatchLength`: where the expression allows for more, matches are cut. */
	readonly longest: number;
	/** How many bytes before the start of a match, and after its end, it may look at. */
	readonly behind: number;
	readonly ahead: number;
	readonly required: Required;
};

export const stringEncodings = ['both', 'ascii', 'utf16'] as const;
export type StringEncoding = (typeof stringEncodings)[number];

/** Strings, whatever they say: at least `min` characters that ASCII prints, or tabs. Below 2, the two encodings can't be told apart. */
export type StringsPattern = {
	readonly kind: 'strings';
	readonly min: number;
	readonly encoding: StringEncoding;
};

/** What to search for. Can be sent to another thread. */
export type Pattern = BytesPattern | SeveralPattern | RegexPattern | StringsPattern;

/** A pattern, or what is wrong with what was typed: one line for the person, and where in it (UTF-16 units), if it is at one place. */
export type CompiledPattern =
	| {readonly pattern: Pattern; readonly error?: undefined}
	| {readonly pattern?: undefined; readonly error: string; readonly position?: number};

/**
Compiles what a person typed.

- `text`: these characters as UTF-8.
- `text-any-case`: the same; a character also matches its upper-case and its lower-case form where that is one character with as many bytes (so `é` finds `É`, and `ß` does not find `SS`).
- `utf16`, `utf16-any-case`: the same rules over UTF-16LE, at even and odd addresses.
- `bytes`: hexadecimal digits in pairs, with or without spaces; `?` is a free digit, and a single `?` between spaces a free byte.
- `regex`: see `parseRegex`.
*/
export function compilePattern(typed: string, mode: PatternMode): CompiledPattern {
	try {
		return {pattern: compile(typed, mode)};
	} catch (error) {
		if (error instanceof PatternError) {
			return error.position === undefined ? {error: error.message} : {error: error.message, position: error.position};
		}

		throw error;
	}
}

/**
Looks for several patterns at once.

@throws {PatternError} when there are none, or more than `maxPatterns`
*/
export function severalPatterns(patterns: readonly BytesPattern[]): SeveralPattern {
	if (patterns.length === 0) {
		throw new PatternError('Nothing to search for');
	}

	if (patterns.length > maxPatterns) {
		throw new PatternError(`${patterns.length} patterns are too many to search for at once; ${maxPatterns} are the most`);
	}

	return {kind: 'several', patterns};
}

function compile(typed: string, mode: PatternMode): Pattern {
	if (typed === '') {
		throw new PatternError('Nothing to search for');
	}

	switch (mode) {
		case 'text': {
			return text(typed, utf8, false);
		}

		case 'text-any-case': {
			return text(typed, utf8, true);
		}

		case 'utf16': {
			return text(typed, utf16, false);
		}

		case 'utf16-any-case': {
			return text(typed, utf16, true);
		}

		case 'bytes': {
			return short({kind: 'bytes', ...parseHexBytes(typed), choices: []});
		}

		case 'regex': {
			return parseRegex(typed);
		}
	}
}

function text(typed: string, encode: Encode, anyCase: boolean): BytesPattern {
	const value: number[] = [];
	const mask: number[] = [];
	const choices: Array<{offset: number; forms: Uint8Array[]}> = [];
	for (const character of typed) {
		const forms = anyCase ? caseForms(character, encode) : [exactBytes(character, encode)];
		const [first] = forms;
		const free = first!.map((byte, index) => forms.reduce((bits, form) => bits | (form[index]! ^ byte), 0));
		if (2 ** free.reduce((count, bits) => count + bitCount(bits), 0) > forms.length) {
			choices.push({offset: value.length, forms});
		}

		for (const [index, byte] of first!.entries()) {
			value.push(byte & ~free[index]!);
			mask.push(~free[index]! & 0xFF);
		}
	}

	return short({kind: 'bytes', value: Uint8Array.from(value), mask: Uint8Array.from(mask), choices});
}

function bitCount(bits: number): number {
	return bits === 0 ? 0 : (bits & 1) + bitCount(bits >> 1);
}

function short(pattern: BytesPattern): BytesPattern {
	if (pattern.value.length > maxMatchLength) {
		throw new PatternError(`${pattern.value.length} bytes are too many to search for; ${maxMatchLength} are the most`);
	}

	return pattern;
}
