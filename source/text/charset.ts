import type {Charset} from './printable.js';

/** What the terminal's locale lets it draw: the first of the three variables that is set and not empty decides (POSIX, 8.2). */
export function charsetOf(environment: Readonly<Record<string, string | undefined>>): Charset {
	const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find(value => value !== undefined && value !== '');
	return /utf-?8/i.test(locale ?? '') ? 'unicode' : 'ascii';
}
