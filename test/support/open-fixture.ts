import type {Archive} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {fixture} from './fixtures.js';

/** A shipped checkpoint as an archive, decompressed to its end. */
export async function openFixture(name: string): Promise<Archive> {
	const archive = await openArchive(fixture(name));
	await archive.whenComplete();
	return archive;
}

/** A checkpoint of which all has arrived. */
export async function completeCheckpoint(file: string): Promise<Checkpoint> {
	const checkpoint = await openCheckpoint(file);
	await checkpoint.archive.whenComplete();
	await checkpoint.whenReady();
	return checkpoint;
}
