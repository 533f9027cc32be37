import {compilePattern, type Pattern, type PatternMode} from '../../search/pattern.js';
import {UsageError} from '../command.js';

/** How the pattern is to be understood. */
export type PatternOptions = Readonly<Record<'ignore-case' | 'utf16' | 'bytes' | 'regex', boolean>>;

/**
The pattern that was asked for.

@throws {UsageError} when it is none, or the options contradict each other
*/
export function patternOf(typed: string, options: PatternOptions): Pattern {
	refuse(options, 'bytes', 'regex', 'utf16', 'ignore-case');
	refuse(options, 'regex', 'utf16');
	// As it was typed first: a complaint says where in it.
	const pattern = compiled(typed, modeOf(options));
	const {regex: isRegex, 'ignore-case': isAnyCase} = options;
	return isRegex && isAnyCase ? compiled(ignoringCase(typed), 'regex') : pattern;
}

function compiled(typed: string, mode: PatternMode): Pattern {
	const {pattern, error} = compilePattern(typed, mode);
	if (pattern === undefined) {
		throw new UsageError(error);
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
