import {Untrusted} from '../../text/untrusted.js';
import type {CString, MemoryReader} from '../memory-reader.js';
import {looksTyped} from './typed.js';

/** A `HIST_ENTRY` of GNU Readline: pointers to the line, to its time as text, and to data of the program's own. */
export type ReadlineEntry = {
	readonly address: bigint;
	readonly lineAddress: bigint;
	readonly line: Untrusted;
	readonly missing: Exclude<CString['ends'], 'NUL'> | undefined;
	readonly time: bigint | undefined;
	/** The character before the digits of the time, a NUL but in bash; undefined without a time. */
	readonly mark: number | undefined;
};

// A command that is longer is data.
export const longestCommand = 1024 * 1024;

const longestTime = 24;

/** The entry at an address; undefined where there is none. Without a time it has to look like a command. */
export function readEntry(reader: MemoryReader, address: bigint): ReadlineEntry | undefined {
	const {wordSize} = reader;
	const [pointer, stamp, data] = reader.holdsWords(address) ? [0n, 1n, 2n].map(index => reader.word(address + index * wordSize)) : [];
	if (pointer === undefined || stamp === undefined || data === undefined || !reader.isMapped(pointer) || (data !== 0n && !reader.isMapped(data))) {
		return undefined;
	}

	const time = stamp === 0n ? undefined : readTime(reader, stamp);
	const {bytes, ends} = reader.string(pointer, longestCommand);
	const line = new Untrusted(bytes);
	const isCommand = stamp === 0n ? ends === 'NUL' && looksTyped(line) : time !== undefined;
	return !isCommand ? undefined : {address, lineAddress: pointer, line, missing: ends === 'NUL' ? undefined : ends, time: time?.time, mark: time?.mark};
}

function readTime(reader: MemoryReader, address: bigint): {readonly time: bigint; readonly mark: number} | undefined {
	const {bytes, ends} = reader.string(address + 1n, longestTime);
	const text = Buffer.from(bytes).toString('latin1');
	const mark = reader.bytes(address, 1)?.[0];
	return mark !== undefined && ends === 'NUL' && /^\d+$/.test(text) ? {time: BigInt(text), mark} : undefined;
}
