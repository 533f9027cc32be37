import {attempt} from '../../archive/attempt.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';

const executable = 0o111;
const magic = 0x7F_45_4C_46;

/** Whether a file is a program or a library: it may be run, or begins as ELF does. A link counts as what it puts in its place. */
export function isRunnable({kind, member}: SavedFile): boolean {
	if (member === undefined || (kind !== 'file' && kind !== 'hard-link' && kind !== 'symlink')) {
		return false;
	}

	if (kind === 'symlink' || (member.mode & executable) !== 0) {
		return true;
	}

	const head = Buffer.alloc(4);
	const read = attempt(() => member.source?.read(head, 0));
	return read.state === 'ready' && read.value === head.length && head.readUInt32BE() === magic;
}
