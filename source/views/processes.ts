import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {compose, join} from '../checkpoint/compose.js';
import type {Process} from '../checkpoint/process.js';
import {isLost, type Presence} from '../memory/presence.js';
import type {Untrusted} from '../text/untrusted.js';
import {withoutRemains} from './args.js';
import {chosenProcesses} from './chosen-processes.js';
import {Problems} from './problems.js';
import {cell, complaints, listed} from './rows.js';
import type {ContainerView} from './view.js';

const askedFor: ReadonlyArray<(process: Process) => unknown> = [({state}) => state, ({argv}) => argv, ({credentials}) => credentials];

/** The processes of the container, parents before children. */
export const processes: ContainerView<Process> = {
	name: 'processes',
	title: 'Processes',
	summary: 'Every process with its state, owner, threads, memory and command line.',
	columns: [
		{name: 'pid', title: 'PID', type: 'pid', value: ({pid}) => pid},
		{
			name: 'command', title: 'Command', type: 'text', min: 20,
			value: process => cell(() => commandLine(process)),
			text: process => cell(() => commandLine(process) ?? compose('[', process.comm, ']')),
		},
		{name: 'problem', title: 'Problem', type: 'text', shown: 'if-filled', value: process => process.memoryOnly ? undefined : complaints(...askedFor.map(ask => () => ask(process))) ?? cell(() => missingArguments(process))},
		{
			name: 'state', title: 'State', type: 'text', min: 7,
			value: process => cell(() => process.state),
			text: process => process.memoryOnly ? 'memory only' : cell(() => process.state),
		},
		{name: 'uid', title: 'UID', type: 'number', value: process => cell(() => process.credentials?.euid)},
		{name: 'memory', title: 'Memory', type: 'bytes', value: process => cell(() => process.hasMemory ? process.memory.contentSize : undefined)},
		{name: 'memory_lost', title: 'Lost', type: 'bytes', shown: 'if-filled', value: process => cell(() => process.hasMemory && !process.memoryOnly ? lostMemory(process) : undefined)},
		{
			name: 'threads', title: 'Threads', type: 'number',
			value: process => cell(() => threadCount(process)),
			text: process => cell(() => threadCountText(process)),
		},
		{name: 'ppid', title: 'PPID', type: 'pid', value: ({ppid}) => ppid},
		{name: 'orphan', title: 'Orphan', type: 'flag', shown: 'if-filled', value: ({orphan, ppid}) => ppid === undefined ? undefined : orphan},
		{name: 'name', title: 'Name', type: 'text', max: 16, value: process => cell(() => process.comm)},
		{name: 'pgid', title: 'PGID', type: 'pid', value: ({pgid}) => pgid},
		{name: 'sid', title: 'SID', type: 'pid', value: ({sid}) => sid},
	],
	rows: checkpoint => listed(checkpoint.processes),
	problems: checkpoint => problemsOf(checkpoint, checkpoint.processes),
	pid: ({pid}) => pid,
};

/** Only the processes with these pids; all of them where none is asked for. */
export function processesWith(pids: readonly number[]): ContainerView<Process> {
	return {
		...processes,
		rows: checkpoint => listed(chosenProcesses(checkpoint, pids)),
		problems: checkpoint => problemsOf(checkpoint, chosenProcesses(checkpoint, pids)),
	};
}

function problemsOf(checkpoint: Checkpoint, asked: readonly Process[]): string[] {
	return [...processProblems(checkpoint, askedFor, asked), ...lostArguments(asked)];
}

function lostArguments(asked: readonly Process[]): string[] {
	return asked.flatMap(process => {
		const missing = cell(() => missingArguments(process));
		return missing === undefined ? [] : [`pid ${process.pid}: ${String(missing)}`];
	});
}

/** Number of threads; undefined where it is not known. */
export function threadCount({hasMemory, knowsThreads, threadIds}: Process): number | undefined {
	return hasMemory && !knowsThreads ? undefined : threadIds.length;
}

/** The number, `1+` where there may be more, `?` where nothing is known of them. */
export function threadCountText(process: Process): string {
	const {length} = process.threadIds;
	return threadCount(process) === undefined ? (length === 0 ? '?' : `${length}+`) : String(length);
}

/** The arguments in one line; undefined when there are none. */
export function commandLine({argv}: Process): Untrusted | undefined {
	const strings = withoutRemains(argv);
	return strings.length === 0 ? undefined : join(strings, ' ');
}

function missingArguments({argv}: Process): string | undefined {
	return argv.missing === undefined ? undefined : `arguments: ${argv.missing}`;
}

/** Bytes that the process had and that are not here: in a parent that is not, left behind by a lazy dump, cut off. */
function lostMemory({memory}: Process): number {
	return Object.entries(memory.sizes).reduce((sum, [presence, size]) => isLost(presence as Presence) ? sum + size : sum, 0);
}

/** What could not be read of processes, each thing once: answers to `questions`, and what else is damaged in the images that were read so far. */
export function processProblems(checkpoint: Checkpoint, questions: ReadonlyArray<(process: Process) => unknown>, asked = checkpoint.processes): readonly string[] {
	const problems = new Problems();
	for (const process of asked) {
		for (const ask of questions) {
			problems.of(() => ask(process));
		}
	}

	problems.addAll(checkpoint.images.problems.map(({message}) => message));
	return problems.messages;
}
