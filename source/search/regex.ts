import {anyByte, ByteSet, lineFeed, namedSets} from './byte-set.js';
import {caseForms, exactBytes, utf8} from './characters.js';
import {maxMatchLength} from './limits.js';
import {PatternError} from './pattern-error.js';
import type {RegexPattern} from './pattern.js';
import {characterClass, classEscape, escapedBytes} from './regex-escapes.js';
import {noBytes, nothing} from './regex-needle.js';
import {RegexInput, type Flags} from './regex-input.js';
import {alternatives, bytesTerm, repeated, sequence, setTerm, type Term} from './regex-term.js';
import {besideTree, choiceTree, sequenceTree, sizeForByte, sizeOf, type Side, type Tree} from './regex-tree.js';

const mostSteps = 20_000;
const mostStepsForByte = 5000;

/**
Reads a regular expression that means bytes.

The syntax is JavaScript's, without the `u` flag, and matches are those that JavaScript would find, with these rules:
- A character outside ASCII means its bytes in UTF-8, in a class too (though not in a negated one); `\xNN` means that byte.
- `.` is every byte but LF, `^` and `$` stand at the edges of a line (after and before LF) and of the memory there is; `\d`, `\w`, `\s`, `\b` and in a class `[:alpha:]` and its like know ASCII only.
- `(?i)` at the start ignores case (ASCII letters everywhere, other characters outside classes as text in any case does; `\xNN` below 80 is a letter too), `(?s)` lets `.` match LF; `(?is)`, and `(?i:…)`, `(?-i:…)` for a part.
- Groups may be named, `(?<name>…)` or `(?P<name>…)`. There are no references to what a group matched: to search for those can take for ever.
- A match is at most 4096 bytes: where an expression could go on, the longest or shortest match within that is taken, as its quantifiers say. Look-behind and look-ahead must have a length of their own, at most as much. Empty matches are passed over.

No text makes a search take longer than a fixed number of steps for each byte of it, and an expression for which that number would be large is refused. A byte is a step, and so is a single byte or class that is repeated up to so many times, `x{0,4000}`; what must be repeated counts each time, and so does a group that is, and what lies in groups that may be empty and are repeated counts again for each of these.

@throws {PatternError} for what these rules do not allow
*/
export function parseRegex(typed: string): RegexPattern {
	const input = new RegexInput(typed);
	const flags = leadingFlags(input);
	const term = disjunction(input, flags);
	if (!input.atEnd) {
		throw new PatternError('A ) without its (', input.position);
	}

	if (term.behind > maxMatchLength || term.ahead > maxMatchLength) {
		throw new PatternError(`Look-behind and look-ahead can reach ${maxMatchLength} bytes at most`);
	}

	if (term.longest === 0) {
		throw new PatternError('This expression matches only the empty text');
	}

	if (term.shortest > maxMatchLength) {
		throw new PatternError(`A match is at most ${maxMatchLength} bytes, and this expression needs more`);
	}

	const steps = sizeOf(term.tree);
	if (steps > mostSteps) {
		throw new PatternError(`This expression is too large: with its repetitions counted out it takes ${steps} steps, and ${mostSteps} are allowed`);
	}

	const stepsForByte = sizeForByte(term.tree);
	if (stepsForByte > mostStepsForByte) {
		throw new PatternError(`This expression is too large: with its repetitions counted out it takes ${stepsForByte} steps for a byte, and ${mostStepsForByte} are allowed`);
	}

	return {
		kind: 'regex',
		tree: term.tree,
		shortest: term.shortest,
		longest: Math.min(term.longest, maxMatchLength),
		behind: term.behind,
		ahead: term.ahead,
		required: term.required,
	};
}

function leadingFlags(input: RegexInput): Flags {
	const prefix = input.take(/\(\?(?<on>[a-z]+)\)/y);
	return prefix ? changeFlags({anyCase: false, dotAll: false}, prefix.groups!.on!, '', input) : {anyCase: false, dotAll: false};
}

function changeFlags(flags: Flags, on: string, off: string, input: RegexInput): Flags {
	const unknown = /[^is]/.exec(on + off);
	if (unknown) {
		throw new PatternError(`There is no flag ${unknown[0]}; i ignores case, s lets . match a line feed`, input.position - 1);
	}

	const change = (flag: string, before: boolean) => on.includes(flag) || (before && !off.includes(flag));
	return {anyCase: change('i', flags.anyCase), dotAll: change('s', flags.dotAll)};
}

function disjunction(input: RegexInput, flags: Flags): Term {
	input.enter();
	const branches = [concatenation(input, flags)];
	while (input.take(/\|/y)) {
		branches.push(concatenation(input, flags));
	}

	input.leave();
	return alternatives(branches);
}

function concatenation(input: RegexInput, flags: Flags): Term {
	const terms: Term[] = [];
	while (!input.atEnd && !input.looksAt(/[)|]/y)) {
		terms.push(assertion(input, flags) ?? quantified(input, flags));
	}

	return sequence(terms);
}

function assertion(input: RegexInput, flags: Flags): Term | undefined {
	const start = input.position;
	const simple = input.take(/[$^]|\\b/iy)?.[0];
	if (simple !== undefined) {
		return unrepeated(input, assertionTerm(edgeTree(simple), simple === '$' ? 0 : 1, simple === '^' ? 0 : 1));
	}

	const opening = input.take(/\(\?<?[!=]/y)?.[0];
	if (opening === undefined) {
		return undefined;
	}

	const inner = disjunction(input, flags);
	close(input, start);
	const side = opening.includes('<') ? 'before' : 'after';
	const tree = lookTree(inner, side, opening.includes('!'));
	return unrepeated(input, side === 'before' ? assertionTerm(tree, inner.longest + inner.behind, inner.ahead) : assertionTerm(tree, inner.behind, inner.longest + inner.ahead));
}

function assertionTerm(tree: Tree, behind: number, ahead: number): Term {
	return {tree, shortest: 0, longest: 0, behind, ahead, needle: noBytes, required: nothing};
}

function edgeTree(typed: string): Tree {
	if (typed === '^' || typed === '$') {
		return besideTree(typed === '^' ? 'before' : 'after', lineFeed, true);
	}

	const [word, other] = [namedSets.get('w')!, namedSets.get('W')!];
	const pair = (before: boolean, after: boolean) => sequenceTree([
		besideTree('before', before ? word : other, !before),
		besideTree('after', after ? word : other, !after),
	]);
	const isChange = typed === '\\b';
	return choiceTree([pair(true, !isChange), pair(false, isChange)]);
}

function lookTree({tree, longest}: Term, side: Side, negated: boolean): Tree {
	if (tree.kind !== 'byte') {
		return {kind: 'look', side, negated, part: tree, longest};
	}

	const set = ByteSet.from(tree.members);
	return besideTree(side, negated ? set.inverse() : set, negated);
}

function unrepeated(input: RegexInput, term: Term): Term {
	const {position} = input;
	if (input.take(/[*+?]|\{\d+(?:,\d*)?\}/y)) {
		throw new PatternError('What has no length can\'t be repeated', position);
	}

	return term;
}

function quantified(input: RegexInput, flags: Flags): Term {
	const term = atom(input, flags);
	const {position} = input;
	if (input.looksAt(/\{,\d+\}/y)) {
		throw new PatternError('Repetitions without a least number are written {0,…}', input.position);
	}

	const quantifier = input.take(/(?:(?<sign>[*+?])|\{(?<least>\d+)(?<open>,(?<most>\d*))?\})(?<lazy>\?)?/y);
	if (!quantifier) {
		return term;
	}

	const [least, most] = bounds(quantifier.groups!);
	if (most < least) {
		throw new PatternError('The numbers are out of order', position);
	}

	return repeated(term, {least, most, isLazy: quantifier.groups!.lazy !== undefined});
}

function bounds({sign, least, open, most}: Record<string, string | undefined>): [least: number, most: number] {
	return sign !== undefined ? [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity] : [Number(least), open === undefined ? Number(least) : (most === '' ? Infinity : Number(most))];
}

function atom(input: RegexInput, flags: Flags): Term {
	const start = input.position;
	if (input.take(/[*+?]|\{\d+(?:,\d*)?\}/y)) {
		throw new PatternError('Nothing to repeat', start);
	}

	if (input.take(/\./y)) {
		return setTerm(flags.dotAll ? anyByte : lineFeed.inverse());
	}

	if (input.take(/\[/y)) {
		return characterClass(input, flags, start);
	}

	if (input.take(/\(/y)) {
		return group(input, flags, start);
	}

	return input.take(/\\/y) ? setTermOrNothing(input) ?? literal(escapedBytes(input), flags) : literal(input.takeCharacter(), flags);
}

function setTermOrNothing(input: RegexInput): Term | undefined {
	const set = classEscape(input);
	return set && setTerm(set);
}

function literal(what: string | number, flags: Flags): Term {
	const character = typeof what === 'number' ? (what < 0x80 ? String.fromCodePoint(what) : undefined) : what;
	return character === undefined ? bytesTerm([Uint8Array.of(what as number)]) : bytesTerm(flags.anyCase ? caseForms(character, utf8) : [exactBytes(character, utf8)]);
}

function group(input: RegexInput, flags: Flags, start: number): Term {
	const modified = input.take(/\?(?<on>[a-z]*)(?:-(?<off>[a-z]+))?:/y);
	if (modified) {
		const inner = disjunction(input, changeFlags(flags, modified.groups!.on!, modified.groups!.off ?? '', input));
		close(input, start);
		return inner;
	}

	const name = input.take(/\?p?<(?<name>[$a-z_][\w$]*)>/iy)?.groups!.name;
	if (name === undefined && input.looksAt(/\?/y)) {
		throw new PatternError(input.looksAt(/\?[a-z]+\)/y) ? 'Flags for the whole expression stand at its start' : 'There is no such group', start);
	}

	if (name !== undefined) {
		input.addName(name, start);
	}

	const inner = disjunction(input, flags);
	close(input, start);
	return inner;
}

function close(input: RegexInput, start: number): void {
	if (!input.take(/\)/y)) {
		throw new PatternError('A ( without its )', start);
	}
}
