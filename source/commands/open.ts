import {checkpointIn, openCheckpoint, type Checkpoint} from '../checkpoint/checkpoint.js';
import type {Archive} from '../archive/archive.js';
import {InputError} from '../archive/byte-source.js';
import {openArchive} from '../archive/open.js';
import {Untrusted} from '../text/untrusted.js';
import {progressLine} from './progress-line.js';
import {complain, type Terminal} from './terminal.js';

/**
Opens the checkpoint at `path`, waits until all of it is there, hands it to `work` and closes it. What was found to be wrong with the file itself is said in the end.

@returns what `work` returned, or 1 where part of the file is lost
@throws {InputError} when there is no checkpoint
*/
export async function withCheckpoint(path: string, terminal: Terminal, work: (checkpoint: Checkpoint) => Promise<number>): Promise<number> {
	const checkpoint = await openCheckpoint(path);
	try {
		await complete(checkpoint.archive, terminal);
		await checkpoint.whenReady();
		const code = await work(checkpoint);
		const {problems} = checkpoint.archive;
		for (const {message} of problems) {
			complain(terminal, message);
		}

		return code === 0 && problems.length > 0 ? 1 : code;
	} finally {
		checkpoint.close();
	}
}

/**
Opens what should be a checkpoint at `path`, waits until all of it is there, hands it to `work`, whether or not it is one, and closes it.

@returns what `work` returned
@throws {InputError} when it can't be read
*/
export async function withArchive(path: string, terminal: Terminal, work: (checkpoint: Checkpoint) => Promise<number>): Promise<number> {
	const archive = await openArchive(path);
	try {
		await complete(archive, terminal);
		return await work(checkpointIn(archive));
	} finally {
		archive.close();
	}
}

/**
Opens the checkpoints at `paths` in turn for `work`, which returns what it could not read, a sentence each. One that is no checkpoint, or that `work` can do nothing with, costs only itself.

@returns 1 where not all could be read, else 0
*/
export async function withCheckpoints(paths: readonly string[], terminal: Terminal, work: (checkpoint: Checkpoint, path: string) => Promise<readonly string[]>): Promise<number> {
	let code = 0;
	for (const path of paths) {
		const name = Untrusted.from(path).toString();
		// Of several files it has to be said which one.
		code = Math.max(code, await withOne(path, terminal, work, message => paths.length > 1 && !message.startsWith(name) ? `${name}: ${message}` : message));
	}

	return code;
}

async function withOne(path: string, terminal: Terminal, work: (checkpoint: Checkpoint, path: string) => Promise<readonly string[]>, told: (message: string) => string): Promise<number> {
	try {
		return await withCheckpoint(path, terminal, async checkpoint => {
			const messages = await work(checkpoint, path);
			const ofArchive = new Set(checkpoint.archive.problems.map(({message}) => message));
			const own = messages.filter(message => !ofArchive.has(message));
			for (const message of own) {
				complain(terminal, told(message));
			}

			return own.length === 0 ? 0 : 1;
		});
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		complain(terminal, told(error.message));
		return 1;
	}
}

async function complete(archive: Archive, terminal: Terminal): Promise<void> {
	if (archive.complete) {
		return;
	}

	const line = progressLine(terminal);
	const stop = archive.onProgress(() => {
		const {done, total} = archive.progress;
		line.showStep({doing: 'decompressing', done, total});
	});
	await archive.whenComplete();
	stop();
	line.clear();
}
