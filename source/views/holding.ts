import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {mapsFile, mapsObject} from '../checkpoint/mappers.js';
import type {Process} from '../checkpoint/process.js';
import type {Vma} from '../memory/memory.js';
import {files} from './files.js';
import type {RowPlace} from './view.js';

/** What processes may have open or mapped: open file descriptions by their ids, and a shared object by CRIU's id of it. */
export type Held = {readonly files: readonly number[]; readonly object?: bigint | undefined};

/**
Where the first process that has something open has it, else where the first one that maps it does; undefined when none has it.

@throws {PendingError} {@link InputError} when none was found, and what one of them has can't be read
*/
export function holdingOf({processes}: Pick<Checkpoint, 'processes'>, {files: ids, object}: Held): RowPlace | undefined {
	const wanted = new Set(ids);
	const answers = [
		...processes.map(process => () => openIn(process, wanted)),
		...processes.map(process => () => mappedIn(process, vma => mapsFile(vma) ? wanted.has(Number(vma.shmid)) : mapsObject(vma) && vma.shmid === object)),
	].values().map(question => attempt(question));
	const failed = [];
	for (const answer of answers) {
		if (answer.state !== 'ready') {
			failed.push(answer.error);
		} else if (answer.value !== undefined) {
			return answer.value;
		}
	}

	if (failed.length > 0) {
		throw failed[0]!;
	}

	return undefined;
}

function openIn({pid, descriptors}: Process, wanted: ReadonlySet<number>): RowPlace | undefined {
	const index = descriptors.findIndex(({id}) => wanted.has(id));
	return index === -1 ? undefined : {pid, counterpart: {view: files.name, index}};
}

function mappedIn(process: Process, isWanted: (vma: Vma) => boolean): RowPlace | undefined {
	const vmas = process.hasMemory ? process.memory.vmas : undefined;
	for (let index = 0; index < (vmas?.length ?? 0); index++) {
		const vma = vmas!.at(index);
		if (isWanted(vma)) {
			return {pid: process.pid, address: vma.start};
		}
	}

	return undefined;
}
