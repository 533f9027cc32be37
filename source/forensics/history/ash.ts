import {Untrusted} from '../../text/untrusted.js';
import type {BytesPattern} from '../../search/pattern.js';
import type {MemoryReader} from '../memory-reader.js';
import type {PointerFormat} from '../pointer-patterns.js';
import {structPattern} from '../struct-pattern.js';
import type {HistoryEntry} from './model.js';
import {longestCommand} from './readline-entry.js';
import {looksTyped} from './typed.js';

// BusyBox can be built for at most 9999 commands.
const mostCommands = 0x10_000n;

/** The start of BusyBox's `line_input_t` (include/libbb.h) in a shell: `flags` with all of FOR_SHELL, and a `timeout` of -1, which it has unless TMOUT is set. */
export function ashPattern({order}: PointerFormat): BytesPattern {
	return structPattern(8, [
		{offset: 0, size: 4, value: 7n, mask: 0xFFFF_FF07n},
		{offset: 4, size: 4, value: 0xFFFF_FFFFn, mask: 0xFFFF_FFFFn},
	], order);
}

/**
The history of a shell of BusyBox whose line input is at an address: three counts (commands, place among them, most), with a file between or not, and pointers to the texts, the oldest first. Empty where it is none.
*/
export function ashHistory(reader: MemoryReader, address: bigint): HistoryEntry[] {
	const {wordSize} = reader;
	if (address % wordSize !== 0n) {
		return [];
	}

	const path = 8n;
	// A function that completes names stands before the counts in newer versions, a file behind them where it is built so.
	for (const counts of [path + 2n * wordSize, path + wordSize]) {
		for (const file of [2n, 0n]) {
			const behind = counts + 12n + (file === 0n ? 0n : 4n);
			const list = behind + (wordSize - behind % wordSize) % wordSize + (file === 0n ? 0n : wordSize);
			const entries = listAt(reader, address + counts, address + list);
			if (entries.length > 0) {
				return entries;
			}
		}
	}

	return [];
}

function listAt(reader: MemoryReader, counts: bigint, list: bigint): HistoryEntry[] {
	const [count, current, most] = [0n, 4n, 8n].map(at => reader.unsigned(counts + at, 4));
	if (count === undefined || current === undefined || most === undefined || count === 0n || count > most || current > count || most > mostCommands) {
		return [];
	}

	const entries: HistoryEntry[] = [];
	for (let index = 0n; index < count; index++) {
		const address = list + index * reader.wordSize;
		const commandAddress = reader.word(address);
		if (commandAddress === undefined || !reader.isMapped(commandAddress)) {
			return [];
		}

		const {bytes, ends} = reader.string(commandAddress, longestCommand);
		const command = new Untrusted(bytes);
		if (ends === 'NUL' && !looksTyped(command)) {
			return [];
		}

		entries.push({keeper: 'ash', source: 'list', number: Number(index) + 1, command, missing: ends === 'NUL' ? undefined : ends, time: undefined, address, commandAddress});
	}

	return entries.some(({missing}) => missing === undefined) && (count === most || reader.word(list + count * reader.wordSize) === 0n) ? entries : [];
}
