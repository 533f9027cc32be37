import {maxMatchLength} from './limits.js';
import type {Matcher} from './matcher.js';
import type {StringsPattern} from './pattern.js';

// A window stays in the processor's cache.
const chunk = 256 * 1024;

/** By byte value, 1 where it is a character of a string: a tab or what ASCII prints, as `strings` of binutils has them. */
const printable = Uint8Array.from({length: 256}, (_, byte) => byte === 0x09 || (byte >= 0x20 && byte <= 0x7E) ? 1 : 0);

/** How long the string is of which there are so many characters: none is left over that would be too short for a match of its own. */
function pieceOf(characters: number, most: number, min: number): number {
	return characters <= most ? characters : (characters - most < min ? most - min : most);
}

/**
Finds strings: runs of at least `min` characters, as ASCII (one byte each) or as UTF-16LE (two). One that is longer than a match may be goes on in the next match, which begins where it ends.

Only one byte of so many has to be looked at as the shortest string is long: none lies between two of them.
*/
export function stringsMatcher({min, encoding}: StringsPattern): Matcher {
	const hasAscii = encoding !== 'utf16';
	const hasUtf16 = encoding !== 'ascii';
	const stride = hasAscii ? min : 2 * min - 1;
	const mostUnits = maxMatchLength / 2;
	return {
		chunk,
		behind: 0,
		reach: maxMatchLength + 2 * min,
		run(window, from, to, found) {
			const isUnit = (at: number) => printable[window[at]!] === 1 && window[at + 1] === 0;

			/** The string of which a byte may be part, that begins at `least` or behind it. */
			const asciiAround = (place: number, least: number) => {
				let start = place;
				while (start > least && printable[window[start - 1]!] === 1) {
					start--;
				}

				const most = Math.min(window.length, start + maxMatchLength + min);
				let end = place;
				while (end < most && printable[window[end]!] === 1) {
					end++;
				}

				return {start, length: end - start < min ? 0 : pieceOf(end - start, maxMatchLength, min)};
			};

			const utf16Around = (place: number, least: number) => {
				let start = place;
				while (start - 2 >= least && isUnit(start - 2)) {
					start -= 2;
				}

				const most = Math.min(window.length - 1, start + 2 * (mostUnits + min));
				let end = place;
				while (end < most && isUnit(end)) {
					end += 2;
				}

				const units = (end - start) / 2;
				return {start, length: units < min ? 0 : 2 * pieceOf(units, mostUnits, min)};
			};

			const around = (place: number, least: number) => {
				if (printable[window[place]!] === 0) {
					return hasUtf16 && place > least && window[place] === 0 && isUnit(place - 1) ? utf16Around(place - 1, least) : undefined;
				}

				const ascii = hasAscii ? asciiAround(place, least) : undefined;
				return ascii !== undefined && (!hasUtf16 || ascii.length > 0) ? ascii : (isUnit(place) ? utf16Around(place, least) : undefined);
			};

			let position = from;
			while (position < to) {
				const place = position + stride - 1;
				if (place >= window.length) {
					break;
				}

				const string = around(place, position);
				if (string === undefined || string.length === 0) {
					position = place + 1;
				} else if (string.start >= to) {
					break;
				} else {
					found(string.start, string.length);
					position = string.start + string.length;
				}
			}

			return Math.max(position, to);
		},
	};
}
