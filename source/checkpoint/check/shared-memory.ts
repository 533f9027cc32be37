import type {ImageDirectory} from '../../criu/image-directory.js';
import type {ipc_shm_entry} from '../../criu/schema/messages.js';
import {status} from '../../memory/vma-table.js';
import {orNothing} from '../complaint.js';
import {compose, type Part} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, note, type Observation} from './finding.js';
import {ownNamespaces} from './namespaces.js';

/**
Shared memory without its pages, pages of shared memory that nobody has, and mappings of segments that are not there. CRIU writes a pagemap also of what was never touched.

@yields what it finds
*/
export function * sharedMemory(dump: Dump): Generator<Observation> {
	const {images} = dump;
	const objects = sharedObjects(dump);
	for (const [shmid, user] of objects) {
		const name = imageOf(shmid);
		if (!images.has(name)) {
			yield broken(fileOf(dump, name), compose('missing: the content of ', user));
		}
	}

	const known = new Set([...objects.keys()].map(shmid => imageOf(shmid)));
	for (const name of images.names()) {
		if (name.startsWith('pagemap-shmem-') && !known.has(name)) {
			yield note(fileOf(dump, name), 'pages of shared memory that nobody has');
		}
	}

	yield * lostSegments(dump);
}

function imageOf(shmid: bigint): string {
	return `pagemap-shmem-${shmid}.img`;
}

/** Every shared object by its id, with who has it. */
function sharedObjects({images, mappings}: Dump): Map<bigint, Part> {
	const objects = new Map<bigint, Part>();
	const add = (shmid: bigint, user: Part) => {
		if (!objects.has(shmid)) {
			objects.set(shmid, user);
		}
	};

	for (const {name, shmid} of images.messages('memfd.img', 'memfd_inode_entry')) {
		add(BigInt(shmid), compose('memfd ', name));
	}

	for (const {desc, in_pagemaps} of segmentsOf(images)) {
		if (in_pagemaps) {
			add(BigInt(desc.id), `System V segment ${desc.id}`);
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

/** The segments of System V of every ipc namespace. */
function segmentsOf(images: ImageDirectory): ipc_shm_entry[] {
	return images.names().filter(name => /^ipcns-shm-\d+\.img$/v.test(name)).flatMap(name => images.messages(name, 'ipc_shm_entry'));
}

// Those of the host are none of the dump's.
function * lostSegments(dump: Dump): Generator<Observation> {
	const {images, mappings, processes} = dump;
	const own = new Set([...ownNamespaces(dump)].filter(({kind}) => kind.name === 'ipc').map(({id}) => id));
	const segments = new Set(segmentsOf(images).map(({desc}) => BigInt(desc.id)));
	const namespaces = new Map(processes.map(process => [process.pid, orNothing(() => process.ids.ipc_ns_id)]));
	for (const {pid, vmas: {start, status: bits, shmid}} of mappings) {
		const namespace = namespaces.get(pid);
		const index = bits.findIndex((value, row) => (value & status.sysv) !== 0 && !segments.has(shmid[row]!));
		if (index !== -1 && namespace !== undefined && own.has(namespace)) {
			yield broken(fileOf(dump, `mm-${pid}.img`), `0x${start[index]!.toString(16)} maps System V segment ${shmid[index]!}, which ipcns-shm-${namespace}.img does not have`, {pid});
		}
	}
}
