import type {Archive} from '../../archive/archive.js';
import type {ImageDirectory} from '../../criu/image-directory.js';

/** The key of a file where an engine puts its own: beside the folder of the images, or among them where that folder is all there is. */
export function besideImages({prefix}: ImageDirectory, name: string): string {
	return prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1) + name;
}

/** The key of the next record of edits. Each edited checkpoint gets one of its own, so that none of those before it is lost. */
export function nextRecord(archive: Archive, images: ImageDirectory): string {
	for (let number = 1; ; number++) {
		const key = besideImages(images, `cryoscope-edit-${number}.json`);
		if (archive.get(key) === undefined) {
			return key;
		}
	}
}
