import {Untrusted} from '../../text/untrusted.js';
import type {MemoryReader} from '../memory-reader.js';
import type {HistoryEntry} from './model.js';
import {lineHeadSize, timeOfLine} from './stamps.js';

// A longer line is no command, or cut where that is easily seen.
const longestLine = 64 * 1024;

/** The command of a line of a bash history file whose time, `#1700000000`, stands at an address; undefined where none follows it. */
export function historyLine(reader: MemoryReader, address: bigint): HistoryEntry | undefined {
	const commandAddress = address + lineHeadSize;
	const {bytes, ends} = reader.string(commandAddress, longestLine);
	const end = bytes.indexOf(0x0A);
	const line = end === -1 ? bytes : bytes.subarray(0, end);
	if (line.length === 0 || line[0] === 0x23) {
		return undefined;
	}

	return {
		keeper: 'bash', source: 'text', number: undefined,
		command: new Untrusted(line), missing: end !== -1 || ends === 'NUL' ? undefined : ends,
		time: timeOfLine(reader, address), address, commandAddress,
	};
}
