import {lazy} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import {ImageDirectory} from '../criu/image-directory.js';
import {isImageFile} from '../criu/families.js';
import {summarizeImage, type ImageSummary} from '../criu/image.js';
import {Untrusted} from '../text/untrusted.js';
import type {Checkpoint} from './checkpoint.js';
import {folderAbove} from './layout.js';
import {requireComplete} from './require-complete.js';

/** An image of a checkpoint. */
export type ListedImage = {
	readonly directory: ImageDirectory;
	/** In its directory, one character for each byte. */
	readonly key: string;
	/** Of the dump that was opened its name, of another one its path in the archive. */
	readonly name: Untrusted;
	/** In bytes; undefined for one that the dump should have and doesn't. */
	readonly size: number | undefined;

	/**
	What is in it, found out when it is first asked for, once.

	@throws {InputError} when it is missing, no image, or not the one its name says
	*/
	summary(): ImageSummary;
};

// Asked for by the rows of a table and by what is said of them as a whole.
const lists = new WeakMap<Checkpoint, readonly ListedImage[]>();

/**
Every image of a checkpoint: those of the dump that was opened, missing ones among them, what the engine moved out of their directory, and those of the other dumps beside it; each by name.

@throws {PendingError} while the archive is being decompressed
*/
export function listImages(checkpoint: Checkpoint): readonly ListedImage[] {
	requireComplete(checkpoint.archive);
	let list = lists.get(checkpoint);
	if (list === undefined) {
		list = findImages(checkpoint);
		lists.set(checkpoint, list);
	}

	return list;
}

/** The image that somebody calls by its name, or by its path in the archive. */
export function findImage(checkpoint: Checkpoint, name: string): ListedImage | undefined {
	const key = Untrusted.from(name).toKey();
	const images = listImages(checkpoint);
	return images.find(image => image.name.toKey() === key) ?? images.find(image => image.directory.prefix + image.key === key);
}

function findImages({images, otherImages, container}: Checkpoint): ListedImage[] {
	const above = folderAbove(images.prefix);
	const moved = above === images.prefix ? [] : imageNames(new ImageDirectory(images.archive, above)).filter(key => !key.endsWith('.img'));
	return [
		...listed(images, '', [...imageNames(images), ...container.contents.missing]),
		...listed(new ImageDirectory(images.archive, above), above, moved),
		...otherImages.flatMap(directory => listed(directory, directory.prefix, imageNames(directory))),
	];
}

function imageNames(directory: ImageDirectory): string[] {
	return directory.names().filter(name => isImageFile(name));
}

const {compare} = new Intl.Collator('en', {numeric: true});

/** `path` is what stands before the names. */
function listed(directory: ImageDirectory, path: string, keys: readonly string[]): ListedImage[] {
	return keys.toSorted(compare).map(key => ({
		directory, key,
		name: new Untrusted(Buffer.from(path + key, 'latin1')),
		size: directory.source(key)?.size,
		summary: lazy(() => summarize(directory, key)),
	}));
}

function summarize(directory: ImageDirectory, key: string): ImageSummary {
	return directory.reporting(() => {
		const source = directory.source(key);
		if (source === undefined) {
			throw new InputError(directory.shown(key), 'missing');
		}

		return summarizeImage(source, key, directory.shown(key));
	});
}
