import type {Process} from '../../source/checkpoint/process.js';
import type {ProcessHistory} from '../../source/forensics/history/model.js';
import {recoverHistory} from '../../source/forensics/history/recover.js';

/** The history of a process, to the end of the search. */
export async function recovered(process: Pick<Process, 'memory' | 'byteOrder'>, options?: Parameters<typeof recoverHistory>[1]): Promise<ProcessHistory> {
	const steps = recoverHistory(process, options);
	let step = await steps.next();
	while (step.done !== true) {
		step = await steps.next();
	}

	return step.value;
}

/** Entries in few words: number, command, time, and what they rest on if that is not the list. */
export function shortly({entries}: ProcessHistory): string[] {
	return entries.map(({number, command, time, source}) => [number ?? '-', command, ...time === undefined ? [] : [`@${time}`], ...source === 'list' ? [] : [`(${source})`]].join(' '));
}
