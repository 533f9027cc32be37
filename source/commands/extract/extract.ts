import fs from 'node:fs';
import path from 'node:path';
import type {WriteStream} from 'node:tty';
import {InputError} from '../../archive/byte-source.js';
import {memberKey} from '../../archive/member-name.js';
import {writeWhole} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Breath} from '../../forensics/breath.js';
import {extractables, extractTo, type Extractable, type Extracted} from '../../forensics/extract/extract.js';
import {Extraction} from '../../forensics/extract/extraction.js';
import {segmentBytes} from '../../forensics/extract/segment-bytes.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatBytes} from '../../views/format.js';
import {Problems} from '../../views/problems.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {jsonLine} from '../../writing/json-text.js';
import {progressLine} from '../progress-line.js';
import {complain, print, write, type Terminal} from '../terminal.js';
import {manifestEntry} from '../../writing/extract/manifest.js';
import type {extractOptions} from './command.js';

const manifestName = 'manifest.json';

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
		throw new UsageError('--stdout writes bytes as they are, which is nothing for a terminal: redirect it, or see cryoscope --help');
	}

	return withCheckpoint(file, terminal, async checkpoint => {
		await checkpoint.savedTrees.whenOpen();
		const problems = new Problems();
		const wanted = new Wanted(paths);
		const items = Iterator.from(extractables(checkpoint, message => {
			problems.add(message);
		})).filter(({path: name}) => wanted.has(name));
		if (output === undefined) {
			await printOne(items, paths[0]!, terminal, problems);
		} else {
			const count = await writeWhole({output, evidence: file}, async temporary => extractAll(temporary, items, {checkpoint, problems, terminal}));
			problems.add(...wanted.missing());
			await print(terminal.output, [summary(count, output)]);
		}

		for (const message of problems.messages) {
			complain(terminal, message);
		}

		return problems.messages.length === 0 ? 0 : 1;
	});
};

/** Which paths were asked for. */
class Wanted {
	readonly #found = new Map<string, boolean>();

	constructor(paths: readonly string[]) {
		for (const name of paths) {
			this.#found.set(memberKey(Buffer.from(name)), false);
		}
	}

	/** Whether this path, or a folder that it is in, was; all are where none was. */
	has({bytes}: Untrusted): boolean {
		if (this.#found.size === 0) {
			return true;
		}

		let key = memberKey(bytes);
		for (;;) {
			if (this.#found.has(key)) {
				this.#found.set(key, true);
				return true;
			}

			if (key === '') {
				return false;
			}

			key = key.slice(0, Math.max(0, key.lastIndexOf('/')));
		}
	}

	/** What is said of those that were not there. */
	missing(): string[] {
		return [...this.#found].filter(([, isFound]) => !isFound).map(([key]) => `${new Untrusted(Buffer.from(key, 'latin1')).toString()}: no file of the checkpoint has this path`);
	}
}

type Count = {written: number; bytes: number; leftOut: number};

type Job = {readonly checkpoint: Checkpoint; readonly problems: Problems; readonly terminal: Terminal};

async function extractAll(folder: string, items: Iterable<Extractable>, {checkpoint, problems, terminal}: Job): Promise<Count> {
	const extraction = new Extraction(folder);
	const manifest = new Manifest(path.join(folder, manifestName), checkpoint);
	const count: Count = {written: 0, bytes: 0, leftOut: 0};
	const line = progressLine(terminal);
	const breath = new Breath();
	const pause = async () => {
		if (!breath.isDue) {
			return;
		}

		line.show(`extracted ${formatBytes(count.bytes)}`);
		await breath.take();
	};

	try {
		for (const item of items) {
			const steps = extractTo(extraction, item);
			let step = steps.next();
			for (; !step.done; step = steps.next()) {
				count.bytes += step.value;
				await pause();
			}

			// There may be a million without a byte.
			await pause();

			const extracted = step.value;
			manifest.add(extracted);
			if ('leftOut' in extracted) {
				count.leftOut += extracted.file?.kind === 'directory' ? 0 : 1;
			} else {
				count.written++;
				if (extracted.missing > 0) {
					problems.add(missingText(extracted, extracted.missing));
				}
			}
		}

		return count;
	} finally {
		line.clear();
		manifest.end();
	}
}

/** Lists what was extracted, an entry a line. */
class Manifest {
	readonly #fd: number;
	#separator = '\n';

	constructor(file: string, {archive}: Checkpoint) {
		this.#fd = fs.openSync(file, 'wx', 0o600);
		fs.writeSync(this.#fd, `{"checkpoint": ${jsonLine(Untrusted.from(archive.path).toString())}, "entries": [`);
	}

	add(extracted: Extracted): void {
		fs.writeSync(this.#fd, this.#separator + jsonLine(manifestEntry(extracted)));
		this.#separator = ',\n';
	}

	end(): void {
		fs.writeSync(this.#fd, '\n]}\n');
		fs.closeSync(this.#fd);
	}
}

function summary({written, bytes, leftOut}: Count, output: string): string {
	const without = leftOut === 0 ? '' : `; ${leftOut} are only listed`;
	return `Wrote ${written} ${written === 1 ? 'file' : 'files'} with ${formatBytes(bytes)} to ${Untrusted.from(output).toString()}; ${manifestName} lists them${without}\n`;
}

async function printOne(items: Iterable<Extractable>, name: string, terminal: Terminal, problems: Problems): Promise<void> {
	const [found, ...more] = [...items].filter(({segments}) => segments !== undefined);
	const shown = Untrusted.from(name).toString();
	if (found === undefined || more.length > 0) {
		throw new InputError(shown, found === undefined ? 'no file of the checkpoint with this path has bytes' : `${more.length + 1} files of the checkpoint have this path, or are in it; --output writes them all`);
	}

	let end = 0;
	let {lost} = found;
	for (const {offset, length, bytes} of segmentBytes(found.segments!)) {
		await writeZeros(terminal, (bytes === undefined ? offset + length : offset) - end);
		if (bytes === undefined) {
			lost += length;
		} else {
			// What waits to be written must not change.
			await write(terminal.output, Buffer.from(bytes));
		}

		end = offset + length;
	}

	if (lost > 0) {
		problems.add(missingText(found, lost));
	}
}

async function writeZeros({output}: Terminal, count: number): Promise<void> {
	for (let left = count; left > 0; left -= zeros.length) {
		await write(output, zeros.subarray(0, left));
	}
}

function missingText({path: name}: Extractable, bytes: number): string {
	return `${name.toString()}: ${formatBytes(bytes)} of it are not in the checkpoint`;
}
