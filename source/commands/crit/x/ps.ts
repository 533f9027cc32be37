import type {Checkpoint} from '../../../checkpoint/checkpoint.js';
import type {Problems} from '../../../views/problems.js';

/**
The tree of processes: numbers, and the name indented by 4 for each level.
@yields lines
*/
export function * ps({processes}: Checkpoint, problems: Problems): Generator<string> {
	yield row('PID', 'PGID', 'SID', 'COMM');
	const depths = new Map<number, number>();
	for (const process of processes) {
		const {pid, ppid, pgid, sid, orphan} = process;
		const depth = orphan ? 0 : (depths.get(ppid ?? 0) ?? -1) + 1;
		depths.set(pid, depth);
		yield row(pid, pgid ?? '?', sid ?? '?', `${' '.repeat(4 * depth)}${problems.of(() => process.comm) ?? '?'}`);
	}

	yield * problems.messages;
}

function row(pid: string | number, pgid: string | number, sid: string | number, name: string): string {
	return `${[pid, pgid, sid].map(value => String(value).padStart(7)).join('')}   ${name}`;
}
