import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {Image} from '../criu/image.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {pstree_entry} from '../criu/schema/messages.js';
import {orNothing} from './complaint.js';
import {isPreDump, preDumpedPids} from './pre-dump.js';
import {requireComplete} from './require-complete.js';

/** A task as pstree.img has it, with its place in the tree. */
export type Task = {
	readonly pid: number;
	/** 0 for a root of the tree; undefined, as the next two, of a task that the tree has lost. */
	readonly ppid: number | undefined;
	readonly pgid: number | undefined;
	readonly sid: number | undefined;
	/** The leader's id included. What a dead task has here means nothing: CRIU doesn't fill it. */
	readonly threadIds: readonly number[];
	/** False for a task that the tree has lost: it may have had more threads. */
	readonly knowsThreads: boolean;
	/** False where a part of the tree is lost: there may be more of them. */
	readonly knowsChildren: boolean;
	/** Its parent is in no image, or not known. */
	readonly orphan: boolean;
	/** A pre-dump has nothing of it but memory. */
	readonly memoryOnly: boolean;
	/** By pid. */
	readonly children: readonly Task[];
};

type Node = Omit<Task, 'orphan' | 'knowsChildren' | 'children'> & {orphan: boolean; knowsChildren: boolean; children: Node[]};

export type TaskTree = {
	/** By pid, orphans last. */
	readonly roots: readonly Task[];
	readonly problems: readonly InputError[];
};

/**
Reads the tree of tasks from pstree.img. None is lost: a task whose parent is in no image becomes a root, and so does the first one of a circle. Where that image is damaged or missing, as in every archive that is cut off early, the tasks that have a core are listed all the same.

@throws {InputError} when there is no task at all
@throws {PendingError}
*/
export function readTaskTree(images: ImageDirectory): TaskTree {
	if (!images.has('pstree.img') && isPreDump(images)) {
		return {roots: preDumpedPids(images).map(pid => ({...unplaced(pid), memoryOnly: true})), problems: []};
	}

	const image = attempt(() => images.reporting(() => entriesOfTree(images)));
	if (image.state === 'pending') {
		throw image.error;
	}

	const {entries, damage} = image.state === 'ready' ? {entries: image.value.entries, damage: image.value.problems[0]} : {entries: [], damage: image.error};
	const file = images.shown('pstree.img');
	const problems: InputError[] = [];
	const nodes = new Map<number, Node>();
	for (const entry of entries) {
		if (entry.type !== 'pstree_entry' || entry.problem !== undefined) {
			continue;
		}

		const node = nodeOf(entry.message);
		if (node === undefined) {
			problems.push(new InputError(file, 'a task without a process id', entry.position));
		} else if (nodes.has(node.pid)) {
			problems.push(new InputError(file, `process ${node.pid} for the second time`, entry.position));
		} else {
			nodes.set(node.pid, node);
		}
	}

	if (damage !== undefined) {
		const found = leadersWithCores(images).filter(pid => !nodes.has(pid));
		for (const pid of found) {
			nodes.set(pid, {...unplaced(pid), threadIds: [pid]});
		}

		if (nodes.size === 0) {
			throw damage;
		}

		if (found.length > 0) {
			problems.push(new InputError(file, `damaged or missing: ${found.length === 1 ? 'a process is' : `${found.length} processes are`} known by the core alone, without parent, session and other threads`));
		}
	}

	const starts = circleStarts(nodes);
	const roots: Node[] = [];
	const orphans: Node[] = [];
	for (const node of nodes.values()) {
		const parent = nodes.get(node.ppid ?? 0);
		if (node.ppid === 0) {
			roots.push(node);
		} else if (parent === undefined) {
			orphans.push(node);
		} else if (starts.has(node)) {
			problems.push(new InputError(file, `process ${node.pid} is its own ancestor`));
			orphans.push(node);
		} else {
			parent.children.push(node);
		}
	}

	for (const node of orphans) {
		node.orphan = true;
	}

	for (const node of nodes.values()) {
		node.children.sort(byPid);
		node.knowsChildren = damage === undefined;
	}

	return {roots: [...roots.sort(byPid), ...orphans.sort(byPid)], problems};
}

/** No dump is without a process. */
function entriesOfTree(images: ImageDirectory): Pick<Image, 'entries' | 'problems'> {
	const {entries, problems} = images.image('pstree.img');
	const isEmpty = problems.length === 0 && entries.every(({type}) => type !== 'pstree_entry');
	return {entries, problems: isEmpty ? [new InputError(images.shown('pstree.img'), 'empty')] : problems};
}

/** The processes that have a core: a thread's own says nothing of the process as a whole. */
function leadersWithCores(images: ImageDirectory): number[] {
	requireComplete(images.archive);
	return images.names()
		.map(name => /^core-(?<pid>[1-9]\d{0,9})\.img$/v.exec(name)?.groups?.pid)
		.filter(pid => pid !== undefined && orNothing(() => images.message(`core-${pid}.img`, 'core_entry'))?.tc !== undefined)
		.map(Number);
}

/** A task or process, then every one below it, depth first. */
export function withDescendants<Item extends {readonly children: readonly Item[]}>(root: Item): Item[] {
	const all = [];
	const stack = [root];
	while (stack.length > 0) {
		const next = stack.pop()!;
		all.push(next);
		stack.push(...next.children.toReversed());
	}

	return all;
}

function byPid(one: Task, other: Task): number {
	return one.pid - other.pid;
}

// Virtuozzo's CRIU writes the ids in every nested pid namespace instead, outermost first.
function nodeOf(entry: pstree_entry): Node | undefined {
	const pid = entry.pid ?? entry.ns_pid[0];
	if (pid === undefined) {
		return undefined;
	}

	const {tids} = entry;
	return {
		pid,
		ppid: entry.ppid,
		pgid: entry.pgid ?? entry.ns_pgid[0] ?? 0,
		sid: entry.sid ?? entry.ns_sid[0] ?? 0,
		threadIds: tids.length > 0 ? tids.flatMap(({tid}) => tid.slice(0, 1)) : entry.threads,
		knowsThreads: true,
		knowsChildren: true,
		orphan: false,
		memoryOnly: false,
		children: [],
	};
}

/** A task that no tree says anything of. */
function unplaced(pid: number): Node {
	return {pid, ppid: undefined, pgid: undefined, sid: undefined, threadIds: [], knowsThreads: false, knowsChildren: false, orphan: false, memoryOnly: false, children: []};
}

/** The tasks at which circles are opened, of each the one with the smallest pid. */
function circleStarts(nodes: ReadonlyMap<number, Node>): Set<Node> {
	const parentOf = ({ppid}: Node) => nodes.get(ppid ?? 0);
	const starts = new Set<Node>();
	const known = new Set<Node>();
	for (const first of nodes.values()) {
		const path = new Set<Node>();
		let node: Node | undefined = first;
		while (node !== undefined && !known.has(node) && !path.has(node)) {
			path.add(node);
			node = parentOf(node);
		}

		if (node !== undefined && path.has(node)) {
			let smallest = node;
			for (let member = parentOf(node)!; member !== node; member = parentOf(member)!) {
				smallest = member.pid < smallest.pid ? member : smallest;
			}

			starts.add(smallest);
		}

		for (const member of path) {
			known.add(member);
		}
	}

	return starts;
}
