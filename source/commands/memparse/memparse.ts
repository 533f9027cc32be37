import type {Writable} from 'node:stream';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {isLost, type Presence} from '../../memory/presence.js';
import type {MatchList} from '../../search/match-list.js';
import {compilePattern, type Pattern} from '../../search/pattern.js';
import {Untrusted} from '../../text/untrusted.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {lostMemoryText} from '../../views/lost-memory.js';
import {matchColumns, matchRows} from '../../views/memory-matches.js';
import {memorySizes} from '../../views/memory-sizes.js';
import {Problems} from '../../views/problems.js';
import {UsageError} from '../command.js';
import {withCheckpoints} from '../open.js';
import {writePrivateFile} from '../output/private-file.js';
import {ruledTable} from '../output/ruled-table.js';
import {print, write, type Terminal} from '../terminal.js';
import {findMatches} from './find-matches.js';
import {memoryDump} from './memory-dump.js';

export type Search = {
	readonly pattern: Pattern;
	/** As it was typed. */
	readonly typed: string;
	/** Bytes to show on each side of a match. */
	readonly context: number;
};

export type MemparseOptions = {
	/** Only these processes; all where none is named. */
	readonly pids: readonly number[];
	/** Where to write, if not to the standard output. */
	readonly file: string | undefined;
	readonly search: Search | undefined;
};

// What stands around a match is read for each: more than this is a dump.
const mostContext = 1024 * 1024;

/**
What to search for: a text, or else a regular expression.

@throws {UsageError} when it is none
*/
export function searchOf(text: string | undefined, expression: string | undefined, context: number): Search | undefined {
	const typed = text ?? expression;
	if (typed === undefined) {
		return undefined;
	}

	if (context > mostContext) {
		throw new UsageError(`--context takes at most ${mostContext}`);
	}

	const {pattern, error} = compilePattern(typed, text === undefined ? 'regex' : 'text');
	if (pattern === undefined) {
		throw new UsageError(error);
	}

	return {pattern, typed, context};
}

/**
Shows the memory of the processes of the checkpoints at `paths`: where a pattern is in it; else all of it, where processes are named; else how much there is. Returns the exit code.

@throws {InputError} when `options.file` can't be written
*/
export async function memparse(paths: readonly string[], options: MemparseOptions, terminal: Terminal): Promise<number> {
	const {file} = options;
	if (file === undefined) {
		return show(paths, options, terminal, terminal.output);
	}

	let code = 1;
	await writePrivateFile(file, paths, async output => {
		code = await show(paths, options, terminal, output);
	});
	return code;
}

async function show(paths: readonly string[], options: MemparseOptions, terminal: Terminal, output: Writable): Promise<number> {
	return withCheckpoints(paths, terminal, async (checkpoint, path) => {
		const problems = new Problems();
		const processes = processesWithMemory(checkpoint, options.pids, problems);
		const job = {checkpoint, processes, path: Untrusted.from(path).toString(), problems, output, options, terminal};
		if (options.search !== undefined) {
			await showMatches(job, options.search);
		} else if (options.pids.length > 0) {
			await showMemory(job);
		} else {
			await showSizes(job);
		}

		problems.addAll(checkpoint.problems.map(({message}) => message));
		return problems.messages;
	});
}

type Job = {
	readonly checkpoint: Checkpoint;
	readonly processes: readonly Process[];
	/** Printable. */
	readonly path: string;
	readonly problems: Problems;
	readonly output: Writable;
	readonly options: MemparseOptions;
	readonly terminal: Terminal;
};

/** Cells of a line of `output`, where a person looks at it. */
function widthOf({options, terminal}: Job): number | undefined {
	return options.file === undefined ? terminal.columns : undefined;
}

async function showSizes(job: Job): Promise<void> {
	const {checkpoint, processes, path, problems, output} = job;
	for (const process of processes) {
		problems.of(() => process.memory);
	}

	await print(output, [`\nDisplaying processes memory sizes from ${path}\n\n`]);
	await print(output, ruledTable(memorySizes.columns, memorySizes.rows(checkpoint), widthOf(job)));
}

async function showMemory({processes, path, problems, output, options: {file}, terminal}: Job): Promise<void> {
	for (const process of processes) {
		const heading = `memory pages content for process ID ${process.pid} from checkpoint: ${path}`;
		await print(terminal.output, [file === undefined ? `\nDisplaying ${heading}\n\n` : `\nWriting ${heading} to file: ${Untrusted.from(file).toString()}...\n`]);
		for (const piece of memoryDump(process, file === undefined)) {
			await write(output, piece);
		}

		noteLost(process, problems);
	}
}

async function showMatches(job: Job, {pattern, typed, context}: Search): Promise<void> {
	const {processes, problems, output, options: {pids}} = job;
	const found: Array<{process: Process; matches: MatchList}> = [];
	for (const process of processes) {
		if (problems.of(() => process.memory) === undefined) {
			continue;
		}

		const {matches, problems: own} = await findMatches(process, pattern);
		found.push({process, matches});
		problems.addAll(own.map(message => `pid ${process.pid}: ${message}`));
		noteLost(process, problems);
	}

	const rows = matchRows(found, context);
	if (rows.length === 0) {
		const where = pids.length === 0 ? 'any process' : `PID ${processes.map(({pid}) => pid).join(', ')}`;
		await print(output, [`No matches for pattern "${Untrusted.from(typed).toString()}" in the memory of ${where}\n`]);
		return;
	}

	await print(output, ruledTable(pids.length === 1 ? matchColumns.filter(({name}) => name !== 'pid') : matchColumns, rows, widthOf(job)));
}

/** Says how much of a process's memory should be here and is not. */
function noteLost({pid, memory}: Process, problems: Problems): void {
	const lost = new Map<Presence, bigint>();
	for (const {start, end, presence} of memory.runs(0n, 1n << 64n)) {
		if (isLost(presence)) {
			lost.set(presence, (lost.get(presence) ?? 0n) + end - start);
		}
	}

	if (lost.size > 0) {
		problems.add(lostMemoryText(`pid ${pid}`, lost));
	}
}
