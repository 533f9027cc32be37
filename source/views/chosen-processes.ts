import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Process} from '../checkpoint/process.js';
import type {Problems} from './problems.js';

/**
The processes with these pids, in the order of the tree; all of them where none is asked for.

@throws {InputError} when there is no such process
@throws {PendingError}
*/
export function chosenProcesses(checkpoint: Checkpoint, pids: readonly number[]): readonly Process[] {
	const missing = pids.find(pid => checkpoint.process(pid) === undefined);
	if (missing !== undefined) {
		throw new InputError(`pid ${missing}`, 'no such process in this checkpoint; cryoscope ps lists them');
	}

	return pids.length === 0 ? checkpoint.processes : checkpoint.processes.filter(({pid}) => pids.includes(pid));
}

/**
The processes to look into: those that are named, else all that have memory; that of some may not be known is added to `problems`.

@throws {InputError} when one that is named is not there, or has no memory
*/
export function processesWithMemory(checkpoint: Checkpoint, pids: readonly number[], problems: Problems): readonly Process[] {
	const named = pids.length === 0 ? [] : chosenProcesses(checkpoint, pids);
	const dead = named.find(({hasMemory}) => !hasMemory);
	if (dead !== undefined) {
		throw new InputError(`pid ${dead.pid}`, `it is ${dead.state}, and has no memory in the checkpoint`);
	}

	return named.length > 0 ? named : checkpoint.processes.filter(process => problems.of(() => process.hasMemory));
}

/** Those of the processes, which are in the order of the tree, that are not below another one. */
export function outermost(processes: readonly Process[]): Process[] {
	const seen = new Set<Process>();
	return processes.filter(root => {
		const isOutermost = !seen.has(root);
		const stack = isOutermost ? [root] : [];
		for (let process = stack.pop(); process !== undefined; process = stack.pop()) {
			seen.add(process);
			stack.push(...process.children);
		}

		return isOutermost;
	});
}

/** Why there is nothing to show of a process, whatever is asked; undefined where there is something. */
export function whyNothing(process: Process): string | undefined {
	// While that is not known yet, what is shown of the process says so.
	const memory = attempt(() => process.hasMemory);
	return memory.state === 'ready' && !memory.value ? 'The process was dead when it was dumped: its memory, its threads and what it had open were gone.' : undefined;
}

/** The process of this number; undefined where there is none, or none yet. */
export function findProcess(checkpoint: Checkpoint, pid: number | undefined): Process | undefined {
	const process = attempt(() => pid === undefined ? undefined : checkpoint.process(pid));
	return process.state === 'ready' ? process.value : undefined;
}
