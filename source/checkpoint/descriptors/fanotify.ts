import type {fanotify_file_entry, fanotify_mark_entry} from '../../criu/schema/messages.js';
import {bitNames, type BitName} from '../bits.js';
import {compose, type Part} from '../compose.js';
import {inodeText} from './inotify.js';
import type {Resolution} from './resolution.js';

// include/uapi/linux/fanotify.h
const events: readonly BitName[] = [
	[0x1, 'FAN_ACCESS'],
	[0x2, 'FAN_MODIFY'],
	[0x4, 'FAN_ATTRIB'],
	[0x8, 'FAN_CLOSE_WRITE'],
	[0x10, 'FAN_CLOSE_NOWRITE'],
	[0x20, 'FAN_OPEN'],
	[0x40, 'FAN_MOVED_FROM'],
	[0x80, 'FAN_MOVED_TO'],
	[0x1_00, 'FAN_CREATE'],
	[0x2_00, 'FAN_DELETE'],
	[0x4_00, 'FAN_DELETE_SELF'],
	[0x8_00, 'FAN_MOVE_SELF'],
	[0x10_00, 'FAN_OPEN_EXEC'],
	[0x40_00, 'FAN_Q_OVERFLOW'],
	[0x80_00, 'FAN_FS_ERROR'],
	[0x1_00_00, 'FAN_OPEN_PERM'],
	[0x2_00_00, 'FAN_ACCESS_PERM'],
	[0x4_00_00, 'FAN_OPEN_EXEC_PERM'],
	[0x8_00_00_00, 'FAN_EVENT_ON_CHILD'],
	[0x10_00_00_00, 'FAN_RENAME'],
	[0x40_00_00_00, 'FAN_ONDIR'],
];

const classes: Readonly<Record<number, string>> = {0: 'notifications', 4: 'asks before content is used', 8: 'asks before files change'};

export function resolveFanotify(file: fanotify_file_entry): Resolution {
	return {
		type: 'fanotify',
		target: 'anon_inode:[fanotify]',
		details: [classes[file.faflags & 0xc], ...file.mark.map(mark => markText(mark))],
		flags: file.evflags,
	};
}

function markText({ie, me, mask, s_dev: device}: fanotify_mark_entry): Part {
	const where = ie === undefined ? mountText(me) : ie.f_handle.path ?? inodeText(ie.i_ino, device);
	return compose(where, ` ${bitNames(mask, events).join('|')}`);
}

function mountText(mark: fanotify_mark_entry['me']): Part {
	return mark === undefined ? 'mark' : compose(`mount ${mark.mnt_id}`, mark.path === undefined ? '' : compose(' ', mark.path));
}
