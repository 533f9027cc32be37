import type {Process} from '../../checkpoint/process.js';
import type {Run} from '../../memory/presence.js';
import {readRuns} from '../../memory/read-runs.js';
import {presenceText, sizeText} from '../../views/absence.js';
import {cell} from '../../views/rows.js';
import {HexText} from './hex-text.js';

// A multiple of a row.
const chunkSize = 128 * 1024;

const headings = `Address           Hexadecimal                                       ASCII            \n${'-'.repeat(85)}\n`;

/**
All memory of a process that the checkpoint has, by address, in rows of 16 bytes; what it has not is named in brackets. With `elides`, `*` stands for rows that equal the one before.

@yields text in pieces
@throws {InputError} when the list of mappings is damaged
*/
export function * memoryDump(process: Process, elides: boolean): Generator<Uint8Array> {
	const {memory} = process;
	const text = new HexText(elides);
	yield Buffer.from(headings);
	for (const {run, bytes} of readRuns(memory, memory.runs(0n, 1n << 64n), chunkSize)) {
		if (bytes !== undefined) {
			yield text.rows(bytes, run.start);
			continue;
		}

		yield text.end();
		if (run.presence !== 'unmapped') {
			yield Buffer.from(absenceLine(process, run));
		}
	}

	yield text.end();
}

/** `[0000000000400000  not dumped, as in its file: 139,264 bytes  r-xp /usr/bin/python3.14]` */
function absenceLine(process: Process, {start, end, presence, vma}: Run): string {
	const mapping = process.memory.vmas.at(vma!);
	const name = cell(() => process.mappingName(mapping))?.toString();
	return `[${start.toString(16).padStart(16, '0')}  ${presenceText(presence)}: ${sizeText(end - start)}  ${[mapping.protection, name].filter(Boolean).join(' ')}]\n`;
}
