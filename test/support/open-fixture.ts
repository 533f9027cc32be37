import type {Archive} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {plainTar} from './fixtures.js';

/** A shipped checkpoint as an archive, decompressed to its end. */
export async function openFixture(name: string): Promise<Archive> {
	const archive = await openArchive(plainTar(name));
	await archive.whenComplete();
	return archive;
}
