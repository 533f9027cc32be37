import {lazy} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {file_lock_entry} from '../criu/schema/messages.js';
import type {Holder} from './holders.js';

// FL_POSIX and so on of include/linux/filelock.h.
const posix = 0x1;
const flock = 0x2;
const lease = 0x20;
const ofd = 0x4_00;

/** The locks on open files. */
export class FileLocks {
	readonly #byDescriptor: () => ReadonlyMap<string, readonly file_lock_entry[]>;

	constructor(images: ImageDirectory) {
		this.#byDescriptor = lazy(() => Map.groupBy(images.messages('filelocks.img', 'file_lock_entry'), ({pid, fd}) => `${pid} ${fd}`));
	}

	/** The locks that a process has through an open file, which `holders` hold: a POSIX lock belongs to the process that took it, every other kind to the open file. */
	texts(pid: number, holders: readonly Holder[]): string[] {
		return holders
			.flatMap(holder => this.#byDescriptor().get(`${holder.pid} ${holder.fd}`) ?? [])
			.filter(lock => lock.flag !== posix || lock.pid === pid)
			.map(lock => lockText(lock));
	}
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
