import type {memfd_file_entry} from '../../criu/schema/messages.js';
import {counted} from '../compose.js';
import {bitNames, type BitName} from '../bits.js';
import type {Resolution, Scope} from './resolution.js';

// include/uapi/linux/fcntl.h
const seals: readonly BitName[] = [
	[0x1, 'F_SEAL_SEAL'],
	[0x2, 'F_SEAL_SHRINK'],
	[0x4, 'F_SEAL_GROW'],
	[0x8, 'F_SEAL_WRITE'],
	[0x10, 'F_SEAL_FUTURE_WRITE'],
	[0x20, 'F_SEAL_EXEC'],
];

/** A file that is memory and nothing else. */
export function resolveMemfd(file: memfd_file_entry, {files}: Scope): Resolution {
	const inode = files.memfd(file.inode_id);
	return {
		type: 'memfd',
		target: files.reference(file.id)?.path ?? '/memfd:',
		details: inode === undefined
			? [`memfd.img has no entry ${file.inode_id}`]
			: [
				counted(inode.size, 'byte'),
				inode.seals === 0 ? 'no seals' : bitNames(inode.seals, seals).join('|'),
				`content in pagemap-shmem-${inode.shmid}.img`,
				inode.hugetlb_flag === undefined ? undefined : 'huge pages',
			],
		deleted: true,
		flags: file.flags,
		position: file.pos,
	};
}
