import {escapeByte, type ByteSet} from './byte-set.js';

/** A part of a translated expression; lengths in bytes, `Infinity` where there is no bound. */
export type Term = {
	readonly source: string;
	readonly longest: number;
	/** How far its assertions look before its start and past its end. */
	readonly behind: number;
	readonly ahead: number;
};

export function sequence(terms: readonly Term[]): Term {
	return {
		source: terms.map(term => term.source).join(''),
		longest: terms.reduce((sum, term) => sum + term.longest, 0),
		...reach(terms),
	};
}

export function alternatives(terms: readonly Term[]): Term {
	return {
		source: terms.map(term => term.source).join('|'),
		longest: largest(terms.map(term => term.longest)),
		...reach(terms),
	};
}

export function setTerm(set: ByteSet): Term {
	return {source: set.toSource(), longest: 1, behind: 0, ahead: 0};
}

/** One of `forms`, as one thing that a quantifier can follow. */
export function bytesTerm(forms: readonly Uint8Array[]): Term {
	const sources = forms.map(form => Array.from(form, byte => escapeByte(byte)).join(''));
	const longest = largest(forms.map(form => form.length));
	const source = longest === 1 ? (sources.length === 1 ? sources[0]! : `[${sources.join('')}]`) : `(?:${sources.join('|')})`;
	return {source, longest, behind: 0, ahead: 0};
}

function reach(terms: readonly Term[]): {behind: number; ahead: number} {
	return {behind: largest(terms.map(term => term.behind)), ahead: largest(terms.map(term => term.ahead))};
}

// Math.max can't take as many arguments as an expression may have parts.
function largest(numbers: readonly number[]): number {
	return numbers.reduce((most, number) => Math.max(most, number), 0);
}
