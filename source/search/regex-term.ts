import {escapeByte, type ByteSet} from './byte-set.js';

/** A part of a translated expression; lengths in bytes, `Infinity` where there is no bound. */
export type Term = {
	readonly source: string;
	readonly longest: number;
	/** How far its assertions look before its start and past its end. */
	readonly behind: number;
	readonly ahead: number;
	/** The only bytes it matches, if that is so. */
	readonly exact?: Uint8Array;
	/** Bytes that stand in all its matches: the longest such string that is known. */
	readonly required: Uint8Array;
};

export const nothing = new Uint8Array(0);

export function sequence(terms: readonly Term[]): Term {
	let run: Uint8Array = nothing;
	let required: Uint8Array = nothing;
	for (const term of terms) {
		run = term.exact === undefined ? nothing : concatenated(run, term.exact);
		required = longer(longer(required, run), term.required);
	}

	return {
		source: terms.map(term => term.source).join(''),
		longest: terms.reduce((sum, term) => sum + term.longest, 0),
		...reach(terms),
		...(terms.every(term => term.exact !== undefined) && {exact: run}),
		required,
	};
}

export function alternatives(terms: readonly Term[]): Term {
	if (terms.length === 1) {
		return terms[0]!;
	}

	return {
		source: terms.map(term => term.source).join('|'),
		longest: largest(terms.map(term => term.longest)),
		...reach(terms),
		required: nothing,
	};
}

export function setTerm(set: ByteSet): Term {
	return {source: set.toSource(), longest: 1, behind: 0, ahead: 0, required: nothing};
}

/** One of `forms`, as one thing that a quantifier can follow. */
export function bytesTerm(forms: readonly Uint8Array[]): Term {
	const sources = forms.map(form => Array.from(form, byte => escapeByte(byte)).join(''));
	const longest = largest(forms.map(form => form.length));
	const [first] = forms;
	return {
		source: longest > 1 ? `(?:${sources.join('|')})` : (forms.length === 1 ? sources[0]! : `[${sources.join('')}]`),
		longest,
		behind: 0,
		ahead: 0,
		...(forms.length === 1 ? {exact: first!, required: first!} : {required: nothing}),
	};
}

/** `term` from `least` to `most` times, as `quantifier` says. */
export function repeated(term: Term, quantifier: string, least: number, most: number): Term {
	return {
		source: `${term.source}${quantifier}`,
		longest: most === 0 || term.longest === 0 ? 0 : term.longest * most,
		behind: term.behind,
		ahead: term.ahead,
		required: least === 0 ? nothing : term.required,
	};
}

function reach(terms: readonly Term[]): {behind: number; ahead: number} {
	return {behind: largest(terms.map(term => term.behind)), ahead: largest(terms.map(term => term.ahead))};
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

function longer(first: Uint8Array, second: Uint8Array): Uint8Array {
	return second.length > first.length ? second : first;
}

// Math.max can't take as many arguments as an expression may have parts.
function largest(numbers: readonly number[]): number {
	return numbers.reduce((most, number) => Math.max(most, number), 0);
}
