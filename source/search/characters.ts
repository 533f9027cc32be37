import {PatternError} from './pattern-error.js';

/** Writes text as the bytes that stand for it in memory. */
export type Encode = (text: string) => Uint8Array;

export const utf8: Encode = text => Uint8Array.from(Buffer.from(text, 'utf8'));
export const utf16: Encode = text => Uint8Array.from(Buffer.from(text, 'utf16le'));

/** The bytes of one character as it was typed. */
export function exactBytes(character: string, encode: Encode): Uint8Array {
	if (!character.isWellFormed()) {
		throw new PatternError('Half a character (a lone surrogate) can\'t be searched for');
	}

	return encode(character);
}

/**
The bytes of one character, as typed and in its lower-case and upper-case form. Forms of several characters, or with another number of bytes, are left out, so that every match of a text has one length.
*/
export function caseForms(character: string, encode: Encode): Uint8Array[] {
	const typed = exactBytes(character, encode);
	const upper = character.toUpperCase();
	const forms = [typed];
	for (const text of [character.toLowerCase(), upper, upper.toLowerCase()]) {
		const form = encode(text);
		if ([...text].length === 1 && form.length === typed.length && forms.every(other => Buffer.compare(form, other) !== 0)) {
			forms.push(form);
		}
	}

	return forms;
}
