import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {orNothing} from '../../checkpoint/complaint.js';
import type {Step} from '../step.js';
import {askBoth, type Doubt} from './both.js';
import type {Both} from './difference.js';
import {comparePages, type PageDifference, type Space} from './pages.js';

/** The memory of one process, compared. */
export type MemoryDifference = PageDifference & {readonly pid: number};

export type MemoryComparison = {readonly processes: readonly MemoryDifference[]; readonly doubts: readonly Doubt[]};

/**
Compares the memory of the processes that both have, page by page: of those with these pids, or of all.

@yields how far it is in bytes, about once for each mebibyte
*/
export function * compareMemory(checkpoints: Both<Checkpoint>, pids: readonly number[]): Generator<Step, MemoryComparison> {
	const {answers, doubts: lost} = askBoth(checkpoints, checkpoint => memoriesOf(checkpoint));
	const doubts = [...lost];
	const common = answers === undefined ? [] : [...answers.b.keys()].filter(pid => answers.a.has(pid) && (pids.length === 0 || pids.includes(pid)));
	const opened = common.flatMap(pid => {
		const {answers: spaces, doubts: closed} = askBoth({a: answers!.a.get(pid)!, b: answers!.b.get(pid)!}, open => open(), pid);
		doubts.push(...closed);
		return spaces === undefined ? [] : [{pid, spaces}];
	});
	const total = opened.reduce((sum, {spaces}) => sum + spaces.b.space.contentSize, 0);
	const processes: MemoryDifference[] = [];
	let done = 0;
	for (const {pid, spaces} of opened) {
		const comparison = comparePages(spaces);
		let step = comparison.next();
		for (; !step.done; step = comparison.next()) {
			done += step.value;
			yield {doing: 'comparing memory', done, total};
		}

		processes.push({...step.value, pid});
		doubts.push(...step.value.errors.map(error => ({...error, pids: [pid]})));
	}

	return {processes, doubts};
}

/** How to open the memory of each process that has one. */
function memoriesOf(checkpoint: Checkpoint): Map<number, () => Space> {
	return new Map(checkpoint.processes.filter(process => orNothing(() => process.hasMemory) !== false).map(process => [process.pid, () => ({space: process.memory, isMapped: process.memory.knowsMappings})]));
}
