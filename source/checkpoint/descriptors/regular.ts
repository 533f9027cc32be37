import type {reg_file_entry, remap_file_path_entry} from '../../criu/schema/messages.js';
import {orComplaint} from '../complaint.js';
import {counted} from '../compose.js';
import {bitNames} from '../bits.js';
import {ghostImage, remapOf} from '../remap.js';
import type {Resolution, Scope} from './resolution.js';

const typeMask = 0o170_000;

const kinds: Readonly<Record<number, string>> = {
	0o010_000: 'fifo',
	0o020_000: 'character device',
	0o040_000: 'directory',
	0o060_000: 'block device',
	0o120_000: 'symbolic link',
	0o140_000: 'socket',
};

const specialBits = [[0o4000, 'set-user-id'], [0o2000, 'set-group-id'], [0o1000, 'sticky']] as const;

/** A file of a file system, a device, a directory. */
export function resolveRegular(file: reg_file_entry, {files, images}: Scope): Resolution {
	const remap = orComplaint(() => remapText(files.remap(file.id), name => images.has(name)), 'whether it was deleted is');
	const mode = file.mode ?? 0;
	return {
		type: (mode & typeMask) === 0o040_000 ? 'directory' : 'regular',
		target: file.name,
		details: [
			kinds[mode & typeMask],
			file.mode === undefined ? undefined : ['mode', `0${(mode & 0o777).toString(8)}`, ...bitNames(mode & 0o7000, specialBits)].join(' '),
			file.size === undefined ? undefined : counted(file.size, 'byte'),
			remap,
			file.ext ? 'external' : undefined,
		],
		deleted: files.isDeleted(file.id),
		flags: file.flags,
		position: file.pos,
	};
}

function remapText(entry: remap_file_path_entry | undefined, has: (image: string) => boolean): string | undefined {
	if (entry === undefined) {
		return undefined;
	}

	const remap = remapOf(entry);
	switch (remap.kind) {
		case 'linked': {
			return `deleted, another name of it is file ${remap.id}`;
		}

		case 'ghost': {
			const image = ghostImage(remap);
			return `deleted, content ${has(image) ? 'in' : 'should be in the missing'} ${image}`;
		}

		case 'procfs': {
			return `of process ${remap.id}, which had ended`;
		}

		case 'unknown': {
			return 'deleted';
		}
	}
}
