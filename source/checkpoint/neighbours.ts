import {ImageDirectory} from '../criu/image-directory.js';
import {Untrusted} from '../text/untrusted.js';
import {orNothing} from './complaint.js';
import type {Neighbour} from './container.js';
import type {Layout} from './layout.js';

/**
The other directories with images in the archive, none of which is opened by itself.

@throws {PendingError}
*/
export function readNeighbours({images, others}: Layout): Neighbour[] {
	const parents = new Set<string>();
	for (let parent = parentIn(images); parent !== undefined; parent = parentIn(parent)) {
		parents.add(parent.prefix);
	}

	return others().map(other => ({name: folderOf(other), isParent: parents.has(other.prefix)}));
}

/** The path of a directory of images in its archive. */
export function folderOf({prefix}: ImageDirectory): Untrusted {
	return prefix === '' ? Untrusted.from('.') : new Untrusted(Buffer.from(prefix.slice(0, -1), 'latin1'));
}

/** The dump that `images` build on, where that is in the same archive. */
function parentIn(images: ImageDirectory): ImageDirectory | undefined {
	const parent = orNothing(() => images.parent);
	return parent instanceof ImageDirectory && parent.archive === images.archive ? parent : undefined;
}
