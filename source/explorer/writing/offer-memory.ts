import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {orNothing} from '../../checkpoint/complaint.js';
import type {Process} from '../../checkpoint/process.js';
import {requireComplete} from '../../checkpoint/require-complete.js';
import {regionName, vmaAt} from '../hex/regions.js';
import type {Services} from '../pane.js';
import {mappingWritable, processWritables, rangeWritable} from './memory-writable.js';
import type {Writable} from './writable.js';

type Range = {readonly start: bigint; readonly end: bigint};

type Asker = {readonly checkpoint: Checkpoint; readonly process: Process; readonly services: Pick<Services, 'say' | 'offer' | 'rootFolder'>};

/** Offers what is selected, or without it the mapping at the cursor and the whole process. */
export function offerMemoryAt(asker: Asker, {selection, cursor}: {readonly selection: Range | undefined; readonly cursor: bigint}): void {
	offer(asker, (checkpoint, process) => selection ? [rangeWritable(checkpoint, process, selection)] : [...mappingAt(checkpoint, process, cursor), ...processWritables(checkpoint, process, asker.services.rootFolder)]);
}

/** Offers the mapping at an address. */
export function offerMapping(asker: Asker, address: bigint): void {
	offer(asker, (checkpoint, process) => mappingAt(checkpoint, process, address));
}

/** Offers all memory of a process. */
export function offerProcess(asker: Asker): void {
	offer(asker, (checkpoint, process) => processWritables(checkpoint, process, asker.services.rootFolder));
}

function mappingAt(checkpoint: Checkpoint, process: Process, address: bigint): Writable[] {
	const vma = vmaAt(process.memory, address);
	// Damage to the images that hold the names costs the names only.
	return vma === undefined ? [] : [mappingWritable(checkpoint, process, vma, regionName(vma, () => orNothing(() => process.mappingName(vma))))];
}

function offer({checkpoint, process, services}: Asker, ask: (checkpoint: Checkpoint, process: Process) => readonly Writable[]): void {
	const choices = attempt(() => {
		if (!process.hasMemory) {
			return `process ${process.pid} was dead: it had no memory any more`;
		}

		// What has not arrived yet would be missing in the file.
		requireComplete(checkpoint.archive);
		return ask(checkpoint, process);
	});
	if (choices.state !== 'ready') {
		services.say(choices.error.message, 'danger');
	} else if (typeof choices.value === 'string') {
		services.say(choices.value);
	} else {
		services.offer(choices.value);
	}
}
