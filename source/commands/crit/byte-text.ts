import {isUtf8} from 'node:buffer';
import {codePoints} from '../../text/printable.js';

const escapeBase = 0xdc00;

const [equals, space, tab, dot] = Buffer.from('= \t.') as unknown as [number, number, number, number];

// Where Python's encoder breaks a line.
const maxLine = 76;

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

/** Bytes as quoted-printable, as Python writes it (binascii.b2a_qp) but that carriage returns and line feeds are quoted: Python makes all line ends of a text alike. With `lines` false in a single line. */
export function quotedPrintable(bytes: Uint8Array, {lines = true} = {}): string {
	let text = '';
	let column = 0;
	for (const [index, byte] of bytes.entries()) {
		const isLast = index + 1 === bytes.length;
		const isQuoted = byte > 0x7e || byte === equals
			|| (byte < 0x20 && byte !== tab)
			|| ((byte === space || byte === tab) && isLast)
			|| (byte === dot && column === 0 && (isLast || bytes[index + 1] === 0));
		const width = isQuoted ? 3 : 1;
		if (lines && column + width >= maxLine && (isQuoted || !isLast)) {
			text += '=\n';
			column = 0;
		}

		text += isQuoted ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte);
		column += width;
	}

	return text;
}

/** The bytes of quoted-printable text; undefined when it is none. */
export function parseQuotedPrintable(text: string): Uint8Array | undefined {
	const joined = text.replaceAll(/=\r?\n/gv, '');
	return /[^\u0000-\u007F]|=(?![\dA-Fa-f]{2})/v.test(joined)
		? undefined
		: Buffer.from(joined.replaceAll(/=../gv, code => String.fromCharCode(Number.parseInt(code.slice(1), 16))), 'latin1');
}
