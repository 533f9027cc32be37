import {terminalCharset} from '../text/printable.js';
import type {Process} from '../checkpoint/process.js';
import {byPid} from './process-order.js';
import {processLabel, processRows, treeGlyphs, type ProcessRow} from './process-rows.js';
import {commandLine, processProblems} from './processes.js';
import {cell, complaints, listed} from './rows.js';
import type {Column, ContainerView} from './view.js';

const questions: ReadonlyArray<(process: Process) => unknown> = [({comm}) => comm, ({state}) => state, ({argv}) => argv];

/** What is told of each process of the tree. */
export const treeColumns: ReadonlyArray<Column<{readonly process: Process}>> = [
	{name: 'pid', title: 'PID', type: 'pid', shown: 'never', value: ({process}) => process.pid},
	{name: 'name', title: 'Process', type: 'text', min: 30, value: ({process}) => cell(() => process.comm)},
	{name: 'problem', title: 'Problem', type: 'text', shown: 'if-filled', value: ({process}) => complaints(...questions.map(ask => () => ask(process)))},
	{name: 'state', title: 'State', type: 'text', min: 7, value: ({process}) => cell(() => process.state)},
	{name: 'threads', title: 'Threads', type: 'number', value: ({process}) => cell(() => process.threadIds.length)},
	{name: 'ppid', title: 'PPID', type: 'pid', shown: 'never', value: ({process}) => process.ppid},
	{name: 'pgid', title: 'PGID', type: 'pid', shown: 'never', value: ({process}) => process.pgid},
	{name: 'sid', title: 'SID', type: 'pid', shown: 'never', value: ({process}) => process.sid},
	{name: 'orphan', title: 'Orphan', type: 'flag', shown: 'if-filled', value: ({process}) => process.orphan},
	{name: 'command', title: 'Command', type: 'text', shown: 'never', value: ({process}) => cell(() => commandLine(process))},
];

const depth: Column<ProcessRow> = {name: 'depth', title: 'Depth', type: 'number', shown: 'never', value: row => row.depth};

type Options = {
	/** The processes at the top; undefined for those without a parent. */
	readonly roots?: readonly Process[];
	/** Draw command lines, not names. */
	readonly showsCommand?: boolean;
};

/** The processes as a tree: for people with the lines that lead to each from its parent, for programs with its depth. */
export function processTree({roots, showsCommand = false}: Options = {}): ContainerView<ProcessRow> {
	return {
		name: 'pstree',
		title: 'Process tree',
		summary: 'The tree of the processes, with their states and threads.',
		columns: [
			...treeColumns.map(column => column.name === 'name' ? {...column, text: (row: ProcessRow) => treeText(row, showsCommand)} : column),
			depth,
		],
		rows: checkpoint => listed(processRows(roots ?? checkpoint.roots, {folded: new Set(), filter: '', showsCommand, order: byPid}, treeGlyphs[terminalCharset()])),
		problems: checkpoint => processProblems(checkpoint, questions),
		pid: ({process}) => process.pid,
	};
}

function treeText({process, lines, depth: level}: ProcessRow, showsCommand: boolean): string {
	const more = terminalCharset() === 'ascii' ? '~' : '…';
	return `${lines.length < level * 2 ? more : ''}${lines}${process.pid} ${processLabel(process, showsCommand)}`;
}
