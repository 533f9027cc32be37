import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {args} from '../../source/views/args.js';
import {env} from '../../source/views/env.js';
import {files} from '../../source/views/files.js';
import {images} from '../../source/views/images.js';
import {maps} from '../../source/views/maps.js';
import {mounts} from '../../source/views/mounts.js';
import {overview} from '../../source/views/overview.js';
import {processTree} from '../../source/views/process-tree.js';
import {processes} from '../../source/views/processes.js';
import {netstat, sockets} from '../../source/views/sockets.js';
import {stats} from '../../source/views/stats.js';
import {threads} from '../../source/views/threads.js';
import type {ProcessView, Rows, View} from '../../source/views/view.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {temporaryFolder, unpack} from '../support/fixtures.js';

const open = async (name: string) => openCheckpoint(unpack(name));
const zoo = await open('podman-zoo');
const title = await open('fx-title');

/** The cells of a row by the columns' names, those that are empty left out. */
function cells<Row>(view: View<Row>, row: Row): Record<string, string> {
	return Object.fromEntries(view.columns.flatMap(({name, value}) => {
		const cell = value(row);
		return cell === undefined ? [] : [[name, String(cell)]];
	}));
}

function table<Row>(view: View<Row>, rows: Rows<Row>): Array<Record<string, string>> {
	return Array.from({length: rows.length}, (_, index) => cells(view, rows.at(index)));
}

function tableOf<Row>(view: ProcessView<Row>, pid: number, checkpoint: Checkpoint = zoo): Array<Record<string, string>> {
	return table(view, view.rows(checkpoint.process(pid)!, checkpoint));
}

/** What a cell of pid 1 of podman-zoo is made of. */
function partsOf<Row>(view: ProcessView<Row>, row: number, name: string): string[] {
	const column = view.columns.find(candidate => candidate.name === name);
	return column!.parts!(view.rows(zoo.process(1)!, zoo).at(row)).map(String);
}

test('processes: one row each, a dead one without memory', t => {
	const rows = table(processes, processes.rows(zoo));
	t.deepEqual(rows.map(({pid, ppid, state, threads: count, name}) => [pid, ppid, state, count, name]), [
		['1', '0', 'alive', '4', 'python3'],
		['5', '1', 'dead', '0', 'python3'],
		['6', '1', 'stopped', '1', 'python3'],
		['7', '1', 'alive', '1', 'python3'],
	]);
	t.is(rows[0]?.command, 'python3 -W ignore /lab/zoo.py');
	t.is(rows[3]?.command, '␛[31mevil␛[0m -c import time␊time.sleep(10000) arg with spaces 日本語  tab␉here');
	t.true(Number(rows[0]?.memory) > 1_000_000);
	t.is(rows[1]?.memory, undefined);
	t.is(rows[1]?.command, undefined);
	t.is(processes.pid!(processes.rows(zoo).at(3)), 7);
});

test('processes: a damaged core costs its cells, and the row says why', async t => {
	const folder = temporaryFolder();
	fs.cpSync(unpack('podman-zoo'), folder, {recursive: true});
	fs.rmSync(path.join(folder, 'checkpoint', 'core-7.img'));
	const damaged = await openCheckpoint(folder);
	const rows = table(processes, processes.rows(damaged));
	t.is(rows.length, 4);
	t.deepEqual([rows[3]?.state, rows[3]?.name, rows[3]?.problem], [undefined, undefined, 'checkpoint/core-7.img: missing']);
	t.is(rows[0]?.problem, undefined);
});

test('args: one argument a row, with its address', t => {
	t.deepEqual(tableOf(args, 7).map(({value}) => value), ['␛[31mevil␛[0m', '-c', 'import time␊time.sleep(10000)', 'arg with spaces', '日本語', '', 'tab␉here']);
	const process = zoo.process(7)!;
	t.is(args.address!(args.rows(process, zoo).at(0)), process.argv.addresses[0]);
	t.deepEqual(args.notes!(process, zoo), []);
});

test('env: name and value, however long', async t => {
	t.deepEqual(tableOf(env, 7).map(({name, value}) => `${name} ${value}`), ['ANSI ␛]0;pwned␇', 'UTF8 žluťoučký', 'EMPTY ', 'MULTI line1␊line2', 'SECRET_KEY AKIAIOSFODNN7EXAMPLE']);
	t.true(tableOf(env, 1, await open('px-hugeenv')).some(({name, value}) => name === 'HUGE' && value!.length > 128 * 1000));
});

test('env and args: what a title left of them, and a note', t => {
	const rows = tableOf(env, 2, title);
	t.true(rows.length > 0);
	// What the NULs separate is not shown; a string without an equals sign has no value.
	t.false(rows.some(({name, value}) => name === '' && value === undefined));
	t.deepEqual([rows[0]?.name, rows[0]?.value], ['er process', undefined]);
	t.deepEqual(env.notes!(title.process(2)!, title), ['The program wrote a title over its environment: this is what is left of it.']);
	t.deepEqual(args.notes!(title.process(2)!, title), ['The program wrote over its arguments: this is what is left of them.']);
});

test('env: what is not in the dump is said', async t => {
	const lazy = await open('raw-lazy');
	const [process] = lazy.processes;
	t.true(env.notes!(process!, lazy).some(note => /^Not all of it is here: 0x[\da-f]+-0x[\da-f]+ was left on the source host/v.test(note)));
});

test('files: a descriptor with all that is known of it', t => {
	t.deepEqual(tableOf(files, 1)[5], {
		fd: '5',
		type: 'regular',
		target: '/tmp/zoo/deleted-secret.txt',
		deleted: 'true',
		flags: 'O_RDWR|O_LARGEFILE',
		close_on_exec: 'true',
		position: '37',
		file_id: '25',
		detail: 'mode 0644; 37 bytes; deleted, content in ghost-file-1.img; same as pid 6',
	});
});

test('sockets: of a process, and of all of them', t => {
	const own = tableOf(sockets, 1);
	t.like(own.find(({fd}) => fd === '11'), {fd: '11', protocol: 'UDP6', local: '[::1]:5354', inode: '74493'});
	t.like(own.find(({fd}) => fd === '16'), {state: 'ESTABLISHED', receive_queue: '33', send_queue: '0', local: '127.0.0.1:9999', remote: '127.0.0.1:48750', peer: 'pid 1 fd 15, pid 6 fd 15'});
	const all = table(netstat, netstat.rows(zoo));
	t.is(all.length, own.length * 2);
	t.deepEqual([...new Set(all.map(({pid}) => pid))], ['1', '6']);
	t.is(netstat.pid!(netstat.rows(zoo).at(0)), 1);
	for (const [position, {pid, fd}] of all.entries()) {
		const {view: name, index} = netstat.counterpart!(netstat.rows(zoo).at(position))!;
		t.is(name, sockets.name);
		t.is(tableOf(sockets, Number(pid))[index]?.fd, fd);
	}
});

test('what a value is made of is told one by one: the targets of an epoll, the registers of a thread', t => {
	t.deepEqual(partsOf(files, 34, 'detail'), ['watches 1 descriptor', 'fd 12 0.0.0.0:8080 EPOLLIN|EPOLLERR|EPOLLHUP', 'same as pid 6']);
	const registers = partsOf(threads, 0, 'registers');
	t.true(registers.every(register => /^\w+=[\da-f]{4,16}$/.test(register)));
	t.is(registers.join(' '), tableOf(threads, 1)[0]!.registers!);
});

test('maps: the heap, a library and the stack', t => {
	const rows = tableOf(maps, 1);
	const heap = rows.find(({kind}) => kind === 'heap')!;
	t.is(heap.protection, 'rw-p');
	t.true(Number(heap.pages_dumped) > 0);
	t.is(Number(heap.size), Number(heap.end) - Number(heap.start));
	t.true(rows.some(({name, protection}) => name === '/usr/lib/x86_64-linux-gnu/libc.so.6' && protection === 'r-xp'));
	t.is(rows.filter(({name}) => name === '[stack]').length, 1);
	const process = zoo.process(1)!;
	t.is(maps.address!(maps.rows(process, zoo).at(0)), process.memory.vmas.at(0).start);
	t.is(maps.rows(zoo.process(5)!, zoo).length, 0);
});

test('maps: of 20,000 mappings any one at once', async t => {
	const many = await open('px-vmas');
	const rows = maps.rows(many.process(1)!, many);
	t.true(rows.length > 20_000);
	const last = rows.length - 1;
	t.is(cells(maps, rows.at(last)).name, '[vsyscall]');
});

test('threads: names, and registers as text', t => {
	const [leader, worker] = tableOf(threads, 1);
	t.is(leader?.name, 'python3');
	t.is(worker?.name, 'zoo-worker-0');
	t.regex(leader?.registers ?? '', /^rax=00000000000000e6 rbx=[\da-f]{16} .* eflags=00000246 cs=0033 /v);
	t.deepEqual(tableOf(threads, 5), []);
});

test('maps: pages in the parent are none of this dump, and those that are cut off are lost', async t => {
	const totals = (rows: ReadonlyArray<Record<string, string>>) => Object.fromEntries(['pages_dumped', 'pages_parent', 'pages_lost'].map(column => [column, rows.reduce((sum, row) => sum + Number(row[column]), 0)]));
	t.deepEqual(totals(tableOf(maps, 8099, await open('raw-chain'))), {pages_dumped: 0, pages_parent: 1225, pages_lost: 0});
	const folder = editedCheckpoint('raw-plain', {});
	fs.truncateSync(path.join(folder, 'raw-plain/pages-1.img'), 50_000);
	t.deepEqual(totals(tableOf(maps, 7938, await openCheckpoint(folder))), {pages_dumped: 12, pages_parent: 0, pages_lost: 1212});
	const shown = maps.columns.filter(({name}) => name.startsWith('pages_')).map(({title: heading}) => heading);
	t.deepEqual(shown, ['Pages', 'Parent', 'Lazy', 'Shared', 'Lost']);
});

test('overview: one fact a row', t => {
	const facts = new Map(tableOf(overview, 7).map(({name, value}) => [name, value]));
	t.is(facts.get('Process'), '7 python3');
	t.is(facts.get('Working directory'), '/tmp');
	t.is(facts.get('Session'), '7 (leader)');
	t.is(facts.get('Umask'), '0077');
	t.is(facts.get('Architecture'), 'x86_64');
});

test('the columns of a view have names for JSON, each its own', t => {
	for (const view of [processes, processTree(), overview, args, env, files, sockets, netstat, maps, threads, mounts, stats, images] as Array<View<never>>) {
		const names = view.columns.map(({name}) => name);
		t.is(new Set(names).size, names.length, view.name);
		t.true(names.every(name => /^[a-z]+(?:_[a-z]+)*$/v.test(name)), view.name);
	}
});
