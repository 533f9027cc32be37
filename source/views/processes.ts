import {join} from '../checkpoint/compose.js';
import type {Process} from '../checkpoint/process.js';
import type {Untrusted} from '../text/untrusted.js';
import {withoutRemains} from './args.js';
import {cell, complaints, listed} from './rows.js';
import type {ContainerView} from './view.js';

/** The processes of the container, parents before children. */
export const processes: ContainerView<Process> = {
	name: 'processes',
	title: 'Processes',
	summary: 'Every process with its state, owner, threads, memory and command line.',
	columns: [
		{name: 'pid', title: 'PID', type: 'pid', value: ({pid}) => pid},
		{name: 'ppid', title: 'PPID', type: 'pid', value: ({ppid}) => ppid},
		{name: 'pgid', title: 'PGID', type: 'pid', value: ({pgid}) => pgid},
		{name: 'sid', title: 'SID', type: 'pid', value: ({sid}) => sid},
		{name: 'uid', title: 'UID', type: 'number', value: process => cell(() => process.credentials?.euid)},
		{name: 'state', title: 'State', type: 'text', value: process => cell(() => process.state)},
		{name: 'orphan', title: 'Orphan', type: 'flag', value: ({orphan}) => orphan},
		{name: 'threads', title: 'Threads', type: 'number', value: process => cell(() => process.threadIds.length)},
		{name: 'memory', title: 'Memory', type: 'bytes', value: process => cell(() => process.hasMemory ? process.memory.contentSize : undefined)},
		{name: 'name', title: 'Name', type: 'text', max: 16, value: process => cell(() => process.comm)},
		{name: 'command', title: 'Command', type: 'text', value: process => cell(() => commandLine(process))},
		{name: 'problem', title: 'Problem', type: 'text', value: process => complaints(() => process.state, () => process.argv, () => process.credentials)},
	],
	rows: checkpoint => listed(checkpoint.processes),
	pid: ({pid}) => pid,
};

/** The arguments in one line; undefined when there are none. */
export function commandLine({argv}: Process): Untrusted | undefined {
	const strings = withoutRemains(argv);
	return strings.length === 0 ? undefined : join(strings, ' ');
}
