import {InputError} from '../../../archive/byte-source.js';
import type {Process} from '../../../checkpoint/process.js';
import {FileLayer} from '../../../memory/file-layer.js';
import type {Vma} from '../../../memory/memory.js';
import {hasContent, type Run} from '../../../memory/presence.js';
import {readRuns} from '../../../memory/read-runs.js';
import {chunkSize, copyPart, runsOf} from '../copy-memory.js';
import type {Exported} from '../exported.js';
import {CoreFile} from './core-file.js';
import {coreMachineOf} from './machines.js';
import type {MappedFiles} from './mapped-files.js';
import {notesSegment} from './notes.js';
import {auxiliaryVectorNote, mappedFilesNote, processInfoNote} from './process-notes.js';
import {threadNotes, threadsOf} from './thread-notes.js';

// From so many zeros on they take no place in the file, not even a hole: a process may have reserved terabytes.
const manyZeros = 1n << 20n;

/** A core that is being written. */
export type CoreExport = {
	/** What it lacks besides memory: threads, and names of files. */
	readonly problems: readonly InputError[];
	/**
	Writes it, a part at a time; it is whole when the last one was asked for.

	@yields what was written, in address order
	@throws {InputError} when memory can't be read
	*/
	readonly parts: () => Generator<Exported>;
};

/**
An ELF core of a process in an empty file: what `gdb` opens. Pages of mapped files that are not in the dump are taken from `files`, where it has them.

@throws {InputError} when no core can be made of the process
@throws {PendingError}
*/
export function writeCore(process: Process, files: MappedFiles, fd: number): CoreExport {
	if (process.memoryOnly) {
		throw new InputError(`pid ${process.pid}`, 'the dump is a pre-dump, which has memory and no registers: only memory as it is can be exported');
	}

	const {known, problems} = threadsOf(process);
	if (known[0] === undefined) {
		throw problems[0]!;
	}

	const machine = coreMachineOf(known[0].core);
	if (typeof machine === 'string' || process.byteOrder === 'big') {
		throw new InputError(`pid ${process.pid}`, `cores of ${typeof machine === 'string' ? machine : 'a big-endian machine'} can't be written yet, only those of x86_64, i386 and aarch64`);
	}

	const [leader, ...others] = known.map(thread => threadNotes(thread, process, machine));
	const [status, ...rest] = leader!;
	const mapped = mappedFilesNote(process, machine);
	const notes = notesSegment([status!, processInfoNote(process, machine), auxiliaryVectorNote(process, machine), mapped.note, ...rest, ...others.flat()]);
	const core = new CoreFile(fd, machine, process.memory.pageSize, notes);
	return {
		problems: [...problems, ...mapped.problems],
		* parts() {
			yield * copyTo(core, process, files, fd);
			core.finish();
		},
	};
}

function * copyTo(core: CoreFile, process: Process, files: MappedFiles, fd: number): Generator<Exported> {
	const {memory} = process;
	let vma: Vma | undefined;
	for (const {run, bytes} of readRuns(memory, runsOf(memory, 'everything'), chunkSize)) {
		if (vma?.index !== run.vma) {
			vma = run.vma === undefined ? undefined : memory.vmas.at(run.vma);
		}

		if (vma === undefined) {
			yield without(run);
		} else if (bytes !== undefined) {
			yield * copyPart(run, bytes, fd, core.place(run.start, bytes.length, vma.index, vma.protection));
		} else if (run.presence === 'zero') {
			yield zeros(run, vma, core);
		} else {
			yield * fromFile(run, vma, {core, files, fd, pageSize: memory.pageSize});
		}
	}
}

function without({start, end, presence, vma}: Run): Exported {
	return {address: start, length: Number(end - start), offset: undefined, content: 'none', presence, vma};
}

function zeros(run: Run, {index, protection}: Vma, core: CoreFile): Exported {
	const size = run.end - run.start;
	if (size < manyZeros) {
		return {...without(run), content: 'zeros', offset: core.place(run.start, Number(size), index, protection)};
	}

	core.zeros(run.start, size, index, protection);
	return {...without(run), content: 'zeros'};
}

type Target = {readonly core: CoreFile; readonly files: MappedFiles; readonly fd: number; readonly pageSize: number};

function * fromFile(run: Run, vma: Vma, {core, files, fd, pageSize}: Target): Generator<Exported> {
	const source = vma.kind === 'file' && !hasContent(run.presence) && (run.presence === 'file' || run.presence === 'never-dumped') ? files.content(vma) : undefined;
	const shift = vma.start - vma.offset;
	const [stretch] = source === undefined ? [] : new FileLayer(source, pageSize).stretches(Number(run.start - shift), Number(run.end - shift));
	let at = run.start;
	const end = stretch === undefined ? at : at + BigInt(stretch.end - stretch.start);
	const buffer = Buffer.alloc(Math.min(chunkSize, Number(end - at)));
	while (at < end) {
		const bytes = buffer.subarray(0, Math.min(chunkSize, Number(end - at)));
		const count = stretch!.source!.read(bytes, Number(at - shift));
		if (count === 0) {
			break;
		}

		const part = {...run, start: at, end: at + BigInt(count)};
		for (const written of copyPart(part, bytes.subarray(0, count), fd, core.place(at, count, vma.index, vma.protection))) {
			yield {...written, content: 'file'};
		}

		at = part.end;
	}

	if (at < run.end) {
		yield without({...run, start: at});
	}
}
