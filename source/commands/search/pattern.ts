import fs from 'node:fs';
import {InputError} from '../../archive/byte-source.js';
import {systemComplaint} from '../../archive/open-file.js';
import {PatternError} from '../../search/pattern-error.js';
import {bytesSet, regexSet, type PatternSet} from '../../search/pattern-set.js';
import {compilePattern, type BytesPattern, type Pattern, type PatternMode} from '../../search/pattern.js';
import {Untrusted} from '../../text/untrusted.js';
import {UsageError} from '../command.js';

/** How the pattern is to be understood. */
export type PatternOptions = Readonly<Record<'ignore-case' | 'utf16' | 'bytes' | 'regex', boolean>>;

/** Where patterns come from: typed in place of an operand, as an option, and files with one a line. */
export type GivenPatterns = {
	readonly operand: string | undefined;
	readonly pattern: readonly string[];
	readonly patterns: readonly string[];
};

/** What to search for; `several` are there when more than one pattern was given. */
export type Sought = {
	readonly pattern: Pattern;
	readonly several?: {readonly typed: readonly string[]; readonly set: PatternSet};
};

/** A pattern as it was given, and what a complaint about it begins with. */
type Typed = {readonly text: string; readonly place: string};

/**
What was asked for.

@throws {UsageError} when one is no pattern, there is none, or the options contradict each other
@throws {InputError} when a file of patterns can't be read
*/
export function soughtBy(given: GivenPatterns, options: PatternOptions): Sought {
	refuse(options, 'bytes', 'regex', 'utf16', 'ignore-case');
	refuse(options, 'regex', 'utf16');
	const mode = modeOf(options);
	const typed = typedPatterns(given);
	const texts = typed.map(({text}) => text);
	// As they were typed first: a complaint says where in it.
	const compiled = typed.map(one => patternOf(one, mode));
	const ignoresCase = options.regex && options['ignore-case'];
	const expressions = ignoresCase ? texts.map(text => ignoringCase(text)) : texts;
	if (typed.length === 1) {
		return {pattern: ignoresCase ? patternOf({text: expressions[0]!, place: ''}, mode) : compiled[0]!};
	}

	try {
		const set = options.regex ? regexSet(expressions) : bytesSet(compiled as readonly BytesPattern[]);
		return {pattern: set.pattern, several: {typed: texts, set}};
	} catch (error) {
		throw error instanceof PatternError ? new UsageError(error.message) : error;
	}
}

/** Each once. */
function typedPatterns({operand, pattern, patterns}: GivenPatterns): Typed[] {
	if (operand !== undefined && pattern.length + patterns.length > 0) {
		throw new UsageError('search takes FILE, and PATTERN only where --pattern and --patterns give none');
	}

	const all = [
		...operand === undefined ? [] : [{text: operand, place: ''}],
		...pattern.map((text, index) => ({text, place: pattern.length === 1 ? '' : `pattern ${index + 1}: `})),
		...patterns.flatMap(file => linesOf(file)),
	];
	if (all.length === 0) {
		throw new UsageError(patterns.length === 0 ? 'search takes FILE PATTERN, but no pattern was given' : 'there is no pattern in what --patterns names');
	}

	return [...new Map(all.toReversed().map(typed => [typed.text, typed])).values()].toReversed();
}

// What is no UTF-8 would be searched for as something else.
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** The patterns in a file, one a line; lines without a character are none. */
function linesOf(file: string): Typed[] {
	const name = Untrusted.from(file).toString();
	let bytes: Uint8Array;
	try {
		bytes = fs.readFileSync(file);
	} catch (error) {
		throw systemComplaint(name, error);
	}

	try {
		return decoder.decode(bytes).split(/\r?\n/v).map((text, index) => ({text, place: `${name}, line ${index + 1}: `})).filter(({text}) => text !== '');
	} catch {
		throw new InputError(name, 'is not UTF-8; --bytes takes patterns in hexadecimal');
	}
}

function patternOf({text, place}: Typed, mode: PatternMode): Pattern {
	const {pattern, error} = compilePattern(text, mode);
	if (pattern === undefined) {
		throw new UsageError(place + error);
	}

	return pattern;
}

function refuse(options: PatternOptions, one: keyof PatternOptions, ...others: ReadonlyArray<keyof PatternOptions>): void {
	const other = others.find(name => options[name]);
	if (other !== undefined && options[one]) {
		throw new UsageError(`--${one} and --${other} do not go together`);
	}
}

function modeOf({bytes, regex, utf16, 'ignore-case': anyCase}: PatternOptions): PatternMode {
	if (bytes || regex) {
		return bytes ? 'bytes' : 'regex';
	}

	return `${utf16 ? 'utf16' : 'text'}${anyCase ? '-any-case' : ''}`;
}

// The flag joins those that stand at the start.
function ignoringCase(expression: string): string {
	return /^\(\?[a-z]+\)/v.test(expression) ? expression.replace('(?', '(?i') : `(?i)${expression}`;
}
