import {lazy} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {file_lock_entry} from '../criu/schema/messages.js';
import type {Holders} from './holders.js';
import {messagesOrLost} from './required.js';

// FL_POSIX and so on of include/linux/filelock.h.
const posix = 0x1;
const flock = 0x2;
const lease = 0x20;
const ofd = 0x4_00;

/** The locks on open files. */
export class FileLocks {
	readonly #byFile: () => ReadonlyMap<number, readonly file_lock_entry[]>;

	constructor(images: ImageDirectory, holders: Holders) {
		this.#byFile = lazy(() => indexed(messagesOrLost(images, 'filelocks.img', 'file_lock_entry'), holders));
	}

	/** The locks that a process has through the open file `id`: a POSIX lock belongs to the process that took it, every other kind to the open file. */
	texts(pid: number, id: number): string[] {
		return (this.#byFile().get(id) ?? [])
			.filter(lock => lock.flag !== posix || lock.pid === pid)
			.map(lock => lockText(lock));
	}
}

// A lock names one of the descriptors that its file is open with.
function indexed(locks: readonly file_lock_entry[], holders: Holders): Map<number, file_lock_entry[]> {
	const byFile = new Map<number, file_lock_entry[]>();
	if (locks.length === 0) {
		return byFile;
	}

	const byDescriptor = Map.groupBy(locks, ({pid, fd}) => `${pid} ${fd}`);
	for (const {id, pid, fd} of holders.descriptors()) {
		const found = byDescriptor.get(`${pid} ${fd}`);
		if (found !== undefined) {
			byFile.set(id, [...byFile.get(id) ?? [], ...found]);
		}
	}

	return byFile;
}

function lockText({flag, type, start, len}: file_lock_entry): string {
	const range = len === 0n ? (start === 0n ? 'the whole file' : `from byte ${start} on`) : `bytes ${start} to ${start + len - 1n}`;
	const mode = ['read', 'write', 'no'][type] ?? `type ${type}`;
	switch (flag) {
		case posix: {
			return `POSIX ${mode} lock on ${range}`;
		}

		case ofd: {
			return `OFD ${mode} lock on ${range}`;
		}

		case flock: {
			return `flock ${type === 0 ? 'shared' : 'exclusive'}`;
		}

		case lease: {
			return `${mode} lease`;
		}

		default: {
			return `${mode} lock of kind ${flag} on ${range}`;
		}
	}
}
