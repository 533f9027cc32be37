import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {Messages} from '../criu/schema/messages.js';

/**
The message of an image that holds one, such as a task's core.

@throws {InputError} when the image is missing, damaged or empty
@throws {PendingError}
*/
export function required<T extends keyof Messages>(images: ImageDirectory, name: string, type: T): Messages[T] {
	const message = images.message(name, type);
	if (message === undefined) {
		throw new InputError(images.shown(name), images.has(name) ? 'empty' : 'missing');
	}

	return message;
}
