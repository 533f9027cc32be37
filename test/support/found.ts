import type {Checkpoint} from '../../source/checkpoint/checkpoint.js';
import type {Process} from '../../source/checkpoint/process.js';
import {larger, smaller} from '../../source/memory/big.js';
import type {Run} from '../../source/memory/presence.js';
import {run} from './command.js';
import {bytesOf} from './memory.js';

/** A match as `search --format json` prints it. */
export type FoundRecord = {
	readonly source: string;
	readonly pid: number | null;
	readonly process: string | null;
	readonly fd: number | null;
	readonly address: string | null;
	readonly offset: number | null;
	readonly protection: string | null;
	readonly region: string | null;
	readonly strings: 'arguments' | 'environment' | null;
	readonly length: number;
	readonly before: string;
	readonly match: string;
	readonly after: string;
	readonly also: ReadonlyArray<{readonly pid: number; readonly address?: string; readonly fd?: number}>;
	/** Which of several patterns it is of. */
	readonly pattern?: string | null;
};

/** What a search finds; it must find something or nothing without complaint about the checkpoint. */
export async function foundIn(...argv: readonly string[]): Promise<FoundRecord[]> {
	const {code, output, errors} = await run(['search', '--format', 'json', ...argv]);
	const complaints = errors.split('\n').filter(line => line !== '' && !line.startsWith('cryoscope: not in the dump, and so not searched: '));
	const found = JSON.parse(output) as FoundRecord[];
	if (code !== (found.length > 0 ? 0 : 1) || complaints.length > 0) {
		throw new Error(`exit code ${code} with ${found.length} matches: ${complaints.join('; ')}`);
	}

	return found;
}

/** A match in memory: where it was found, and who else has the same bytes. */
export type MemoryFound = {readonly pid: number; readonly address: string; readonly also: ReadonlyArray<{readonly pid: number; readonly address: string}>};

/** Where an expression over characters of one byte matches the memory of the processes, found by looking at every byte of each, and what is one match in memory that several share. */
export function scanMemory({processes}: Checkpoint, expression: RegExp): MemoryFound[] {
	const byPlace = new Map<string, {pid: number; address: string; also: Array<{pid: number; address: string}>}>();
	for (const process of processes.filter(({hasMemory}) => hasMemory)) {
		const {memory} = process;
		const shared = [...memory.runs(0n, 1n << 64n)].filter(({presence}) => presence === 'shared');
		for (const {start, length} of memory.segments(0n, 1n << 64n)) {
			for (const {index, 0: {length: size}} of bytesOf(memory, start, start + BigInt(length)).toString('latin1').matchAll(expression)) {
				const address = start + BigInt(index);
				const place = placeOf(process, address, address + BigInt(size), shared);
				const found = {pid: process.pid, address: `0x${address.toString(16)}`};
				const known = byPlace.get(place);
				if (known === undefined) {
					byPlace.set(place, {...found, also: []});
				} else {
					known.also.push(found);
				}
			}
		}
	}

	return [...byPlace.values()];
}

const sources = new Map<unknown, number>();

// The same for two matches of the same bytes of shared memory.
function placeOf({pid}: Process, start: bigint, end: bigint, shared: readonly Run[]): string {
	const parts = shared.filter(part => part.start < end && part.end > start);
	const covered = parts.reduce((sum, part) => sum + smaller(part.end, end) - larger(part.start, start), 0n);
	if (covered < end - start) {
		return `${pid} ${start}`;
	}

	return parts.map(part => {
		sources.set(part.source, sources.get(part.source) ?? sources.size);
		return `${sources.get(part.source)}:${part.position! + Number(larger(part.start, start) - part.start)}`;
	}).join(' ') + ` ${end - start}`;
}
