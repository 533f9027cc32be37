import fs from 'node:fs';
import path from 'node:path';
import type {Writable} from 'node:stream';
import {finished} from 'node:stream/promises';
import {InputError} from '../../archive/byte-source.js';
import {systemComplaint} from '../../archive/open-file.js';
import {withTemporary} from '../../archive/temporary.js';
import {Untrusted} from '../../text/untrusted.js';

const onlyOwner = 0o600;

/**
Writes the file `file` anew with what only its owner may read, such as the memory of a process; `content` is given where to write it to. It has its name when it is whole, unless it is no file but a device or a pipe.

@throws {InputError} when it can't be written, or is one of the checkpoints at `evidence` or lies in one
*/
export async function writePrivateFile(file: string, evidence: readonly string[], content: (output: Writable) => Promise<void>): Promise<void> {
	const name = Untrusted.from(file).toString();
	try {
		if (evidence.some(checkpoint => belongsTo(file, checkpoint))) {
			throw new InputError(name, 'is the checkpoint itself, or in it: nothing is written there');
		}

		const there = fs.statSync(file, {throwIfNoEntry: false});
		if (there !== undefined && !there.isFile()) {
			await write(fs.openSync(file, fs.constants.O_WRONLY), content);
			return;
		}

		const target = there === undefined ? file : fs.realpathSync(file);
		await withTemporary(target, async temporary => {
			await write(fs.openSync(temporary, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, onlyOwner), content);
			fs.renameSync(temporary, target);
		});
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}

async function write(fd: number, content: (output: Writable) => Promise<void>): Promise<void> {
	const output = fs.createWriteStream('', {fd});
	const done = finished(output);
	// Whoever waits is told: to write, or at the end.
	done.catch(() => undefined);
	await content(output);
	output.end();
	await done;
}

/** Whether `file` is the checkpoint, by whatever name, or would be a file of its directory. */
function belongsTo(file: string, checkpoint: string): boolean {
	const [written, read] = [fs.statSync(file, {throwIfNoEntry: false}), fs.statSync(checkpoint, {throwIfNoEntry: false})];
	if (written !== undefined && written.dev === read?.dev && written.ino === read.ino) {
		return true;
	}

	const folder = path.dirname(written === undefined ? file : fs.realpathSync(file));
	return (read?.isDirectory() ?? false) && fs.existsSync(folder) && `${fs.realpathSync(folder)}/`.startsWith(`${fs.realpathSync(checkpoint)}/`);
}
