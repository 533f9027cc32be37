import test from 'ava';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, fixture} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';

type Tree = {pid: number; ppid: number; pgid: number; sid: number; state: string | null; name: string | null; command: string | null; threads: number | null; problem: string | null; children: Tree[]};
type Proc = {processes: Array<{pid: number; ppid: number; comm: string; threads: unknown[]}>};

const pidsOf = ({pid, children}: Tree): unknown => [pid, ...children.map(child => pidsOf(child))];

for (const name of ['px-tree', 'checkpoint-shop', 'px-threads']) {
	test(`${name}: as JSON, each process stands among its parent's children, as /proc said`, async t => {
		const {processes} = expected(name, 'proc.json') as Proc;
		const childrenOf = (ppid: number): unknown[] => processes.filter(process => process.ppid === ppid).map(({pid, comm, threads}) => [pid, comm, threads.length, childrenOf(pid)]);
		const facts = ({pid, name: comm, threads, children}: Tree): unknown => [pid, comm, threads, children.map(child => facts(child))];
		t.deepEqual((await runJson<Tree[]>(['pstree'], name)).map(tree => facts(tree)), childrenOf(0));
	});
}

test('for people, the lines that lead from parent to child, with names or command lines', async t => {
	t.is((await run(['pstree', fixture('podman-zoo')])).output, [
		'Process     State   Threads',
		'1 python3   alive         4',
		'├ 5 python3 dead          0',
		'├ 6 python3 stopped       1',
		'└ 7 python3 alive         1',
		'',
	].join('\n'));
	const {output} = await run(['pstree', '--args', fixture('podman-zoo')], {columns: 60});
	t.regex(output, /^└ 7 ␛\[31mevil␛\[0m -c import time␊time\.\S*… +alive +1$/mv);
});

test('what a program wrote over its arguments is no longer than it is', async t => {
	t.regex((await run(['pstree', '--args', fixture('fx-title')])).output, /^(?:[└├] )?\d+ nginx: worker process +alive/mv);
});

test('--pid shows the trees of these processes, each once', async t => {
	const trees = await runJson<Tree[]>(['pstree', '-p', '7', '-p', '1', '-p', '6'], 'podman-zoo');
	t.deepEqual(trees.map(tree => pidsOf(tree)), [[1, [5], [6], [7]]]);
	t.deepEqual((await runJson<Tree[]>(['pstree', '-p', '7', '-p', '6'], 'podman-zoo')).map(tree => pidsOf(tree)), [[6], [7]]);
	t.is((await run(['pstree', '-p', '99', fixture('podman-zoo')])).code, 1);
});

test('in rows, the depth says where a process stands', async t => {
	const {output} = await run(['pstree', '--format', 'ndjson', fixture('px-tree')]);
	const rows = output.trimEnd().split('\n').map(line => JSON.parse(line) as {pid: number; ppid: number; depth: number});
	t.is(rows.length, 201);
	const depths = new Map(rows.map(({pid, depth}) => [pid, depth]));
	t.true(rows.every(({ppid, depth}) => depth === (ppid === 0 ? 0 : depths.get(ppid)! + 1)));
	t.is(Math.max(...depths.values()), 40);
	t.regex((await run(['pstree', '--format', 'csv', fixture('px-tree')])).output, /^pid,name,problem,state,threads,ppid,pgid,sid,orphan,command,depth\n/v);
});

test('a damaged core costs what it says of the process, and the exit code', async t => {
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/core-7.img': undefined});
	for (const command of ['pstree', 'ps']) {
		const {code, output, errors} = await run([command, '--format', 'json', folder]);
		t.is(code, 1);
		t.is(errors, 'cryoscope: checkpoint/core-7.img: missing\n');
		const rows = JSON.parse(output) as Tree[];
		t.like(command === 'ps' ? rows[3] : rows[0]!.children.at(2), {pid: 7, ppid: 1, state: null, name: null, problem: 'checkpoint/core-7.img: missing'});
	}
});

function chainOf(depth: number): string {
	const entries = Array.from({length: depth}, (_, index) => ({type: 'pstree_entry', values: {pid: index + 1, ppid: index, pgid: 1, sid: 1, threads: [index + 1]}}));
	return editedCheckpoint('podman-zoo', {'checkpoint/pstree.img': imageOf('PSTREE', entries)});
}

test('a chain of a hundred thousand processes is nested as deep in JSON', async t => {
	const depth = 100_000;
	const {code, output} = await run(['pstree', '--format', 'json', chainOf(depth)]);
	let [tree] = JSON.parse(output) as Tree[];
	for (let pid = 1; pid < depth; pid++) {
		[tree] = tree!.children;
	}

	t.deepEqual([tree?.pid, tree?.children], [depth, []]);
	t.is(code, 1, 'most of them have no core');
});

test('the lines of what lies deeper than 200 levels are cut, and it shows', async t => {
	const lines = (await run(['pstree', chainOf(1000)])).output.trimEnd().split('\n');
	t.is(lines.length, 1001);
	t.regex(lines[201]!, /^ {398}└ 201 \? /v);
	t.regex(lines[202]!, /^… {398}└ 202 \? /v);
	t.regex(lines[1000]!, /^… {398}└ 1000 \? /v);
});
