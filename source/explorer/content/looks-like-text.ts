import {codePoints} from '../../text/printable.js';

/** Bytes from the start of a content that are looked at. */
export const sampleSize = 4096;

// Of so many characters, one may be none.
const leastPerOdd = 32;

// What stands in text besides characters: tab, line feed, form feed, carriage return, escape.
const usual: ReadonlySet<string> = new Set(['\t', '\n', '\f', '\r', '\u001B']);

/** Whether bytes are rather read as text (UTF-8) than as numbers. The last character may be cut. */
export function looksLikeText(bytes: Uint8Array): boolean {
	let count = 0;
	let odd = 0;
	for (const piece of codePoints(bytes)) {
		if (piece === '\0') {
			return false;
		}

		count++;
		odd += typeof piece === 'number' || (/\p{Control}/v.test(piece) && !usual.has(piece)) ? 1 : 0;
	}

	// Of a character that is cut off, up to three bytes are seen.
	return count > 0 && Math.max(0, odd - (bytes.length === sampleSize ? 3 : 0)) * leastPerOdd <= count;
}
