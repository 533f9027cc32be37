import {recogniserSet} from '../../source/forensics/secrets/recogniser-set.js';
import type {Recogniser} from '../../source/forensics/secrets/recogniser.js';
import {createMatcher} from '../../source/search/matcher.js';

/** What a recogniser finds in a text that is all there is: kind, name and value of each. */
export function secretsOf(recogniser: Recogniser, text: string | Buffer): string[][] {
	const bytes = Buffer.from(text as string);
	const {pattern, secretsAt} = recogniserSet([recogniser]);
	const found: string[][] = [];
	createMatcher(pattern).run(bytes, 0, bytes.length, (at, size) => {
		const secrets = secretsAt(context => ({before: bytes.subarray(Math.max(0, at - context), at), match: bytes.subarray(at, at + size), after: bytes.subarray(at + size, at + size + context)}));
		for (const {kind, name = '', start, length, isWide} of secrets) {
			found.push([kind, name, bytes.subarray(at + start, at + start + length).toString(isWide ? 'utf16le' : 'utf8')]);
		}
	});
	return found;
}

/** Characters as a key has them, of which no two that are near each other are the same. */
export function keyOf(length: number, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'): string {
	return Array.from({length}, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]!).join('');
}
