import fs from 'node:fs';
import {getSystemErrorMessage} from 'node:util';
import {InputError} from './byte-source.js';

const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY, O_NOATIME} = fs.constants;

const reasons = new Map([
	['ENOENT', 'no such file or directory'],
	['ENOTDIR', 'no such file or directory'],
	['EACCES', 'permission denied'],
	['EPERM', 'permission denied'],
	['ELOOP', 'too many symbolic links'],
	['EISDIR', 'is a folder'],
]);

/**
The complaint about the input that a failed system call amounts to.

@throws `error` itself when it is none of the operating system's
*/
export function systemComplaint(file: string, error: unknown, offset?: number): InputError {
	const {code, errno} = error as NodeJS.ErrnoException;
	if (code === undefined || errno === undefined || !(error instanceof Error)) {
		throw error;
	}

	return new InputError(file, reasons.get(code) ?? getSystemErrorMessage(errno), offset);
}

/**
What the system says of a file, or of where a link leads.

@throws {InputError}
*/
export function describe(file: string, name: string): fs.Stats {
	try {
		return fs.statSync(file);
	} catch (error) {
		throw systemComplaint(name, error);
	}
}

/**
Opens a regular file of the evidence read-only. Never waits for the other end of a fifo, and leaves the time of last access alone where the system lets us.

@throws {InputError}
*/
export function openRegularFile(file: string | Buffer, name: string, follow = true): {readonly fd: number; readonly stat: fs.Stats} {
	const flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);
	const fd = openQuietly(file, name, flags);
	const stat = fs.fstatSync(fd);
	if (!stat.isFile()) {
		fs.closeSync(fd);
		throw new InputError(name, 'not a regular file');
	}

	return {fd, stat};
}

function openQuietly(file: string | Buffer, name: string, flags: number): number {
	try {
		// Only the owner of a file may ask for this, and not every system knows it.
		return fs.openSync(file, flags | (O_NOATIME ?? 0));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
			throw systemComplaint(name, error);
		}
	}

	try {
		return fs.openSync(file, flags);
	} catch (error) {
		throw systemComplaint(name, error);
	}
}

/**
Fills `target` from `position` of an open file; returns the number of bytes read, less than asked for only at the end of the file.

@throws {InputError} when the file can't be read
*/
export function readFully(fd: number, name: string, target: Uint8Array, position: number): number {
	let count = 0;
	try {
		while (count < target.length) {
			const read = fs.readSync(fd, target, count, target.length - count, position + count);
			if (read === 0) {
				break;
			}

			count += read;
		}
	} catch (error) {
		throw systemComplaint(name, error, position + count);
	}

	return count;
}
