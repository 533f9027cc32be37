import {Untrusted} from '../../text/untrusted.js';
import type {BytesPattern} from '../../search/pattern.js';
import type {MemoryReader} from '../memory-reader.js';
import type {HistoryEntry} from './model.js';
import {lineHeadSize, timeOfLine} from './stamps.js';
import {looksTyped} from './typed.js';
import {unmetafied} from './zsh-text.js';

// A longer line is no command, or cut where that is easily seen.
const longestLine = 64 * 1024;

const lineFeed = 0x0A;
const backslash = 0x5C;

/** The head of a line of a history file of zsh with times: `: 1700000000:0;`, as far as its length is known. */
export const zshLinePattern: BytesPattern = {
	kind: 'bytes',
	value: Uint8Array.from([0x3A, 0x20, ...Array.from({length: 10}, () => 0x30), 0x3A]),
	mask: Uint8Array.from([0xFF, 0xFF, ...Array.from({length: 10}, () => 0xF0), 0xFF]),
	choices: [],
};

/** The command of a line of a bash history file whose time, `#1700000000`, stands at an address; undefined where none follows it. */
export function bashLine(reader: MemoryReader, address: bigint): HistoryEntry | undefined {
	const commandAddress = address + lineHeadSize;
	const {bytes, ends} = reader.string(commandAddress, longestLine);
	const end = bytes.indexOf(lineFeed);
	const command = new Untrusted(end === -1 ? bytes : bytes.subarray(0, end));
	const isCommand = looksTyped(command) && command.bytes[0] !== 0x23;
	return isCommand ? text('bash', {command, missing: end !== -1 || ends === 'NUL' ? undefined : ends, time: timeOfLine(reader, address), address, commandAddress}) : undefined;
}

/** The command of a line of a zsh history file that begins at an address; undefined where there is none. */
export function zshLine(reader: MemoryReader, address: bigint): HistoryEntry | undefined {
	const {bytes, ends} = reader.string(address, longestLine);
	const head = /^: (?<time>[1-9]\d{9}):\d+;/.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
	if (!head) {
		return undefined;
	}

	let end = bytes.indexOf(lineFeed);
	while (end !== -1 && bytes[end - 1] === backslash) {
		end = bytes.indexOf(lineFeed, end + 1);
	}

	const line = unmetafied(bytes.subarray(head[0].length, end === -1 ? undefined : end));
	const command = new Untrusted(line.filter((byte, index) => byte !== backslash || line[index + 1] !== lineFeed));
	return looksTyped(command) ? text('zsh', {command, missing: end !== -1 || ends === 'NUL' ? undefined : ends, time: BigInt(head.groups!.time!), address, commandAddress: address + BigInt(head[0].length)}) : undefined;
}

function text(keeper: HistoryEntry['keeper'], entry: Omit<HistoryEntry, 'keeper' | 'source' | 'number'>): HistoryEntry {
	return {keeper, source: 'text', number: undefined, ...entry};
}
