import {attempt} from '../../archive/attempt.js';
import type {Task} from '../task-tree.js';
import {fileOf, type Dump} from './dump.js';
import {broken, damage, type Observation} from './finding.js';

const image = 'pstree.img';

/**
Tasks without their parent, a second root, tasks that are there twice, and sessions that can't be made again. A group of processes without its leader is none of these: CRIU makes one.

@yields what it finds
*/
export function * processTree(dump: Dump): Generator<Observation> {
	const {images, outside} = dump;
	const tree = attempt(() => dump.tree);
	// A tree that is damaged or missing is told as an image.
	if (tree.state !== 'ready' || dump.taskIds === undefined) {
		return;
	}

	const places = new Map(images.entries(image, 'pstree_entry').map(({message, position}) => [message.pid ?? message.ns_pid[0], position]));
	const about = (pid: number, text: string) => broken(fileOf(dump, image), text, {pid, offset: places.get(pid)});
	yield * tree.value.problems.map(problem => damage(problem, outside));
	const [first, ...others] = tree.value.roots.filter(({orphan}) => !orphan);
	for (const {pid} of others) {
		yield about(pid, `process ${pid} has no parent, and neither has ${first!.pid}: a tree has one root`);
	}

	const pids = new Set(dump.tasks.map(({pid}) => pid));
	for (const {pid, ppid} of tree.value.roots.filter(({orphan}) => orphan)) {
		if (!pids.has(ppid!)) {
			yield about(pid, `the parent of process ${pid}, ${ppid}, is not in the tree`);
		}
	}

	const parents = new Map(dump.tasks.flatMap(task => task.children.map(child => [child, task])));
	for (const task of dump.tasks) {
		if (!hasSession(task, parents)) {
			yield about(task.pid, `process ${task.pid} is in session ${task.sid}, which none of its ancestors leads or is in`);
		}
	}
}

/**
Whether the session of a task can be made again. It comes from an ancestor: one that leads it, or is in it. For a child of the root CRIU makes a leader of its own (criu/pstree.c, prepare_pstree_ids).
*/
function hasSession(task: Task, parents: ReadonlyMap<Task, Task>): boolean {
	const {sid, pid} = task;
	let parent = parents.get(task);
	const isNearRoot = parent === undefined || !parents.has(parent);
	if (sid === undefined || sid === 0 || sid === pid || isNearRoot) {
		return true;
	}

	while (parent !== undefined && parent.pid !== sid && parent.sid !== sid) {
		parent = parents.get(parent);
	}

	return parent !== undefined;
}
