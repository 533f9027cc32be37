import {attempt} from '../archive/attempt.js';
import type {Process} from '../checkpoint/process.js';

/** By what the children of a process are ordered. */
export type ProcessOrder = {readonly by: 'pid' | 'name' | 'threads' | 'memory'; readonly reversed: boolean};

const orders: ReadonlyArray<ProcessOrder['by']> = ['pid', 'name', 'threads', 'memory'];

export const byPid: ProcessOrder = {by: 'pid', reversed: false};

export function nextOrder({by}: ProcessOrder): ProcessOrder {
	return {by: orders[(orders.indexOf(by) + 1) % orders.length]!, reversed: false};
}

/** Number of threads that are known; undefined where that is lost. */
function processThreads(process: Process): number | undefined {
	const threads = attempt(() => process.threadIds.length);
	return threads.state === 'ready' ? threads.value : undefined;
}

/** Bytes of the process's memory that are in the dump; undefined where it has none, or that is not known. */
export function processMemory(process: Process): number | undefined {
	const memory = attempt(() => process.hasMemory ? process.memory.contentSize : undefined);
	return memory.state === 'ready' ? memory.value : undefined;
}

/** Compares two processes: names from a to z, the most threads and the largest memory first; those that are equal by pid. */
export function compareProcesses({by, reversed}: ProcessOrder): (a: Process, b: Process) => number {
	const key = keys[by];
	const sign = reversed ? -1 : 1;
	return (a, b) => {
		const [left, right] = [key(a), key(b)];
		return left === right ? a.pid - b.pid : (left < right ? -sign : sign);
	};
}

const keys: Readonly<Record<ProcessOrder['by'], (process: Process) => number | string>> = {
	pid: ({pid}) => pid,
	name(process) {
		const comm = attempt(() => process.comm.toKey());
		return comm.state === 'ready' ? comm.value : '';
	},
	threads: process => -(processThreads(process) ?? -1),
	memory: process => -(processMemory(process) ?? -1),
};
