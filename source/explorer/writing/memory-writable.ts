import path from 'node:path';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import type {RootFolder} from '../../forensics/root-folder.js';
import {isLost, type Presence} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {presenceText, sizeText} from '../../views/absence.js';
import {formatBytes, formatExactBytes} from '../../views/format.js';
import {exportMemory, type MemoryForm, type MemoryWritten} from '../../writing/export/export-memory.js';
import {lastPart, offeredName} from './offered-name.js';
import {problemsField, problemsText} from './problems-text.js';
import type {Writable, Written} from './writable.js';

type Range = {readonly start: bigint; readonly end: bigint};

/** Addresses `[start, end)` of a process. */
export function rangeWritable(checkpoint: Checkpoint, process: Process, {start, end}: Range): Writable {
	return memoryWritable(checkpoint, process, {kind: 'raw', area: {start, end}}, {
		label: `Selection ${start.toString(16)}-${end.toString(16)}`,
		note: formatBytes(Number(end - start)),
		name: `${offeredName(checkpoint, String(process.pid), `${start.toString(16)}-${end.toString(16)}`)}.bin`,
	});
}

/** A mapping, which is called `region`. */
export function mappingWritable(checkpoint: Checkpoint, process: Process, {start, end}: Range, region: string): Writable {
	// Of these a process has one each.
	const isAlone = /^\[?(?:heap|stack|vdso)\]?$/v.test(region);
	return memoryWritable(checkpoint, process, {kind: 'raw', area: {start, end}}, {
		label: `Mapping ${start.toString(16)} ${region}`,
		note: formatBytes(Number(end - start)),
		name: `${offeredName(checkpoint, String(process.pid), lastPart(region), isAlone ? '' : start.toString(16))}.bin`,
	});
}

/** All that a process maps: as it is, and as a core, with what files of `rootFolder` have of it. */
export function processWritables(checkpoint: Checkpoint, process: Process, rootFolder: RootFolder | undefined): Writable[] {
	const name = offeredName(checkpoint, String(process.pid));
	const whole = memoryWritable(checkpoint, process, {kind: 'raw', area: 'everything'}, {
		label: `All memory of process ${process.pid}`, note: 'one mapping after the other', name: `${name}-memory.bin`,
	});
	// It has no registers.
	return process.memoryOnly
		? [whole]
		: [whole, memoryWritable(checkpoint, process, {kind: 'core', root: rootFolder}, {
			label: `ELF core of process ${process.pid}`, note: 'with registers: what gdb opens', name: `${name}.core`,
		})];
}

function memoryWritable(checkpoint: Checkpoint, process: Process, form: MemoryForm, named: Pick<Writable, 'label' | 'note' | 'name'>): Writable {
	return {
		...named,
		async write(target, show) {
			const written = await exportMemory(checkpoint, {process, form, target}, show);
			return saidOf(written, Untrusted.from(target.output));
		},
	};
}

function saidOf({map, size, absent, problems}: MemoryWritten, output: Untrusted): Written {
	const missing = absent.values().reduce((sum, bytes) => sum + bytes, 0n);
	const without = [
		...missing === 0n ? [] : [`lacking ${sizeText(missing)}`],
		...problemsText(problems),
	].join(', ');
	return {
		// The name, which may be long, is what the person knows.
		text: `${formatBytes(size)}${without === '' ? '' : `, ${without} (W says why),`} to ${output} and its .map.json`,
		isIncomplete: problems.length > 0 || absent.keys().some(presence => isLost(presence)),
		fields: [
			{name: 'Map', value: Untrusted.from(path.resolve(map))},
			{name: 'Size', value: formatExactBytes(size)},
			...missing === 0n ? [] : [{name: 'Missing', value: [...absent].map(([presence, bytes]) => missingText(presence, bytes))}],
			...problemsField(problems),
		],
	};
}

function missingText(presence: Presence, bytes: bigint): string {
	return `${sizeText(bytes)} ${presenceText(presence)}`;
}
