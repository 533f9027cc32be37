import {status} from '../../memory/vma-table.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Shared memory without its pages. CRIU writes a pagemap also of what was never touched.

@yields what it finds
*/
export function * sharedMemory(dump: Dump): Generator<Observation> {
	for (const [shmid, user] of sharedObjects(dump)) {
		const name = `pagemap-shmem-${shmid}.img`;
		if (!dump.images.has(name)) {
			yield broken(fileOf(dump, name), `missing: the content of ${user}`);
		}
	}
}

/** Every shared object by its id, with who has it. */
function sharedObjects({images, mappings}: Dump): Map<bigint, string> {
	const objects = new Map<bigint, string>();
	const add = (shmid: bigint, user: string) => {
		if (!objects.has(shmid)) {
			objects.set(shmid, user);
		}
	};

	for (const {name, shmid} of images.messages('memfd.img', 'memfd_inode_entry')) {
		add(BigInt(shmid), `memfd ${name.toString()}`);
	}

	for (const name of images.names()) {
		for (const {desc, in_pagemaps} of /^ipcns-shm-\d+\.img$/v.test(name) ? images.messages(name, 'ipc_shm_entry') : []) {
			if (in_pagemaps) {
				add(BigInt(desc.id), `System V segment ${desc.id}`);
			}
		}
	}

	for (const {pid, vmas: {length, start, status: bits, shmid}} of mappings) {
		for (let index = 0; index < length; index++) {
			// Old images have the content of a segment of System V with its description.
			if ((bits[index]! & (status.anonymousShared | status.sysv)) === status.anonymousShared) {
				add(shmid[index]!, `shared memory that process ${pid} has at 0x${start[index]!.toString(16)}`);
			}
		}
	}

	return objects;
}
