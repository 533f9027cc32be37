import type {BytesPattern} from '../../search/pattern.js';
import type {Recogniser} from './recogniser.js';

// A digit, as far as a mask can tell it; or what stands between groups of digits.
const [digit, separator] = [[0x30, 0xF0], [0x20, 0xF2]] as const;

function sign(form: string): BytesPattern {
	const bytes = Array.from(form, character => character === 'd' ? digit : separator);
	return {kind: 'bytes', value: Uint8Array.from(bytes, ([value]) => value), mask: Uint8Array.from(bytes, ([, mask]) => mask), choices: []};
}

// By their first digits (ISO/IEC 7812), with how many there are in all.
const issuers = /^(?:4\d{15}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|(?:6011|64[4-9]\d|65\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;

const groups = /\d{4}(?<between>[ -])\d{4}\k<between>\d{4}\k<between>\d{4}|\d{4}(?<gap>[ -])\d{6}\k<gap>\d{5}/y;
const run = /\d+/y;

/** Numbers of payment cards: of a known issuer, with the right check digit, and not a part of something longer. */
export const cardNumber: Recogniser = {
	signs: [sign('dddddddddddddd'), sign('dddd dddd dddd'), sign('dddd dddddd ddd')],
	reach: 32,
	recognise(text, at) {
		let start = at;
		while (start > 0 && /\d/.test(text[start - 1]!)) {
			start--;
		}

		groups.lastIndex = start;
		run.lastIndex = start;
		const typed = (groups.exec(text) ?? run.exec(text))?.[0];
		if (typed === undefined) {
			return [];
		}

		const end = start + typed.length;
		const isPart = /[\w#%&+,\-./:@]$/.test(text.slice(0, start)) || /[ -]\d$|\d [ -]?$/.test(text.slice(Math.max(0, start - 2), start)) || /^(?:[\w%]|[,\-./:]\w| \d)/.test(text.slice(end, end + 2));
		const digits = typed.replaceAll(/\D/g, '');
		return !isPart && issuers.test(digits) && passesLuhn(digits) ? [{kind: 'card number', start, end}] : [];
	},
};

function passesLuhn(digits: string): boolean {
	const sum = Array.from(digits, Number).reduceRight((total, value, index) => total + ((digits.length - index) % 2 === 1 ? value : (value > 4 ? 2 * value - 9 : 2 * value)), 0);
	return sum % 10 === 0;
}
