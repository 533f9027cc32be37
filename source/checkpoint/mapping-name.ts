import type {ImageDirectory} from '../criu/image-directory.js';
import type {Vma, VmaKind} from '../memory/memory.js';
import type {Untrusted} from '../text/untrusted.js';
import {compose, type Part} from './compose.js';
import type {FileTable} from './file-table.js';

// As /proc/PID/maps labels what is no file.
const labels: Partial<Record<VmaKind, string>> = {
	heap: '[heap]',
	stack: '[stack]',
	vdso: '[vdso]',
	vvar: '[vvar]',
	vsyscall: '[vsyscall]',
	aio: '/[aio] (deleted)',
	uprobes: '[uprobes]',
	'shared-anonymous': '/dev/zero (deleted)',
	'shadow-stack': '[shadow stack]',
};

/**
What a mapping maps, as `/proc/PID/maps` names it; undefined for memory without a name. `ipcNamespace` is the id of the process's own.

@throws {InputError} when the image that has the name is damaged
@throws {PendingError}
*/
export function mappingName(vma: Vma, images: ImageDirectory, files: FileTable, ipcNamespace: number | undefined): Untrusted | undefined {
	const name = labels[vma.kind] ?? fileName(vma, files) ?? (vma.kind === 'sysv' ? nameOfSegment(vma, images, ipcNamespace) : undefined);
	return name === undefined ? undefined : compose(name);
}

function fileName({kind, shmid}: Vma, files: FileTable): Part | undefined {
	if (kind !== 'file' && kind !== 'memfd' && kind !== 'socket') {
		return undefined;
	}

	const id = Number(shmid);
	const file = files.reference(id);
	if (file !== undefined) {
		return compose(file.path, file.deleted ? ' (deleted)' : '');
	}

	return files.entry(id) === undefined ? `file ${id}` : 'socket';
}

function nameOfSegment({shmid}: Vma, images: ImageDirectory, namespace: number | undefined): string {
	const segments = namespace === undefined ? [] : images.messages(`ipcns-shm-${namespace}.img`, 'ipc_shm_entry');
	const key = segments.find(({desc}) => BigInt(desc.id) === shmid)?.desc.key;
	return key === undefined ? `shared memory segment ${shmid}` : segmentName(key);
}

/** The kernel names a SysV segment after its key. */
export function segmentName(key: number): string {
	return `/SYSV${(key >>> 0).toString(16).padStart(8, '0')} (deleted)`;
}
