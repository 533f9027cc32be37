import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {Messages} from '../criu/schema/messages.js';
import {isPreDump} from './pre-dump.js';

/**
The message of an image that holds one, such as a task's core. Without it, that is a problem of the dump.

@throws {InputError} when the image is missing, damaged or empty
@throws {PendingError}
*/
export function required<T extends keyof Messages>(images: ImageDirectory, name: string, type: T): Messages[T] {
	const message = images.message(name, type);
	if (message === undefined) {
		throw lacking(images, name);
	}

	return message;
}

/** What to throw where an image is missing, or does not have what it should: `lack`. It is among the problems of the dump then, unless that is a pre-dump, which never has it. The archive must be complete. */
export function lacking(images: ImageDirectory, name: string, lack = 'empty'): InputError {
	if (!images.has(name) && isPreDump(images)) {
		return new InputError(images.shown(name), 'not in a pre-dump, which has memory only');
	}

	const problem = new InputError(images.shown(name), images.has(name) ? lack : 'missing');
	images.reporting(() => ({problems: [problem]}));
	return problem;
}

/** The image that says which files had no name any more. CRIU writes it only where there are such files. */
export const removedFiles = 'remap-fpath.img';

/**
For an image that CRIU writes only where there is something to write: without it there was nothing, unless it was in a part of the archive that is lost.

@throws {InputError} when it is missing from a damaged archive
@throws {PendingError}
*/
export function requireNotLost(images: ImageDirectory, name: string): void {
	const [damage] = images.archive.problems;
	if (damage !== undefined && !images.has(name)) {
		throw new InputError(images.shown(name), `not found in what is left of the archive (${damage.reason})`);
	}
}

/** The messages of such an image. */
export function messagesOrLost<T extends keyof Messages>(images: ImageDirectory, name: string, type: T): ReadonlyArray<Messages[T]> {
	requireNotLost(images, name);
	return images.messages(name, type);
}
