/**
The one gate to the terminal: turns bytes that a suspect may have written into one line of text that shows what is there and can do nothing.

- C0 controls and DEL become their control pictures (`␛`, `␊`).
- Bytes that are not UTF-8 become `\xNN`.
- Everything else that is invisible or changes how its neighbours are drawn (C1 controls, bidi overrides, zero-width and other ignorable characters, line separators, private and unassigned characters, and a control picture that stands in the data itself) becomes `\u{…}`.
- More than three combining characters in a row, or one with nothing before it to combine with, are escaped too, so that no text can grow out of its row.

Where the terminal has no Unicode, everything outside printable ASCII is written as an escape.
*/
const maxCombining = 3;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Line_Separator}\p{Other}\p{Paragraph_Separator}\u{2400}-\u{2426}\u{2800}]/v;
const combining = /\p{Mark}/v;

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

let charset: Charset = 'unicode';

export type Charset = 'unicode' | 'ascii';

/** Says once, at the start of a face, what the terminal can draw. */
export function setTerminalCharset(value: Charset): void {
	charset = value;
}

export function terminalCharset(): Charset {
	return charset;
}

/** What `work` returns when characters are those of another charset than the terminal's, as in a file. */
export function withCharset<T>(other: Charset, work: () => T): T {
	const terminals = charset;
	charset = other;
	try {
		return work();
	} finally {
		charset = terminals;
	}
}

/** Shows `bytes` as one line of harmless text; never throws, never returns a control character. */
export function printable(bytes: Uint8Array): string {
	if (isPlainAscii(bytes)) {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
	}

	let text = '';
	// How many characters combine with what stands before; as if full where nothing can be combined with.
	let marks = maxCombining;
	for (const piece of codePoints(bytes)) {
		if (typeof piece === 'number') {
			text += `\\x${piece.toString(16).padStart(2, '0')}`;
			marks = maxCombining;
			continue;
		}

		marks = combining.test(piece) ? marks + 1 : 0;
		const shown = marks > maxCombining ? escape(piece) : visible(piece);
		if (shown !== piece) {
			marks = maxCombining;
		}

		text += shown;
	}

	return text;
}

/** Whether text that is UTF-8 can stand as it is wherever it is shown with all of Unicode: `printable` would change nothing of it. */
export function isPlain(bytes: Uint8Array): boolean {
	if (isPlainAscii(bytes)) {
		return true;
	}

	let marks = maxCombining;
	for (const piece of codePoints(bytes)) {
		if (typeof piece === 'number') {
			return false;
		}

		marks = combining.test(piece) ? marks + 1 : 0;
		if (marks > maxCombining || invisible.test(piece)) {
			return false;
		}
	}

	return true;
}

function isPlainAscii(bytes: Uint8Array): boolean {
	for (const byte of bytes) {
		if (byte < 0x20 || byte > 0x7E) {
			return false;
		}
	}

	return true;
}

function visible(character: string): string {
	const code = character.codePointAt(0)!;
	if (code >= 0x20 && code < 0x7F) {
		return character;
	}

	if (charset === 'ascii') {
		return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : escape(character);
	}

	if (code < 0x20) {
		return String.fromCodePoint(0x24_00 + code);
	}

	if (code === 0x7F) {
		return '␡';
	}

	return invisible.test(character) ? escape(character) : character;
}

function escape(character: string): string {
	return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/**
Splits UTF-8 that may be damaged.
@yields each character, or the value of each byte that is part of none
*/
export function * codePoints(bytes: Uint8Array): Generator<string | number> {
	let position = 0;
	while (position < bytes.length) {
		const length = sequenceLength(bytes[position]!);
		const character = length === 0 ? undefined : decode(bytes.subarray(position, position + length), length);
		if (character === undefined) {
			yield bytes[position]!;
			position++;
		} else {
			yield character;
			position += length;
		}
	}
}

function sequenceLength(lead: number): number {
	if (lead < 0x80) {
		return 1;
	}

	if (lead < 0xC2 || lead > 0xF4) {
		return 0;
	}

	return lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
}

function decode(sequence: Uint8Array, length: number): string | undefined {
	if (length === 1) {
		return String.fromCodePoint(sequence[0]!);
	}

	try {
		return sequence.length === length ? utf8.decode(sequence) : undefined;
	} catch {
		return undefined;
	}
}
