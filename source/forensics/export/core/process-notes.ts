import {attempt} from '../../../archive/attempt.js';
import type {InputError} from '../../../archive/byte-source.js';
import {orNothing} from '../../../checkpoint/complaint.js';
import type {Process} from '../../../checkpoint/process.js';
import type {Vma, VmaKind} from '../../../memory/memory.js';
import type {Untrusted} from '../../../text/untrusted.js';
import {packed, structure, type Field} from './layout.js';
import type {CoreMachine} from './machines.js';
import {noteTypes, type Note} from './notes.js';

const nameSize = 16;
const argumentsSize = 80;

// The states of a task as the kernel numbers them in a core: `R`, `S`, `D`, `T`.
const stopped = {number: 3, letter: 'T'} as const;
const running = {number: 0, letter: 'R'} as const;

/** NT_PRPSINFO, `struct elf_prpsinfo`: what debuggers say of a process first. They print it as it is, so that nothing is in it that a terminal would obey. */
export function processInfoNote(process: Process, {wordSize, idSize}: CoreMachine): Note {
	const {ppid = 0, pgid = 0, sid = 0, pid, images} = process;
	const core = orNothing(() => images.core);
	const nice = core?.thread_core?.sched_nice ?? 0;
	const state = orNothing(() => process.state) === 'stopped' ? stopped : running;
	const credentials = orNothing(() => process.credentials);
	const head = structure({
		state: [state.number, 1],
		letter: [state.letter.codePointAt(0)!, 1],
		isZombie: [0, 1],
		nice: [nice, 1],
		...(wordSize === 8 && {padding: [0, 4]}),
		flags: [core?.tc?.flags ?? 0, wordSize],
		uid: [credentials?.uid ?? 0, idSize],
		gid: [credentials?.gid ?? 0, idSize],
		pid: [pid, 4],
		ppid: [ppid, 4],
		pgid: [pgid, 4],
		sid: [sid, 4],
	});
	const words = orNothing(() => process.argv.strings) ?? [];
	return {
		name: 'CORE', type: noteTypes.prpsinfo,
		content: Buffer.concat([head, field(core?.tc?.comm.toString() ?? '', nameSize), field(words.map(word => word.toString()).join(' '), argumentsSize)]),
	};
}

// As much of a text as there is room for, and a NUL.
function field(text: string, size: number): Buffer {
	const bytes = Buffer.alloc(size);
	bytes.write(text, 0, size - 1);
	return bytes;
}

/** NT_AUXV, as the kernel gave it to the program. */
export function auxiliaryVectorNote({images}: Process, {wordSize}: CoreMachine): Note {
	const words = images.mm.mm_saved_auxv;
	// A 64-bit CRIU reads that of a 32-bit process as 64-bit words of two each.
	const isPacked = wordSize === 4 && words.some(word => word > 0xff_ff_ff_ffn);
	return {name: 'CORE', type: noteTypes.auxv, content: packed(words.map((word): Field => [word, isPacked ? 8 : wordSize]))};
}

// What the kernel keeps a file for, if only one that has no name of its own.
const withFile: ReadonlySet<VmaKind> = new Set(['file', 'memfd', 'shared-anonymous', 'sysv']);

/** NT_FILE: which mapping maps which part of which file. A mapping whose file can't be told is left out, with a complaint. */
export function mappedFilesNote(process: Process, {wordSize}: CoreMachine): {readonly note: Note; readonly problems: readonly InputError[]} {
	const {vmas, pageSize} = process.memory;
	const problems = new Map<string, InputError>();
	const rows: Field[] = [];
	const names: Buffer[] = [];
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		const name = withFile.has(vma.kind) ? nameOf(vma, process, problems) : undefined;
		if (name !== undefined) {
			rows.push([vma.start, wordSize], [vma.end, wordSize], [vma.offset / BigInt(pageSize), wordSize]);
			// Debuggers look for these names in the file system, and print them.
			names.push(Buffer.from(`${name.toString()}\0`));
		}
	}

	const content = Buffer.concat([packed([[names.length, wordSize], [pageSize, wordSize], ...rows]), ...names]);
	return {note: {name: 'CORE', type: noteTypes.file, content}, problems: [...problems.values()]};
}

function nameOf(vma: Vma, process: Process, problems: Map<string, InputError>): Untrusted | undefined {
	const name = attempt(() => process.mappingName(vma));
	if (name.state === 'pending') {
		throw name.error;
	}

	if (name.state === 'failed') {
		problems.set(name.error.message, name.error);
		return undefined;
	}

	return name.value;
}
