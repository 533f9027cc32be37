import {codePoints, printable} from '../../text/printable.js';
import {widthOf} from '../../text/fit.js';

/** A line of text character by character, as it may be shown. */
export type Characters = {
	readonly texts: readonly string[];
	/** Byte at which each begins; at last, the length of the line. */
	readonly offsets: readonly number[];
	/** Cell at which each begins; at last, the width of the line. */
	readonly columns: readonly number[];
};

const tabWidth = 8;
const combining = /\p{Mark}/v;

/** Splits a line; tabs become blanks up to the next eighth column. What combines with a character stays with it. */
export function charactersIn(line: Uint8Array): Characters {
	const texts: string[] = [];
	const offsets: number[] = [];
	const columns: number[] = [];
	let column = 0;
	let offset = 0;
	let start = 0;
	const add = () => {
		if (start === offset) {
			return;
		}

		const bytes = line.subarray(start, offset);
		const text = bytes[0] === 0x09 && bytes.length === 1 ? ' '.repeat(tabWidth - (column % tabWidth)) : printable(bytes);
		texts.push(text);
		offsets.push(start);
		columns.push(column);
		column += widthOf(text);
		start = offset;
	};

	for (const piece of codePoints(line)) {
		// A tab is blanks: nothing can stand on those.
		const joins = typeof piece === 'string' && combining.test(piece) && offset > start && line[start] !== 0x09;
		if (!joins) {
			add();
		}

		offset += typeof piece === 'number' ? 1 : Buffer.byteLength(piece);
	}

	add();
	return {texts, offsets: [...offsets, offset], columns: [...columns, column]};
}
