import type {BytesPattern} from '../../search/pattern.js';
import type {MemoryReader} from '../memory-reader.js';

const lineFeed = 0x0A;
const digits = 10;

/**
Ten digits that may be a time since 2001, behind a `#`, as bash and its history files have it, or behind a NUL, as every other program with GNU Readline has it (`hist_inittime` writes the history comment character in front, which only bash sets), and before a NUL or, in a file, before a line feed.
*/
export const stampPattern: BytesPattern = {
	kind: 'bytes',
	value: Uint8Array.from([0, ...Array.from({length: digits}, () => 0x30), 0]),
	mask: Uint8Array.from([~(0x23 ^ 0) & 0xFF, 0xFC, ...Array.from({length: digits - 1}, () => 0xF0), ~lineFeed & 0xFF]),
	choices: [
		{offset: 0, forms: [Buffer.from('#'), Buffer.from('\0')]},
		{offset: digits + 1, forms: [Buffer.from('\0'), Buffer.from('\n')]},
	],
};

/** Whether a string in memory, or a line of a history file, is there. */
export type StampKind = 'string' | 'line';

/** What a match of the pattern is; undefined where it is none. */
export function stampKind(reader: MemoryReader, address: bigint): StampKind | undefined {
	const bytes = reader.bytes(address, digits + 2);
	if (bytes === undefined || !/^[1-9]\d{9}$/.test(Buffer.from(bytes.subarray(1, -1)).toString('latin1'))) {
		return undefined;
	}

	return bytes.at(-1) === 0 ? 'string' : bytes[0] === 0 ? undefined : 'line';
}

/** The time of a history line that begins at an address, `#1700000000`. */
export function timeOfLine(reader: MemoryReader, address: bigint): bigint {
	return BigInt(Buffer.from(reader.bytes(address + 1n, digits)!).toString('latin1'));
}

/** Bytes before the command of a history line. */
export const lineHeadSize = BigInt(digits + 2);
