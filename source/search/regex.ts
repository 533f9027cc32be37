import {anyByte, lineFeed} from './byte-set.js';
import {caseForms, exactBytes, utf8} from './characters.js';
import {PatternError} from './pattern-error.js';
import type {RegexPattern} from './pattern.js';
import {backreference, characterClass, classEscape, escapedBytes} from './regex-escapes.js';
import {RegexInput, type Flags} from './regex-input.js';
import {alternatives, bytesTerm, nothing, repeated, sequence, setTerm, type Term} from './regex-term.js';

/**
Rewrites a regular expression that means bytes into one for V8 that is run on strings of one character a byte.

The syntax is JavaScript's, without the `u` flag, with these rules:
- A character outside ASCII means its bytes in UTF-8, in a class too (though not in a negated one); `\xNN` means that byte.
- `.` is every byte but LF, `^` and `$` stand at the edges of a line (after and before LF) and of the memory there is; `\d`, `\w`, `\s`, `\b` and in a class `[:alpha:]` and its like know ASCII only.
- `(?i)` at the start ignores case (ASCII letters everywhere, other characters outside classes as text in any case does; `\xNN` below 80 is a letter too, a backreference stays exact), `(?s)` lets `.` match LF; `(?is)`, and `(?i:…)`, `(?-i:…)` for a part.
- Groups may be named, `(?<name>…)` or `(?P<name>…)`; a backreference must stand after the start of its group.
- A match is at most `longest` bytes: where an expression could go on, the longest or shortest match within that is taken, as its quantifiers say. Look-behind and look-ahead must have a length of their own, at most `longest`. Empty matches are passed over.

@throws {PatternError} for what V8 or these rules do not allow
*/
export function translateRegex(typed: string, longest: number): RegexPattern {
	const input = new RegexInput(typed);
	const flags = leadingFlags(input);
	const term = disjunction(input, flags);
	if (!input.atEnd) {
		throw new PatternError('A ) without its (', input.position);
	}

	if (term.behind > longest || term.ahead > longest) {
		throw new PatternError(`Look-behind and look-ahead can reach ${longest} bytes at most`);
	}

	if (term.longest === 0) {
		throw new PatternError('This expression matches only the empty text');
	}

	checkWithEngine(term.source);
	return {
		kind: 'regex',
		source: term.source,
		longest: Math.min(term.longest, longest),
		bounded: term.longest <= longest,
		behind: term.behind,
		ahead: term.ahead,
		required: term.required,
	};
}

// V8 compiles an expression when it first runs, so some complaints (too large) come only then.
function checkWithEngine(source: string): void {
	try {
		new RegExp(source).test('\0');
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof RangeError) {
			throw new PatternError(`Not a regular expression: ${error.message.slice(error.message.lastIndexOf(': ') + 1).trim()}`);
		}

		throw error;
	}
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
		return unrepeated(input, {
			source: simple === '^' ? '(?<![^\\n])' : simple === '$' ? '(?![^\\n])' : simple,
			longest: 0,
			behind: simple === '$' ? 0 : 1,
			ahead: simple === '^' ? 0 : 1,
			exact: nothing,
			required: nothing,
		});
	}

	const opening = input.take(/\(\?<?[!=]/y)?.[0];
	if (opening === undefined) {
		return undefined;
	}

	const inner = disjunction(input, flags);
	close(input, start);
	return unrepeated(input, {
		source: `${opening}${inner.source})`,
		longest: 0,
		behind: opening.includes('<') ? inner.longest + inner.behind : inner.behind,
		ahead: opening.includes('<') ? inner.ahead : inner.longest + inner.ahead,
		exact: nothing,
		required: nothing,
	});
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
	const quantifier = input.take(/(?:(?<sign>[*+?])|\{(?<least>\d+)(?<open>,(?<most>\d*))?\})\??/y);
	if (!quantifier) {
		return term;
	}

	const [least, most] = bounds(quantifier.groups!);
	if (most < least) {
		throw new PatternError('The numbers are out of order', position);
	}

	return repeated(term, quantifier[0], least, most);
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

	return input.take(/\\/y) ? backreference(input) ?? setTermOrNothing(input) ?? literal(escapedBytes(input), flags) : literal(input.takeCharacter(), flags);
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
		return {...inner, source: `(?:${inner.source})`};
	}

	const name = input.take(/\?p?<(?<name>[$a-z_][\w$]*)>/iy)?.groups!.name;
	if (name === undefined && input.looksAt(/\?/y)) {
		throw new PatternError(input.looksAt(/\?[a-z]+\)/y) ? 'Flags for the whole expression stand at its start' : 'There is no such group', start);
	}

	const capture = input.openCapture(name, start);
	const inner = disjunction(input, flags);
	close(input, start);
	input.closeCapture(capture, inner.longest);
	return {...inner, source: `(${inner.source})`};
}

function close(input: RegexInput, start: number): void {
	if (!input.take(/\)/y)) {
		throw new PatternError('A ( without its )', start);
	}
}
