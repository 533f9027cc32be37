const [equals, space, tab, dot] = Buffer.from('= \t.') as unknown as [number, number, number, number];

// Where Python's encoder breaks a line.
const maxLine = 76;

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
