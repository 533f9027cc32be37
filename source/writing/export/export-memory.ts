import fs from 'node:fs';
import {withNewFile} from '../../archive/new-file.js';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {Breath} from '../../forensics/breath.js';
import {copyMemory, sizesOf} from '../../forensics/export/copy-memory.js';
import {MappedFiles} from '../../forensics/export/core/mapped-files.js';
import {writeCore} from '../../forensics/export/core/write-core.js';
import type {Area, Exported} from '../../forensics/export/exported.js';
import type {RootFolder} from '../../forensics/root-folder.js';
import type {Presence} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import type {ShowStep} from '../../views/step.js';
import {MapFile, type MapHead} from './map-file.js';

/** What is written of a process: its memory as it is, or an ELF core, which `root` may have the mapped files for. */
export type MemoryForm = {readonly kind: 'raw'; readonly area: Area} | {readonly kind: 'core'; readonly root?: RootFolder | undefined};

export type MemoryExport = {
	readonly process: Process;
	readonly form: MemoryForm;
	readonly target: Target;
};

/** What was written. */
export type MemoryWritten = {
	/** The file that says what lies where. */
	readonly map: string;
	/** Of the file, in bytes, with its holes. */
	readonly size: number;
	/** Bytes of memory that it has not, by why. */
	readonly absent: ReadonlyMap<Presence, bigint>;
	/** What else should be in it and is not, or was found to be wrong, a sentence each. */
	readonly problems: readonly string[];
};

/** The file beside `output` that says what lies where in it. */
function mapOf(output: string): string {
	return `${output}.map.json`;
}

/**
Writes memory of a process to a file, and a map of it to another. Neither is there before both are whole. What `show` throws gives it up.

@throws {InputError} when it can't be read or written, or the names are not free
@throws {PendingError}
*/
export async function exportMemory(checkpoint: Checkpoint, {process, form, target}: MemoryExport, show: ShowStep): Promise<MemoryWritten> {
	const known = new Set(checkpoint.images.problems);
	const name = Untrusted.from(target.evidence).toString();
	const map = mapOf(target.output);
	const write = async (begin: (fd: number) => Job) => writeWhole({...target, output: map}, async mapFile => (
		writeWhole(target, async file => withNewFile(file, async fd => withNewFile(mapFile, async mapFd => writeBoth(fd, mapFd, {process, begin, show}))))
	));
	const written = form.kind === 'core'
		? await withMappedFiles(checkpoint, form.root, async files => write(fd => coreJob(process, files, fd, name)))
		: await write(fd => rawJob(process, form.area, fd, name));
	const found = checkpoint.images.problems.filter(problem => !known.has(problem)).map(({message}) => message);
	return {...written, map, problems: [...written.problems, ...found]};
}

async function withMappedFiles<T>(checkpoint: Checkpoint, root: RootFolder | undefined, work: (files: MappedFiles) => Promise<T>): Promise<T> {
	const files = await MappedFiles.open(checkpoint, root);
	try {
		return await work(files);
	} finally {
		files.close();
	}
}

type Job = {
	/** Writes as it is asked for them. */
	readonly parts: Iterable<Exported>;
	/** Of the memory, in bytes. */
	readonly size: number;
	readonly head: MapHead;
	/** What the file lacks besides memory. */
	readonly problems: () => ReadonlyArray<{readonly message: string}>;
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

type Task = {readonly process: Process; readonly begin: (fd: number) => Job; readonly show: ShowStep};

async function writeBoth(fd: number, mapFd: number, {process, begin, show}: Task): Promise<Omit<MemoryWritten, 'map'>> {
	const absent = new Map<Presence, bigint>();
	const {parts, size: total, head, problems} = begin(fd);
	const map = new MapFile(mapFd, process, head);
	let done = 0;
	const breath = new Breath();
	for (const part of parts) {
		map.add(part);
		if (part.content === 'none') {
			absent.set(part.presence, (absent.get(part.presence) ?? 0n) + BigInt(part.length));
		}

		done += part.content === 'none' || part.presence === 'zero' ? 0 : part.length;
		if (breath.isDue) {
			show({doing: 'exporting', done, total});
			await breath.take();
		}
	}

	map.end();
	return {size: fs.fstatSync(fd).size, absent, problems: problems().map(({message}) => message)};
}
