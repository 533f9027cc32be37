import type {Archive} from '../../source/archive/archive.js';
import {readExactly} from '../../source/archive/byte-source.js';
import {familyOfFile, isImageFile} from '../../source/criu/families.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {openFixture} from './open-fixture.js';

/** An image file in an archive. */
export type ImageFile = {readonly directory: ImageDirectory; readonly name: string};

/** Every file of an archive that is an image by its name, raw ones too, of whatever dump it is part. */
export function imageFilesOf(archive: Archive): ImageFile[] {
	const prefixes = new Set([...archive.members()].map(({key}) => key.slice(0, key.lastIndexOf('/') + 1)));
	return [...prefixes].flatMap(prefix => {
		const directory = new ImageDirectory(archive, prefix);
		return directory.names().filter(name => isImageFile(name)).map(name => ({directory, name}));
	});
}

/** Every image of a fixture but the raw ones. */
export async function framedImages(fixture: string): Promise<ImageFile[]> {
	return imageFilesOf(await openFixture(fixture)).filter(({name}) => familyOfFile(name)?.magic !== undefined);
}

/** The content of an image file. */
export function contentOf({directory, name}: ImageFile): Uint8Array {
	const source = directory.source(name)!;
	return readExactly(source, name, 0, source.size);
}
