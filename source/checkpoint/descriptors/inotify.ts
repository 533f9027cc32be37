import type {inotify_file_entry, inotify_wd_entry} from '../../criu/schema/messages.js';
import {bitNames, type BitName} from '../bits.js';
import {compose, type Part} from '../compose.js';
import type {Resolution} from './resolution.js';

// include/uapi/linux/inotify.h
const events: readonly BitName[] = [
	[0xf_ff, 'IN_ALL_EVENTS'],
	[0x1, 'IN_ACCESS'],
	[0x2, 'IN_MODIFY'],
	[0x4, 'IN_ATTRIB'],
	[0x8, 'IN_CLOSE_WRITE'],
	[0x10, 'IN_CLOSE_NOWRITE'],
	[0x20, 'IN_OPEN'],
	[0x40, 'IN_MOVED_FROM'],
	[0x80, 'IN_MOVED_TO'],
	[0x1_00, 'IN_CREATE'],
	[0x2_00, 'IN_DELETE'],
	[0x4_00, 'IN_DELETE_SELF'],
	[0x8_00, 'IN_MOVE_SELF'],
	[0x20_00, 'IN_UNMOUNT'],
	[0x40_00, 'IN_Q_OVERFLOW'],
	[0x80_00, 'IN_IGNORED'],
	[0x1_00_00_00, 'IN_ONLYDIR'],
	[0x2_00_00_00, 'IN_DONT_FOLLOW'],
	[0x4_00_00_00, 'IN_EXCL_UNLINK'],
	[0x20_00_00_00, 'IN_MASK_ADD'],
	[0x40_00_00_00, 'IN_ISDIR'],
	[0x80_00_00_00, 'IN_ONESHOT'],
];

export function resolveInotify(file: inotify_file_entry): Resolution {
	return {type: 'inotify', target: 'anon_inode:[inotify]', details: file.wd.map(watch => watchText(watch)), flags: file.flags};
}

// CRIU records a path only where it had to look for one.
function watchText({wd, f_handle: handle, i_ino: inode, s_dev: device, mask}: inotify_wd_entry): Part {
	return compose(`watch ${wd} `, handle.path ?? inodeText(inode, device), ` ${bitNames(mask, events).join('|')}`);
}

/** A file of which only the numbers are known. */
export function inodeText(inode: bigint, device: number): string {
	return `inode ${inode} on device 0x${device.toString(16)}`;
}
