import {setTimeout as delay} from 'node:timers/promises';
import {openArchive} from '../archive/open.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';

// How long the first screen waits for what a compressed archive holds, in milliseconds: what is no checkpoint is better told without a screen.
const patience = 300;

/** A checkpoint that is being opened. */
export type Opening = {
	/** Rejects with an `InputError` when it can't be read. */
	readonly checkpoint: Promise<Checkpoint>;
	/** Settles when there is something to show, or no more time to wait for it; rejects with an `InputError` when there is no checkpoint. */
	readonly showable: Promise<void>;
};

/** Begins to open the checkpoint at `path`: what draws the screen can be loaded meanwhile. */
export function beginOpening(path: string): Opening {
	const checkpoint = openWhileLoading(path);
	const ready = async () => (await checkpoint).whenReady();
	const showable = Promise.race([ready(), delay(patience, undefined, {ref: false})]);
	// Whoever waits is told, some time later.
	checkpoint.catch(() => undefined);
	showable.catch(() => undefined);
	return {checkpoint, showable};
}

// A compressed archive is decompressed while what understands it is loaded.
async function openWhileLoading(path: string): Promise<Checkpoint> {
	const archive = openArchive(path);
	// Whoever waits is told, some time later.
	archive.catch(() => undefined);
	const {openCheckpointIn} = await import('../checkpoint/checkpoint.js');
	return openCheckpointIn(await archive);
}
