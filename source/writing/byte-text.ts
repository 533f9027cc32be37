import {isUtf8} from 'node:buffer';
import {codePoints} from '../text/printable.js';

const escapeBase = 0xdc00;

/** Bytes that should be UTF-8 as a string. A byte that is part of no character becomes the lone surrogate U+DC80 to U+DCFF of its value, as Python's `surrogateescape` has it: no valid text holds one, so the bytes can be had back. */
export function textOf(bytes: Uint8Array): string {
	if (isUtf8(bytes)) {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
	}

	let text = '';
	for (const piece of codePoints(bytes)) {
		text += typeof piece === 'number' ? String.fromCharCode(escapeBase + piece) : piece;
	}

	return text;
}

/** The bytes of a string of `textOf`; undefined when it holds another lone surrogate. */
export function bytesOfText(text: string): Uint8Array | undefined {
	if (text.isWellFormed()) {
		return Buffer.from(text);
	}

	const parts = [];
	for (const character of text) {
		const byte = character.charCodeAt(0) - escapeBase;
		if (character.isWellFormed()) {
			parts.push(Buffer.from(character));
		} else if (byte >= 0x80 && byte <= 0xff) {
			parts.push(Uint8Array.of(byte));
		} else {
			return undefined;
		}
	}

	return Buffer.concat(parts);
}

/** Bytes in base64, with a line break behind every 76 characters and the last. */
export function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64').replaceAll(/.{1,76}/gv, '$&\n');
}

/** The bytes of base64 with or without line breaks; undefined when it is none. */
export function parseBase64(text: string): Uint8Array | undefined {
	const joined = text.replaceAll(/\s/gv, '');
	const padding = joined.endsWith('==') ? 2 : (joined.endsWith('=') ? 1 : 0);
	const bytes = Buffer.from(joined, 'base64');
	// What is no base64 is left out.
	return bytes.length === joined.length / 4 * 3 - padding ? bytes : undefined;
}
