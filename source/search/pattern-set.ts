import {PatternError} from './pattern-error.js';
import {compilePattern, severalPatterns, type BytesPattern, type Pattern} from './pattern.js';
import {Engine} from './regex-engine.js';

/** Several patterns of one kind, looked for at once. */
export type PatternSet = {
	readonly pattern: Pattern;
	/** How many bytes beside a match may have to be known for telling which of the patterns it is of. */
	readonly reach: number;
	/** Which of the patterns a match is of: the first that has it, if any. Its bytes are `[start, end)` of the text. */
	which(text: Buffer, start: number, end: number): number | undefined;
};

/**
Looks for any of these byte strings. Where several match, the first of them counts.

@throws {PatternError} when they are too many
*/
export function bytesSet(patterns: readonly BytesPattern[]): PatternSet {
	return {
		pattern: severalPatterns(patterns),
		reach: 0,
		which: (text, start, end) => known(patterns.findIndex(pattern => pattern.value.length === end - start && isAt(pattern, text, start))),
	};
}

/**
Looks for any of these regular expressions, each of which is one by itself. Where several match, the first of them counts.

@throws {PatternError} when they are too large together
*/
export function regexSet(expressions: readonly string[]): PatternSet {
	const {pattern, error} = compilePattern(expressions.map(expression => grouped(expression)).join('|'), 'regex');
	if (pattern?.kind !== 'regex') {
		throw new PatternError(error ?? 'Nothing to search for');
	}

	const engines = expressions.map(expression => {
		const one = compilePattern(expression, 'regex').pattern;
		return one?.kind === 'regex' ? new Engine(one.tree, one.longest) : undefined;
	});
	return {
		pattern,
		reach: Math.max(pattern.behind, pattern.longest + pattern.ahead),
		which: (text, start, end) => known(engines.findIndex(engine => {
			engine?.begin(text);
			return engine?.lengthAt(start) === end - start;
		})),
	};
}

function known(index: number): number | undefined {
	return index === -1 ? undefined : index;
}

function isAt({value, mask, choices}: BytesPattern, text: Buffer, start: number): boolean {
	return value.every((byte, offset) => (text[start + offset]! & mask[offset]!) === byte)
		&& choices.every(({offset, forms}) => forms.some(form => text.subarray(start + offset, start + offset + form.length).equals(form)));
}

// Its flags are for itself only.
function grouped(expression: string): string {
	return /^\(\?[a-z]+\)/v.test(expression) ? `${expression.replace(')', ':')})` : `(?:${expression})`;
}
