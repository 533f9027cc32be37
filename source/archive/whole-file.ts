import fs from 'node:fs';
import path from 'node:path';
import {Untrusted} from '../text/untrusted.js';
import {InputError} from './byte-source.js';
import {systemComplaint} from './open-file.js';
import {withTemporary} from './temporary.js';

export type Target = {
	readonly output: string;
	/** The checkpoint, which is only read. */
	readonly evidence: string;
	/** Whether a file that has the name already is replaced, where `--force` asks for that; undefined where nothing can. */
	readonly replaces?: boolean;
};

/**
Has `make` write to a temporary name beside `output` and gives it the name `output` when it is whole. On an error or a signal nothing is left. The name must be free, unless it `replaces` a file, and not in the directory `evidence`.

@throws {InputError}
*/
export async function writeWhole<T>({output, evidence, replaces}: Target, make: (temporary: string) => Promise<T>): Promise<T> {
	const name = Untrusted.from(output).toString();
	requireFreeName({output, evidence, ...replaces !== undefined && {replaces}});
	try {
		return await withTemporary(output, async temporary => {
			const made = await make(temporary);
			if (replaces === true) {
				fs.renameSync(temporary, output);
			} else {
				publish(temporary, {output, replaces}, name);
			}

			return made;
		});
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}

/**
Refuses a name that is taken, unless it may be replaced, one in the checkpoint, and one that the system refuses: too long, or in a folder that is closed to this user.

@throws {InputError}
*/
export function requireFreeName({output, evidence, replaces}: Target): void {
	const name = Untrusted.from(output).toString();
	try {
		refuseEvidence(output, evidence, name);
		refuseInside(path.dirname(path.resolve(output)), evidence, name);
		refuseTaken(output, replaces, name);
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}

function refuseTaken(output: string, replaces: boolean | undefined, name: string): void {
	const there = fs.lstatSync(output, {throwIfNoEntry: false});
	if (there === undefined) {
		return;
	}

	if (replaces === undefined) {
		throw new InputError(name, 'exists already, and nothing is written over');
	}

	if (!there.isFile()) {
		throw new InputError(name, 'is no file, and is not replaced by one');
	}

	if (!replaces) {
		throw new InputError(name, 'exists already: --force replaces it');
	}
}

function refuseEvidence(output: string, evidence: string, name: string): void {
	const [written, read] = [output, evidence].map(file => fs.statSync(file, {throwIfNoEntry: false}));
	if (written !== undefined && written.dev === read?.dev && written.ino === read.ino) {
		throw new InputError(name, 'is the checkpoint, which is only read');
	}
}

function refuseInside(folder: string, evidence: string, name: string): void {
	let real: string;
	try {
		real = fs.realpathSync(folder);
	} catch (error) {
		throw systemComplaint(Untrusted.from(folder).toString(), error);
	}

	const within = path.relative(fs.realpathSync(evidence), real);
	if (within !== '..' && !within.startsWith(`..${path.sep}`)) {
		throw new InputError(name, 'is inside the checkpoint, which is only read: write it elsewhere');
	}
}

// A link takes a name only when it is free, at once; not every file system has them, and none for directories.
function publish(temporary: string, {output, replaces}: Omit<Target, 'evidence'>, name: string): void {
	if (fs.statSync(temporary).isFile()) {
		try {
			fs.linkSync(temporary, output);
			fs.unlinkSync(temporary);
			return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
				refuseTaken(output, replaces, name);
				throw error;
			}
		}
	}

	refuseTaken(output, replaces, name);
	fs.renameSync(temporary, output);
}
