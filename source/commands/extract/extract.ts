import type {WriteStream} from 'node:tty';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {extractables, withUnread, type Extractable} from '../../forensics/extract/extract.js';
import {segmentBytes} from '../../forensics/extract/segment-bytes.js';
import {Untrusted} from '../../text/untrusted.js';
import {lostContentText} from '../../views/lost-memory.js';
import {Problems} from '../../views/problems.js';
import {extractAll, filesText} from '../../writing/extract/extract-all.js';
import {manifestName} from '../../writing/extract/manifest-file.js';
import {Wanted} from '../../writing/extract/wanted.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {withProgress} from '../progress-line.js';
import {complain, print, write, type Terminal} from '../terminal.js';
import type {extractOptions} from './command.js';

const zeros = Buffer.alloc(1 << 16);

/** Writes files of a checkpoint to a new folder, or one to standard output. */
export const run: Run<typeof extractOptions> = async ({operands, options: {output, stdout}, terminal}) => {
	const [file, ...paths] = operands as [string, ...string[]];
	if (stdout === (output !== undefined)) {
		throw new UsageError('extract takes either --output or --stdout');
	}

	if (stdout && paths.length !== 1) {
		throw new UsageError(`--stdout takes one PATH, but ${paths.length === 0 ? 'none was' : `${paths.length} were`} given`);
	}

	if (stdout && (terminal.output as Partial<WriteStream>).isTTY) {
		throw new UsageError('--stdout writes bytes as they are, which is nothing for a terminal: redirect it');
	}

	return withCheckpoint(file, terminal, async checkpoint => {
		await checkpoint.savedTrees.whenOpen();
		const problems = new Problems();
		const wanted = new Wanted(paths.map(name => Buffer.from(name)));
		const items = Iterator.from(extractables(checkpoint, message => {
			problems.add(message);
		})).filter(({path: name}) => wanted.has(name));
		if (output === undefined) {
			await printOne(items, paths[0]!, terminal, problems);
		} else {
			await extractTo(output, items, {checkpoint, file, problems, terminal});
			problems.addAll(wanted.missing());
		}

		for (const message of problems.messages) {
			complain(terminal, message);
		}

		return problems.messages.length === 0 ? 0 : 1;
	});
};

type Job = {readonly checkpoint: Checkpoint; readonly file: string; readonly problems: Problems; readonly terminal: Terminal};

async function extractTo(output: string, items: Iterable<Extractable>, {checkpoint, file, problems, terminal}: Job): Promise<void> {
	const {leftOut, incomplete, ...count} = await withProgress(terminal, async ({showStep}) => extractAll(checkpoint, {output, evidence: file}, items, showStep));
	problems.addAll(incomplete.map(({path, missing}) => lostContentText(path.toString(), missing)));
	const without = leftOut === 0 ? '' : `; ${leftOut} are only listed`;
	await print(terminal.output, [`Wrote ${filesText(count)} to ${Untrusted.from(output).toString()}; ${manifestName} lists them${without}\n`]);
}

async function printOne(items: Iterable<Extractable>, name: string, terminal: Terminal, problems: Problems): Promise<void> {
	const [found, ...more] = [...items].filter(({segments}) => segments !== undefined);
	const shown = Untrusted.from(name).toString();
	if (found === undefined || more.length > 0) {
		throw new InputError(shown, found === undefined ? 'no file of the checkpoint with this path has bytes' : `${more.length + 1} files of the checkpoint have this path, or are in it; --output writes them all`);
	}

	let end = 0;
	let unread = 0;
	for (const {offset, length, bytes} of segmentBytes(found.segments!)) {
		await writeZeros(terminal, (bytes === undefined ? offset + length : offset) - end);
		if (bytes === undefined) {
			unread += length;
		} else {
			// What waits to be written must not change.
			await write(terminal.output, Buffer.from(bytes));
		}

		end = offset + length;
	}

	const missing = withUnread(found.lost, unread);
	if (missing.size > 0) {
		problems.add(lostContentText(found.path.toString(), missing));
	}
}

async function writeZeros({output}: Terminal, count: number): Promise<void> {
	for (let left = count; left > 0; left -= zeros.length) {
		await write(output, zeros.subarray(0, left));
	}
}
