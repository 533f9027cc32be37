import type {Vma} from '../memory/memory.js';
import type {FileTable} from './file-table.js';

/**
A key of what a shared mapping maps: equal for two mappings of one file or one memory object, through whichever descriptors they were made.

@throws {InputError} when the image that tells is damaged
@throws {PendingError}
*/
export function mappedObject({kind, shmid, start}: Vma, files: FileTable): string {
	if (kind === 'sysv' || kind === 'shared-anonymous') {
		return `${kind} ${shmid}`;
	}

	// Rings and the like belong to their mapping.
	return kind === 'file' || kind === 'memfd' ? fileKey(Number(shmid), files) : `mapping ${start}`;
}

function fileKey(id: number, files: FileTable): string {
	const entry = files.entry(id);
	if (entry?.memfd !== undefined) {
		return `memfd ${entry.memfd.inode_id}`;
	}

	const remap = files.remap(id);
	if (remap !== undefined) {
		return `removed ${remap.remap_type ?? ''} ${remap.remap_id}`;
	}

	return entry?.reg === undefined ? `file ${id}` : `path ${entry.reg.mnt_id ?? ''} ${entry.reg.name.toKey()}`;
}
