import type {Process} from '../../checkpoint/process.js';
import {hasContent, type Run} from '../../memory/presence.js';
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
	const buffer = new Uint8Array(chunkSize);
	yield Buffer.from(headings);
	for (const run of memory.runs(0n, 1n << 64n)) {
		const {end, presence} = run;
		if (!hasContent(presence)) {
			yield text.end();
			yield Buffer.from(presence === 'unmapped' ? '' : absenceLine(process, run));
			continue;
		}

		for (let {start} = run; start < end; start += BigInt(chunkSize)) {
			const chunk = buffer.subarray(0, Math.min(chunkSize, Number(end - start)));
			// What is damaged shows only when it is read.
			for (const part of memory.read(start, chunk)) {
				yield * hasContent(part.presence)
					? [text.rows(chunk.subarray(Number(part.start - start), Number(part.end - start)), part.start)]
					: [text.end(), Buffer.from(absenceLine(process, part))];
			}
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
