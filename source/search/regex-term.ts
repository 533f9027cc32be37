import type {ByteSet} from './byte-set.js';
import {maxMatchLength} from './limits.js';
import {bytesTree, choiceTree, emptyTree, sequenceTree, type Tree} from './regex-tree.js';

/** A part of an expression; lengths in bytes, `Infinity` where there is no bound. */
export type Term = {
	readonly tree: Tree;
	readonly shortest: number;
	readonly longest: number;
	/** How far its assertions look before its start and past its end. */
	readonly behind: number;
	readonly ahead: number;
	/** The only bytes it matches, if that is so. */
	readonly exact?: Uint8Array;
	readonly required: Required;
};

/** Bytes that stand in all matches: the longest such string that is known. */
export type Required = {
	readonly bytes: Uint8Array;
	/** How many bytes of the match come before them. */
	readonly least: number;
	readonly most: number;
};

export const nothing: Required = {bytes: new Uint8Array(0), least: 0, most: 0};

export function sequence(terms: readonly Term[]): Term {
	let [shortest, longest] = [0, 0];
	let run = nothing;
	let required = nothing;
	for (const term of terms) {
		if (term.exact === undefined) {
			run = nothing;
		} else {
			run = run.bytes.length === 0 ? {bytes: term.exact, least: shortest, most: longest} : {...run, bytes: concatenated(run.bytes, term.exact)};
		}

		required = longer(longer(required, run), {...term.required, least: shortest + term.required.least, most: longest + term.required.most});
		shortest += term.shortest;
		longest += term.longest;
	}

	return {
		tree: sequenceTree(terms.map(term => term.tree)),
		shortest,
		longest,
		...reach(terms),
		...(terms.every(term => term.exact !== undefined) && {exact: run.bytes}),
		required,
	};
}

export function alternatives(terms: readonly Term[]): Term {
	if (terms.length === 1) {
		return terms[0]!;
	}

	return {
		tree: choiceTree(terms.map(term => term.tree)),
		shortest: terms.reduce((least, term) => Math.min(least, term.shortest), Infinity),
		longest: largest(terms.map(term => term.longest)),
		...reach(terms),
		required: nothing,
	};
}

export function setTerm(set: ByteSet): Term {
	return {tree: {kind: 'byte', members: set.members()}, shortest: 1, longest: 1, behind: 0, ahead: 0, required: nothing};
}

/** One of `forms`. */
export function bytesTerm(forms: readonly Uint8Array[]): Term {
	const lengths = forms.map(form => form.length);
	const [first] = forms;
	return {
		tree: choiceTree(forms.map(form => bytesTree(form))),
		shortest: Math.min(...lengths),
		longest: Math.max(...lengths),
		behind: 0,
		ahead: 0,
		...(forms.length === 1 ? {exact: first!, required: {bytes: first!, least: 0, most: 0}} : {required: nothing}),
	};
}

/** `term` from `least` to `most` times, as often as can be, or if `isLazy` as few times. */
export function repeated(term: Term, {least, most, isLazy}: {least: number; most: number; isLazy: boolean}): Term {
	return {
		// What is repeated more often than it must passes a byte each time.
		tree: most === 0 ? emptyTree : {kind: 'repeat', part: term.tree, least, most: most > maxMatchLength ? Infinity : most, isLazy},
		shortest: term.shortest * least,
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

function longer(first: Required, second: Required): Required {
	return second.bytes.length > first.bytes.length ? second : first;
}

// Math.max can't take as many arguments as an expression may have parts.
function largest(numbers: readonly number[]): number {
	return numbers.reduce((most, number) => Math.max(most, number), 0);
}
