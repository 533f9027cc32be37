import {attempt} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import type {AddressSpace, Vma} from '../memory/memory.js';
import type {Content} from './contents/content.js';

/** A process that maps something, and the lowest address where it does. */
export type Mapper = {readonly pid: number; readonly address: bigint};

type Mapping = {readonly pid: number; readonly hasMemory: boolean; readonly memory: Pick<AddressSpace, 'vmas'>};

/** Whether a mapping is of a file, which its `shmid` is the description of. */
export function mapsFile({kind}: Vma): boolean {
	return kind === 'file' || kind === 'memfd';
}

/** Whether a mapping is of a shared object, which its `shmid` is CRIU's id of. */
export function mapsObject({kind}: Vma): boolean {
	return kind === 'sysv' || kind === 'shared-anonymous';
}

/** Who maps which file and which shared object, across all processes of a dump. */
export class Mappers {
	readonly #byFile = new Map<number, Mapper[]>();
	readonly #byObject = new Map<bigint, Mapper[]>();

	/** Of a process whose mappings can't be read nothing is known; where they are damaged, `tell` is told. */
	constructor(processes: readonly Mapping[], tell: (problem: InputError) => void) {
		for (const process of processes) {
			const vmas = attempt(() => process.hasMemory ? process.memory.vmas : undefined);
			if (vmas.state === 'failed') {
				tell(vmas.error);
			}

			for (let index = 0; vmas.state === 'ready' && index < (vmas.value?.length ?? 0); index++) {
				this.#add(process.pid, vmas.value!.at(index));
			}
		}
	}

	/** Who maps one of these files or this object: each process once, parents before children. */
	of({files, object}: Pick<Content, 'files' | 'object'>): readonly Mapper[] {
		const found = [...files.flatMap(id => this.#byFile.get(id) ?? []), ...(object === undefined ? [] : this.#byObject.get(object) ?? [])];
		return found.filter(({pid}, index) => found.findIndex(other => other.pid === pid) === index);
	}

	#add(pid: number, vma: Vma): void {
		if (mapsFile(vma)) {
			addTo(this.#byFile, Number(vma.shmid), pid, vma);
		} else if (mapsObject(vma)) {
			addTo(this.#byObject, vma.shmid, pid, vma);
		}
	}
}

function addTo<Key>(index: Map<Key, Mapper[]>, key: Key, pid: number, {start}: Vma): void {
	const mappers = index.get(key) ?? [];
	index.set(key, mappers);
	if (mappers.at(-1)?.pid !== pid) {
		mappers.push({pid, address: start});
	}
}
