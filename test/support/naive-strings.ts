import type {StringsPattern} from '../../source/search/pattern.js';
import type {Hit} from './naive-search.js';

const longest = 4096;

/** Where strings are, and how long: by an expression, and then by parts of which none is too long or too short. */
export function naiveStrings(bytes: Buffer, {min, encoding}: Pick<StringsPattern, 'min' | 'encoding'>): Hit[] {
	const ascii = `[\\t -~]{${min},}`;
	const utf16 = `(?:[\\t -~]\\0){${min},}`;
	const expression = new RegExp({ascii, utf16, both: `${ascii}|${utf16}`}[encoding], 'g');
	return Array.from(bytes.toString('latin1').matchAll(expression), ({0: text, index}) => partsOf(index, text.length, min * (text[1] === '\0' ? 2 : 1))).flat();
}

function partsOf(start: number, length: number, least: number): Hit[] {
	if (length <= longest) {
		return [[start, length]];
	}

	const part = length - longest < least ? longest - least : longest;
	return [[start, part], ...partsOf(start + part, length - part, least)];
}
