import {openCheckpoint, type Checkpoint} from '../../checkpoint/checkpoint.js';
import {FileTable} from '../../checkpoint/file-table.js';
import {Problems} from '../../views/problems.js';
import {writeOutput, type Streams} from './streams.js';
import {fds} from './x/fds.js';
import {labelled} from './x/labelled.js';
import {mems} from './x/mems.js';
import {ps} from './x/ps.js';
import {rss} from './x/rss.js';
import {sk} from './x/sk.js';
import type {Subject} from './x/subject.js';

// Under the names of both tools.
const processReports = {fds, fd: fds, mems, mem: mems, rss, sk} as const;

/** What `crit x` shows. */
export const explorations = ['ps', ...Object.keys(processReports) as Array<keyof typeof processReports>] as const;

export type Exploration = (typeof explorations)[number];

/**
`crit x`: a text report of a checkpoint, which is a directory of images or an archive: the tree of processes, or of every process its open files, mappings, pages or sockets, in the columns of CRIU's own Python tool. Of a dead task there is nothing but its place in the tree.

@returns the exit code: 1 when part of it is missing or damaged, which is said behind the process that it belongs to, or at the end
@throws {InputError} when there is no checkpoint, or no process in it
*/
export async function x({dir, what}: {readonly dir: string; readonly what: Exploration}, streams: Streams): Promise<number> {
	const checkpoint = await openCheckpoint(dir);
	try {
		await checkpoint.whenReady();
		await checkpoint.archive.whenComplete();
		const problems = new Problems();
		const lines = what === 'ps' ? ps(checkpoint, problems) : perProcess(checkpoint, processReports[what], problems);
		await writeOutput(undefined, streams, ended(lines, () => restOf(checkpoint, problems)));
		return problems.messages.length === 0 ? 0 : 1;
	} finally {
		checkpoint.close();
	}
}

function * perProcess({images, processes}: Checkpoint, linesOf: (subject: Subject) => Iterable<string>, problems: Problems): Generator<string> {
	const shared = {files: new FileTable(images), objects: new Map<bigint, number>()};
	for (const process of processes) {
		const own = new Problems();
		yield String(process.pid);
		const isAlive = own.of(() => process.hasMemory);
		if (isAlive) {
			yield * linesOf({...shared, problems: own, process});
		} else if (isAlive === false) {
			yield labelled('dead', 'only its core was dumped');
		}

		yield * own.messages.map(message => `\t${message}`);
		problems.addAll(own.messages);
	}
}

/** What else turned out to be damaged. */
function restOf({archive, images}: Checkpoint, problems: Problems): readonly string[] {
	const told = problems.messages.length;
	problems.addAll([...archive.problems, ...images.problems].map(({message}) => message));
	return problems.messages.slice(told);
}

function * ended(lines: Iterable<string>, rest: () => readonly string[]): Generator<string> {
	for (const line of lines) {
		yield `${line}\n`;
	}

	for (const line of rest()) {
		yield `${line}\n`;
	}
}
