import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {imageOf} from '../support/image-file.js';
import {changedTable, madeUpTable, processTable} from '../support/process-table.js';

type Entry = {pid?: number; ppid: number; [field: string]: unknown};

function treeOf(...entries: Entry[]) {
	return madeUpTable({'pstree.img': imageOf('PSTREE', entries.map(values => ({type: 'pstree_entry', values: {pgid: 1, sid: 1, threads: [], ...values}})))});
}

test('px-tree: 201 processes, parents before children, children by pid', async t => {
	const table = await processTable('px-tree');
	t.is(table.processes.length, 201);
	t.deepEqual(table.roots.map(({pid}) => pid), [1]);
	const place = new Map(table.processes.map(({pid}, index) => [pid, index]));
	for (const {pid, ppid, children} of table.processes) {
		t.true(ppid === 0 || place.get(ppid!)! < place.get(pid)!);
		t.deepEqual(children.map(child => child.ppid), children.map(() => pid));
		t.deepEqual(children.map(child => child.pid), children.map(child => child.pid).sort((one, other) => one - other));
	}

	const depth = ({children}: typeof table.roots[number]): number => 1 + Math.max(0, ...children.map(child => depth(child)));
	t.true(depth(table.roots[0]!) >= 40);
	t.is(String(table.process(2)?.comm), 'chain-1');
	t.deepEqual(table.problems, []);
});

test('a task whose parent is in no image is a root, marked, after those that have none', t => {
	const table = treeOf({pid: 9, ppid: 77}, {pid: 20, ppid: 0}, {pid: 10, ppid: 9});
	t.deepEqual(table.roots.map(({pid, orphan}) => [pid, orphan]), [[20, false], [9, true]]);
	t.deepEqual(table.processes.map(({pid}) => pid), [20, 9, 10]);
	t.false(table.process(10)?.orphan);
});

test('a circle is opened at its smallest pid, and said', t => {
	const table = treeOf({pid: 1, ppid: 0}, {pid: 5, ppid: 4}, {pid: 4, ppid: 3}, {pid: 3, ppid: 5}, {pid: 6, ppid: 6}, {pid: 7, ppid: 5});
	t.deepEqual(table.roots.map(({pid}) => pid), [1, 3, 6]);
	t.deepEqual(table.processes.map(({pid}) => pid), [1, 3, 4, 5, 7, 6]);
	t.deepEqual(table.problems.map(({message}) => message), ['pstree.img: process 3 is its own ancestor', 'pstree.img: process 6 is its own ancestor']);
});

test('a chain of tasks may be as long as it likes', t => {
	const table = treeOf(...Array.from({length: 200_000}, (_, index) => ({pid: index + 1, ppid: index})));
	t.is(table.processes.length, 200_000);
	t.is(table.process(200_000)?.ppid, 199_999);
});

test('a process that occurs twice is shown once, and said', t => {
	const table = treeOf({pid: 1, ppid: 0}, {pid: 1, ppid: 0});
	t.is(table.processes.length, 1);
	t.regex(table.problems[0]!.message, /process 1 for the second time/v);
});

test('Virtuozzo\'s trees have the ids of every nested namespace, outermost first', t => {
	const table = madeUpTable({
		'pstree.img': imageOf('PSTREE', [
			{type: 'pstree_entry', values: {ppid: 0, ns_pid: [100, 1], ns_pgid: [100, 1], ns_sid: [90, 0], tids: [{tid: [100, 1]}, {tid: [101, 2]}]}},
			{type: 'pstree_entry', values: {ppid: 100, ns_pid: [105, 2], ns_pgid: [100, 1], ns_sid: [90, 0]}},
		]),
	});
	t.deepEqual(table.processes.map(({pid, ppid, pgid, sid}) => [pid, ppid, pgid, sid]), [[100, 0, 100, 90], [105, 100, 100, 90]]);
});

test('without a tree there are no processes, and the file is named', t => {
	const table = madeUpTable({});
	t.throws(() => table.processes, {name: 'InputError', message: 'pstree.img: missing'});
});

test('a tree that has no process is damage: the processes are those that have a core', async t => {
	const table = await changedTable('podman-small', images => {
		fs.truncateSync(path.join(images, 'pstree.img'), 8);
	});
	t.deepEqual(table.processes.map(({pid, ppid}) => [pid, ppid]), [[1, undefined], [10, undefined], [11, undefined]]);
	t.throws(() => madeUpTable({'pstree.img': imageOf('PSTREE', [])}).processes, {name: 'InputError', message: 'pstree.img: empty'});
});

test('a task below a dead one is kept', t => {
	const table = madeUpTable({
		'pstree.img': imageOf('PSTREE', [
			{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}},
			{type: 'pstree_entry', values: {pid: 2, ppid: 1, pgid: 1, sid: 1, threads: [0]}},
			{type: 'pstree_entry', values: {pid: 3, ppid: 2, pgid: 1, sid: 1, threads: [3]}},
		]),
		'core-2.img': imageOf('CORE', [{type: 'core_entry', values: {mtype: 1, tc: {task_state: 2, exit_code: 9, personality: 0, flags: 0, blk_sigset: 0n, comm: Buffer.from('gone')}}}]),
	});
	const dead = table.process(2)!;
	t.deepEqual([dead.state, dead.exitCode, dead.exitSignal], ['dead', 0, 'SIGKILL']);
	t.deepEqual(dead.children.map(({pid}) => pid), [3]);
});

test('a state without a name keeps its number', t => {
	const table = madeUpTable({
		'pstree.img': imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]),
		'core-1.img': imageOf('CORE', [{type: 'core_entry', values: {mtype: 1, tc: {task_state: 42, exit_code: 0, personality: 0, flags: 0, blk_sigset: 0n, comm: Buffer.from('odd')}}}]),
	});
	t.deepEqual([table.process(1)?.state, table.process(1)?.taskState], ['unknown', 42]);
});
