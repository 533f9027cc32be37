import type {ByteSet} from './byte-set.js';
import {maxMatchLength} from './limits.js';
import {commonNeedle, either, joined, noBytes, nothing, rarer, type Needle, type Required} from './regex-needle.js';
import {bytesTree, choiceTree, emptyTree, sequenceTree, type Tree} from './regex-tree.js';

/** A part of an expression; lengths in bytes, `Infinity` where there is no bound. */
export type Term = {
	readonly tree: Tree;
	readonly shortest: number;
	readonly longest: number;
	/** How far its assertions look before its start and past its end. */
	readonly behind: number;
	readonly ahead: number;
	/** What all its matches are, if they have one length. */
	readonly needle?: Needle;
	/** What stands in all its matches. */
	readonly required: Required;
};

export function sequence(terms: readonly Term[]): Term {
	let [shortest, longest] = [0, 0];
	let run: Required | undefined;
	let required = nothing;
	const endRun = () => {
		required = run === undefined ? required : rarer(required, run);
		run = undefined;
	};

	for (const term of terms) {
		if (term.needle === undefined) {
			endRun();
			required = rarer(required, {...term.required, least: shortest + term.required.least, most: longest + term.required.most});
		} else if (term.needle.value.length > 0) {
			run = run === undefined ? {needles: [term.needle], least: shortest, most: longest} : {...run, needles: [joined(run.needles[0]!, term.needle)]};
		}

		shortest += term.shortest;
		longest += term.longest;
	}

	endRun();
	return {
		tree: sequenceTree(terms.map(term => term.tree)),
		shortest,
		longest,
		...reach(terms),
		...(terms.every(term => term.needle !== undefined) && {needle: required.needles[0] ?? noBytes}),
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
		required: either(terms.map(term => term.required)),
	};
}

export function setTerm(set: ByteSet): Term {
	return {tree: {kind: 'byte', members: set.members()}, shortest: 1, longest: 1, behind: 0, ahead: 0, required: nothing};
}

/** One of `forms`. */
export function bytesTerm(forms: readonly Uint8Array[]): Term {
	const lengths = forms.map(form => form.length);
	const needle = commonNeedle(forms);
	return {
		tree: choiceTree(forms.map(form => bytesTree(form))),
		shortest: Math.min(...lengths),
		longest: Math.max(...lengths),
		behind: 0,
		ahead: 0,
		...(needle === undefined ? {required: nothing} : {needle, required: {needles: [needle], least: 0, most: 0}}),
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

// Math.max can't take as many arguments as an expression may have parts.
function largest(numbers: readonly number[]): number {
	return numbers.reduce((most, number) => Math.max(most, number), 0);
}
