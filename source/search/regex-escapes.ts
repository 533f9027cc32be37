import {ByteSet, namedSets, posixSets} from './byte-set.js';
import {exactBytes, utf8} from './characters.js';
import {PatternError} from './pattern-error.js';
import type {Flags, RegexInput} from './regex-input.js';
import {alternatives, bytesTerm, setTerm, type Term} from './regex-term.js';

const controls: Readonly<Record<string, number>> = {t: 9, n: 10, v: 11, f: 12, r: 13};

/** After a `\`: one of `\d`, `\w`, `\s` and their opposites. */
export function classEscape(input: RegexInput): ByteSet | undefined {
	const match = input.take(/[dsw]/iy);
	return match && namedSets.get(match[0]);
}

/** After a `\`: a byte (`\xNN`, below 80 also a character) or a character. */
export function escapedBytes(input: RegexInput): number | string {
	const start = input.position - 1;
	const byte = input.take(/x(?<hex>[\dA-Fa-f]{2})/y);
	if (byte) {
		return Number.parseInt(byte.groups!.hex!, 16);
	}

	const unicode = input.take(/u(?:\{(?<long>[\dA-Fa-f]{1,6})\}|(?<short>[\dA-Fa-f]{4}))/y);
	if (unicode) {
		const code = Number.parseInt(unicode.groups!.long ?? unicode.groups!.short!, 16);
		if (code > 0x10_FF_FF) {
			throw new PatternError('There is no such character', start);
		}

		return String.fromCodePoint(code);
	}

	const control = input.take(/c(?<letter>[A-Za-z])/y);
	if (control) {
		return control.groups!.letter!.codePointAt(0)! & 0x1F;
	}

	if (input.take(/0(?!\d)/y)) {
		return 0;
	}

	const reference = input.take(/[1-9]\d*|k<[^>]*>/y);
	if (reference) {
		throw new PatternError(`\\${reference[0]} would be what a group matched, and to search for that can take for ever`, start);
	}

	if (input.atEnd) {
		throw new PatternError('A \\ with nothing after it', start);
	}

	const character = input.takeCharacter();
	if (/[\da-z]/i.test(character)) {
		const code = controls[character];
		if (code === undefined) {
			throw new PatternError(`\\${character} means nothing here`, start);
		}

		return code;
	}

	if (character === '<' || character === '>') {
		throw new PatternError(`\\${character} means nothing here; the edge of a word is \\b`, start);
	}

	return character;
}

/** After a `[`: the rest of a class. */
export function characterClass(input: RegexInput, flags: Flags, start: number): Term {
	const negated = input.take(/\^/y) !== undefined;
	const set = new ByteSet();
	const wide: Uint8Array[] = [];
	while (!input.take(/\]/y)) {
		const {position} = input;
		const first = classItem(input, start);
		if (first instanceof ByteSet) {
			set.add(first);
			continue;
		}

		const isRange = input.looksAt(/-[^\]]/y);
		if (first.length > 1) {
			if (negated || isRange) {
				throw new PatternError('In a range or a negated class only single bytes can stand', position);
			}

			wide.push(first);
			continue;
		}

		set.add(isRange ? range(input, first, start, position) : ByteSet.range(first[0]!, first[0]!));
	}

	if (!negated && wide.length === 0 && set.isEmpty) {
		throw new PatternError('An empty class matches nothing', start);
	}

	// Elsewhere a ] that stands first is one of the characters.
	if (negated && set.isEmpty && input.looksAt(/[^[\\]*\]/y)) {
		throw new PatternError('In a class a ] is written \\]', start);
	}

	const bytes = flags.anyCase ? set.anyCase() : set;
	return wide.length === 0
		? setTerm(negated ? bytes.inverse() : bytes)
		: alternatives([bytesTerm(wide), ...(set.isEmpty ? [] : [setTerm(bytes)])]);
}

function range(input: RegexInput, first: Uint8Array, start: number, position: number): ByteSet {
	input.take(/-/y);
	const last = classItem(input, start);
	if (last instanceof ByteSet || last.length > 1) {
		throw new PatternError('A range goes from one byte to another', position);
	}

	if (last[0]! < first[0]!) {
		throw new PatternError('The range is out of order', position);
	}

	return ByteSet.range(first[0]!, last[0]!);
}

function classItem(input: RegexInput, start: number): ByteSet | Uint8Array {
	if (input.atEnd) {
		throw new PatternError('A [ without its ]', start);
	}

	const posix = input.take(/\[:(?<negation>\^?)(?<name>[a-z]+):\]/y)?.groups;
	if (posix) {
		const set = posixSets.get(posix.name!);
		if (set === undefined) {
			throw new PatternError(`There is no class [:${posix.name}:]`, start);
		}

		return posix.negation === '' ? set : set.inverse();
	}

	if (!input.take(/\\/y)) {
		return exactBytes(input.takeCharacter(), utf8);
	}

	const set = classEscape(input);
	if (set) {
		return set;
	}

	// In a class \b is the backspace.
	const what = input.take(/b/y) ? 8 : escapedBytes(input);
	return typeof what === 'number' ? Uint8Array.of(what) : exactBytes(what, utf8);
}
