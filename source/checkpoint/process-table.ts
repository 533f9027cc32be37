import {attempt, lazy} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {Endpoints} from './descriptors/endpoints.js';
import {Queues} from './descriptors/queues.js';
import type {Shared} from './descriptors/resolution.js';
import {FileLocks} from './file-locks.js';
import {FileTable} from './file-table.js';
import {Holders} from './holders.js';
import {Process} from './process.js';
import {readTaskTree, withDescendants, type Task} from './task-tree.js';

/**
The processes of one dump. Reading `roots`, `processes` and `process()` throws `InputError` when there is no process tree, and `PendingError` while it is being decompressed.
*/
export type ProcessTable = {
	/** Tasks without a parent by pid, orphans last. */
	readonly roots: readonly Process[];
	/** Every task, parents before children, children by pid. */
	readonly processes: readonly Process[];
	process(pid: number): Process | undefined;
	/** What is wrong with the tree. */
	readonly problems: readonly InputError[];
};

export function openProcessTable(images: ImageDirectory): ProcessTable {
	const tree = lazy(() => buildTree(images));
	return {
		get roots() {
			return tree().roots;
		},
		get processes() {
			return tree().processes;
		},
		process: pid => tree().byPid.get(pid),
		get problems() {
			const result = attempt(tree);
			return result.state === 'ready' ? result.value.problems : [];
		},
	};
}

type Tree = Omit<ProcessTable, 'process'> & {readonly byPid: ReadonlyMap<number, Process>};

function buildTree(images: ImageDirectory): Tree {
	const {roots, problems} = readTaskTree(images);
	const tasks = roots.flatMap(root => withDescendants(root));
	const byPid = new Map<number, Process>();
	const find = ({pid}: Task) => byPid.get(pid)!;
	const shared = sharedBy(images, () => tasks.map(find), pid => byPid.get(pid));
	// Children before parents, because a process is given its children.
	for (const task of tasks.toReversed()) {
		byPid.set(task.pid, new Process(task, task.children.map(find), shared));
	}

	return {roots: roots.map(find), processes: tasks.map(find), byPid, problems};
}

function sharedBy(images: ImageDirectory, processes: () => readonly Process[], find: (pid: number) => Process | undefined): Shared {
	const files = new FileTable(images);
	const holders = new Holders(processes);
	return {
		images,
		files,
		holders,
		locks: new FileLocks(images, holders),
		queues: new Queues(images),
		endpoints: new Endpoints(images, files),
		machine: lazy(() => findMachine(processes())),
		comm: pid => find(pid)?.comm,
	};
}

// All tasks of a dump ran on one machine, so any core that can be read says which.
function findMachine(processes: readonly Process[]): number {
	for (const {images} of processes) {
		const core = attempt(() => images.core);
		if (core.state === 'pending') {
			throw core.error;
		}

		if (core.state === 'ready') {
			return core.value.mtype;
		}
	}

	return 0;
}
