/** Where the next character goes: to a byte, or to the low digit of one whose high digit has been typed. */
export type Caret = {readonly address: bigint; readonly isLow: boolean};

/** Bytes to be put at an address, and where typing goes on. */
export type Typed = {readonly address: bigint; readonly bytes: Uint8Array; readonly caret: Caret};

/** What was typed or pasted in the column of text, as UTF-8. Where a line ends, terminals paste what the key Enter sends. */
export function typedText(text: string, {address}: Caret): Typed {
	const bytes = Buffer.from(text.replaceAll(/\r(?!\n)/gv, '\n'));
	return {address, bytes, caret: {address: address + BigInt(bytes.length), isLow: false}};
}

/** What was typed or pasted in the column of digits, each of which replaces one; undefined when not all of it is digits, with blanks between them. `read` gives the bytes that are there. */
export function typedDigits(text: string, {address, isLow}: Caret, read: (address: bigint, length: number) => Uint8Array): Typed | undefined {
	const digits = text.replaceAll(/\s+/gv, '');
	if (!/^[\da-f]*$/iv.test(digits)) {
		return undefined;
	}

	const first = isLow ? 1 : 0;
	const end = first + digits.length;
	const bytes = read(address, Math.ceil(end / 2));
	for (const [index, digit] of [...digits].entries()) {
		const place = first + index;
		const value = Number.parseInt(digit, 16);
		const byte = bytes[place >>> 1]!;
		bytes[place >>> 1] = place % 2 === 0 ? value * 16 + byte % 16 : byte - byte % 16 + value;
	}

	return {address, bytes, caret: {address: address + BigInt(end >>> 1), isLow: end % 2 === 1}};
}
