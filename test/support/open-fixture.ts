import type {Archive} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {fixture} from './fixtures.js';

/** A shipped checkpoint as an archive, decompressed to its end. */
export async function openFixture(name: string): Promise<Archive> {
	const archive = await openArchive(fixture(name));
	await archive.whenComplete();
	return archive;
}
