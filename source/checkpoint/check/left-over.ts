import {listed} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {note, type Observation} from './finding.js';

const ofTasks = /^(?:core|mm|pagemap|ids|fs)-(?<id>\d+)\.img$/v;

/**
Images of processes that the tree does not have, as they are left where somebody dumps into a directory for the second time.

@yields what it finds
*/
export function * leftOver(dump: Dump): Generator<Observation> {
	const names = dump.images.names().filter(name => isLeftOver(dump, name));
	const ids = [...new Set(names.map(name => idOf(name)!))].sort((one, other) => one - other);
	if (ids.length > 0) {
		yield note(fileOf(dump, names[0]!), `${ids.length === 1 ? 'a task' : `${ids.length} tasks`} that the process tree does not have (${listed(ids.map(String))}): left over from another dump?`);
	}
}

/** Whether an image is of a task that is not in the tree. Where the tree is lost, nobody can tell. */
export function isLeftOver(dump: Dump, name: string): boolean {
	const id = idOf(name);
	return id !== undefined && dump.taskIds !== undefined && !dump.taskIds.has(id);
}

function idOf(name: string): number | undefined {
	const id = ofTasks.exec(name)?.groups?.id;
	return id === undefined ? undefined : Number(id);
}
