import {orNothing} from '../../checkpoint/complaint.js';
import type {Process} from '../../checkpoint/process.js';
import type {Difference} from '../../views/diff/difference.js';
import {commandLine} from '../../views/processes.js';
import {cell} from '../../views/rows.js';
import type {Column} from '../../views/view.js';
import {entriesOf} from './entries.js';
import {sectionText} from './section.js';
import type {Shown} from './shown.js';

/** The processes in lines of text: with those that did not change, the tree as `b` has it. */
export function processText(difference: Difference<Process>, {checkpoints, options}: Shown, columns: number | undefined): Generator<string> {
	const isAll = options['show-unchanged'];
	const order = new Map([...checkpoints.b.processes, ...checkpoints.a.processes.filter(({pid}) => checkpoints.b.process(pid) === undefined)].map(({pid}, index) => [pid, index]));
	const depths = isAll ? depthsOf([...checkpoints.b.processes, ...difference.removed]) : new Map<number, number>();
	const command: Column<Process> = {
		name: 'command', title: 'Command', type: 'text', min: 20,
		value: process => `${'  '.repeat(depths.get(process.pid) ?? 0)}${cell(() => (options['ps-tree-cmd'] ? commandLine(process) : undefined) ?? process.comm)?.toString() ?? '(not known)'}`,
	};
	const state: Column<Process> = {name: 'state', title: 'State', type: 'text', value: process => cell(() => process.state)};
	const environment = (process: Process) => options['ps-tree-env'] ? (orNothing(() => process.environ.strings) ?? []).map(string => string.toString()) : [];
	return sectionText('Process Tree', [{name: 'pid', title: 'PID', type: 'pid', value: ({pid}) => pid}, command, state], entriesOf(difference, {
		isAll,
		lines: ({after}) => environment(after),
		own: environment,
		compare: (one, other) => order.get(one.pid)! - order.get(other.pid)!,
	}), columns);
}

// Parents come before children.
function depthsOf(processes: readonly Process[]): Map<number, number> {
	const depths = new Map<number, number>();
	for (const {pid, ppid} of processes) {
		depths.set(pid, ppid === undefined || !depths.has(ppid) ? 0 : depths.get(ppid)! + 1);
	}

	return depths;
}
