import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Process} from '../checkpoint/process.js';

/** The process that is selected before one has been chosen; undefined where there is none, or none yet. */
export function firstPid(checkpoint: Checkpoint): number | undefined {
	const roots = attempt(() => checkpoint.roots);
	return roots.state === 'ready' ? roots.value[0]?.pid : undefined;
}

/** The process of this number; undefined where there is none, or none yet. */
export function findProcess(checkpoint: Checkpoint, pid: number | undefined): Process | undefined {
	const process = attempt(() => pid === undefined ? undefined : checkpoint.process(pid));
	return process.state === 'ready' ? process.value : undefined;
}
