import fs from 'node:fs';
import {InputError} from '../../archive/byte-source.js';
import {writeWhole} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {Breath} from '../../forensics/breath.js';
import {copyMemory, sizesOf} from '../../forensics/export/copy-memory.js';
import {MappedFiles} from '../../forensics/export/core/mapped-files.js';
import {writeCore} from '../../forensics/export/core/write-core.js';
import type {Area, Exported} from '../../forensics/export/exported.js';
import {isLost, type Presence} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {chosenProcesses} from '../../views/chosen-processes.js';
import {lostMemoryText} from '../../views/lost-memory.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoints} from '../open.js';
import {percentText, progressLine} from '../progress-line.js';
import {print, type Terminal} from '../terminal.js';
import {areaOf} from '../area.js';
import {MapFile, type MapHead} from '../../writing/export/map-file.js';
import type {exportOptions} from './command.js';

/** Writes the memory of a process to a file, and a map of it to another. */
export const run: Run<typeof exportOptions> = async ({operands, options: {pid, output, force, core, rootfs, ...options}, terminal}) => {
	if (pid === undefined || output === undefined) {
		throw new UsageError('export takes --pid and --output');
	}

	if (core && (options.range ?? options.vma) !== undefined) {
		throw new UsageError('--core is of a whole process: neither --range nor --vma goes with it');
	}

	if (!core && rootfs !== undefined) {
		throw new UsageError('--rootfs goes with --core');
	}

	const areaIn = areaOf(options);
	return withCheckpoints(operands, terminal, async (checkpoint, path) => {
		const process = processOf(checkpoint, pid);
		const area = areaIn(process.memory);
		const known = new Set(checkpoint.images.problems);
		const map = `${output}.map.json`;
		const target = {evidence: path, replaces: force};
		const name = shown(path);
		const write = async (make: (fd: number) => Job) => writeWhole({...target, output: map}, async mapFile => (
			writeWhole({...target, output}, async file => exportTo(file, mapFile, {process, make, terminal}))
		));
		const lacks = core
			? await withMappedFiles(checkpoint, rootfs, async files => write(fd => coreJob(process, files, fd, name)))
			: await write(fd => rawJob(process, area, fd, name));
		await print(terminal.output, [`Wrote ${shown(output)}, and what lies where in it to ${shown(map)}\n`]);
		return [...lacks, ...checkpoint.images.problems.filter(problem => !known.has(problem)).map(({message}) => message)];
	});
};

async function withMappedFiles<T>(checkpoint: Checkpoint, folder: string | undefined, work: (files: MappedFiles) => Promise<T>): Promise<T> {
	const files = await MappedFiles.open(checkpoint, folder);
	try {
		return await work(files);
	} finally {
		files.close();
	}
}

/**
The process whose memory is wanted.
@throws {InputError} when it is not there, or has no memory
*/
function processOf(checkpoint: Checkpoint, pid: number): Process {
	const [process] = chosenProcesses(checkpoint, [pid]);
	if (!process!.hasMemory) {
		throw new InputError(`pid ${pid}`, `it is ${process!.state}, and has no memory in the checkpoint`);
	}

	return process!;
}

type Job = {
	/** Writes as it is asked for them. */
	readonly parts: Iterable<Exported>;
	/** Of the memory, in bytes. */
	readonly size: number;
	readonly head: MapHead;
	/** What the file lacks besides memory. */
	readonly problems: () => readonly InputError[];
};

function rawJob({memory}: Process, area: Area, fd: number, checkpoint: string): Job {
	const {file, content} = sizesOf(memory, area);
	return {
		parts: copyMemory(memory, area, fd),
		problems: () => [],
		size: content,
		head: {checkpoint, format: 'raw', size: file, ...(area !== 'everything' && {range: area})},
	};
}

function coreJob(process: Process, files: MappedFiles, fd: number, checkpoint: string): Job {
	const {parts, problems} = writeCore(process, files, fd);
	return {
		parts: parts(),
		problems: () => [...problems, ...files.problems],
		size: sizesOf(process.memory, 'everything').content,
		head: {checkpoint, format: 'elf core'},
	};
}

type Task = {readonly process: Process; readonly make: (fd: number) => Job; readonly terminal: Terminal};

/** Returns what should be in the file and is not, a sentence each. */
async function exportTo(file: string, mapFile: string, {process, make, terminal}: Task): Promise<readonly string[]> {
	const lost = new Map<Presence, bigint>();
	const [fd, mapFd] = [openPrivate(file), openPrivate(mapFile)];
	const line = progressLine(terminal);
	try {
		const {parts, size, head, problems} = make(fd);
		const map = new MapFile(mapFd, process, head);
		let done = 0;
		const breath = new Breath();
		for (const part of parts) {
			map.add(part);
			if (isLost(part.presence)) {
				lost.set(part.presence, (lost.get(part.presence) ?? 0n) + BigInt(part.length));
			}

			done += part.content === 'none' || part.presence === 'zero' ? 0 : part.length;
			if (breath.isDue) {
				line.show(`exporting ${percentText(done, size)}`);
				await breath.take();
			}
		}

		map.end();
		return [...(lost.size === 0 ? [] : [lostMemoryText(`pid ${process.pid}`, lost)]), ...problems().map(({message}) => message)];
	} finally {
		line.clear();
		fs.closeSync(fd);
		fs.closeSync(mapFd);
	}
}

function openPrivate(file: string): number {
	return fs.openSync(file, 'wx', 0o600);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
