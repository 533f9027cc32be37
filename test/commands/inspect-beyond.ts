import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {run} from '../support/command.js';
import {editedCheckpoint, editedTar} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {allProcesses, inspected, inspectedFixture, inspectedTree} from '../support/inspected.js';

/** A checkpoint whose memory has another text in the place of one, wherever that is; both are equally long. */
function withMemory(name: string, ...changes: ReadonlyArray<readonly [from: string, to: string]>): string {
	const folder = editedCheckpoint(name, {});
	for (const file of fs.readdirSync(path.join(folder, 'checkpoint')).filter(entry => entry.startsWith('pages-'))) {
		const bytes = fs.readFileSync(path.join(folder, 'checkpoint', file));
		for (const [from, to] of changes) {
			for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at)) {
				bytes.write(to, at);
			}
		}

		fs.writeFileSync(path.join(folder, 'checkpoint', file), bytes);
	}

	return folder;
}

/** A process tree: the parent of each process. */
function withTree(parents: Readonly<Record<number, number>>): Uint8Array {
	return imageOf('PSTREE', Object.entries(parents).map(([pid, ppid]) => ({type: 'pstree_entry', values: {pid: Number(pid), ppid, pgid: 1, sid: 1, threads: [Number(pid)]}})));
}

test('times are in the zone that the engine chose', async t => {
	const config = JSON.parse(fs.readFileSync(path.join(unpack('podman-small'), 'config.dump'), 'utf8')) as object;
	const {document} = await inspected([], editedTar('podman-small', {'config.dump': {...config, createdTime: '2024-01-28T00:10:45.673538606+05:30', checkpointedTime: '2024-01-28T00:10:46+05:30'}}));
	t.deepEqual([document.created, document.checkpointed], ['2024-01-28T00:10:45+05:30', '2024-01-28T00:10:46+05:30']);
});

test('one missing image costs what depends on it', async t => {
	const {code, document} = await inspected(['--all'], editedTar('podman-zoo', {'checkpoint/core-7.img': undefined, 'checkpoint/fs-6.img': undefined}));
	t.is(code, 1);
	t.deepEqual(document.problems?.map(problem => problem.replace(/^.*\//, '')), ['core-7.img: missing', 'fs-6.img: missing']);
	t.deepEqual(allProcesses(document).map(({pid, command}) => [pid, command]), [[1, 'python3'], [5, 'python3'], [6, 'python3'], [7, null]]);
	t.is(document.sockets?.length, 2);
	t.false(document.file_descriptors!.find(({pid}) => pid === 6)!.open_files!.some(({fd}) => fd === 'cwd'));
});

test('statistics: every field, times exact, also those that end in zeros', async t => {
	const values = {freezing_time: 10_000, frozen_time: 100_000, memdump_time: 20_000_000, memwrite_time: 605, pages_scanned: 179n, pages_skipped_parent: 0n, pages_written: 0n, pages_lazy: 0n};
	const file = editedTar('podman-small', {'stats-dump': imageOf('STATS', [{type: 'stats_entry', values: {dump: values}}])});
	const {document} = await inspected(['--stats'], file);
	t.deepEqual(document.statistics, {...values, pages_scanned: 179, pages_skipped_parent: 0, pages_written: 0, pages_lazy: 0});
	t.regex(await inspectedTree(['--stats'], file), /Freezing time: 10 ms\n.*Frozen time: 100 ms\n.*Memdump time: 20 s\n.*Memwrite time: 605 µs\n.*Pages scanned: 179\n.*Pages skipped parent: 0\n.*Pages written: 0\n/);
	const {document: real} = await inspected(['--stats'], fixture('podman-zoo'));
	t.is(real.statistics?.shpages_scanned, 273);
	t.is(real.statistics?.pages_lazy, 0);
});

test('a string of the environment without = and a name that is there twice are in the list of all', async t => {
	const {code, document} = await inspected(['--ps-tree-env'], withMemory('podman-small', ['SECRET=PLANT-ENV-small', 'SECRET-PLANT-ENV-small'], ['\0SHLVL=1', '\0HOME=/x']));
	t.is(code, 0);
	const {environment, environment_variables: variables} = allProcesses(document).find(({pid}) => pid === 10)!;
	t.deepEqual(environment?.slice(0, 6), ['HOSTNAME=b525e9e31797', 'SECRET-PLANT-ENV-small', 'PWD=/', 'container=podman', 'HOME=/root', 'HOME=/x']);
	t.is(variables?.HOME, '/root', 'what getenv(3) finds: the first');
	t.false('SECRET-PLANT-ENV-small' in variables!);
	t.regex(await inspectedTree(['--ps-tree-env'], withMemory('podman-small', ['SECRET=PLANT-ENV-small', 'SECRET-PLANT-ENV-small'])), /── SECRET-PLANT-ENV-small\n/);
});

test('titles that were written over the arguments are shown, and that they were', async t => {
	const titled = allProcesses(await inspectedFixture('fx-title')).find(({cmdline}) => cmdline?.startsWith('nginx: master'))!;
	t.true(titled.arguments_overwritten);
	t.regex(titled.cmdline!, /^nginx: master process /);
});

test('sockets: what checkpointctl leaves out of UNIX, netlink and packet sockets', async t => {
	const {sockets} = await inspectedFixture('podman-zoo');
	t.deepEqual(sockets?.map(({pid}) => pid), [1, 6]);
	const byFd = new Map(sockets![0]!.open_sockets.map(socket => [socket.fd, socket]));
	t.deepEqual([...byFd.keys()], [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
	t.like(byFd.get(17)!.data, {type: 'UNIX', address: '/tmp/zoo/ctl.sock', state: 'LISTEN', socket_type: 'STREAM', inode: 74_499});
	t.like(byFd.get(18)!.data, {address: '\0zoo-abstract', local: '@zoo-abstract', socket_type: 'DGRAM'});
	t.like(byFd.get(20)!.data, {state: 'ESTABLISHED', inode: 74_502, peer_inode: 74_501, peer: 'pid 1 fd 19, pid 6 fd 19', receive_queue: 22});
	t.like(byFd.get(21), {protocol: 'NETLINK ROUTE'});
	t.like(byFd.get(21)!.data, {type: 'NETLINK', state: 'CLOSE', local: 'port 1', send_buf: '208.0 KB', send_buf_bytes: 212_992});
	t.like(byFd.get(22)!.data, {type: 'PACKET', local: 'every interface', socket_type: 'RAW'});
	t.like(byFd.get(16), {protocol: 'TCP'});
	t.like(byFd.get(16)!.data, {src: '127.0.0.1', src_port: 9999, dst: '127.0.0.1', dst_port: 48_750, state: 'ESTABLISHED', receive_queue: 33, send_queue: 0});
	t.like(byFd.get(11), {protocol: 'UDP'});
	t.like(byFd.get(11)!.data, {family: 'inet6', src: '::1', src_port: 5354, dst: '::'});
	const output = await inspectedTree(['--sockets'], fixture('podman-zoo'));
	for (const line of [
		'[TCP (ESTABLISHED)]  127.0.0.1:9999 -> 127.0.0.1:48750 (↑ 3.8 MiB ↓ 128.0 KiB) fd 16',
		'[TCP (LISTEN)]  [::]:8081 -> [::]:0 (↑ 16.0 KiB ↓ 128.0 KiB) fd 13',
		'[UDP]  [::1]:5354 -> [::]:0 ',
		'[UNIX (STREAM)]  /tmp/zoo/ctl.sock LISTEN ',
		'[UNIX (DGRAM)]  @zoo-abstract CLOSE ',
		'[UNIX (STREAM)]  @ -> @ ESTABLISHED ',
		'[NETLINK ROUTE]  port 1 CLOSE ',
		'[PACKET ETH_P_ALL]  every interface ',
	]) {
		t.true(output.includes(line), line);
	}
});

test('processes below a dead one, and orphans, are there', async t => {
	const {code, document} = await inspected(['--ps-tree', '--files'], editedCheckpoint('podman-zoo', {'checkpoint/pstree.img': withTree({1: 0, 5: 1, 6: 5, 7: 99})}));
	t.is(code, 0);
	const dead = document.process_tree!.children![0]!;
	t.deepEqual([dead.pid, dead.task_state, dead.exit_code, dead.children?.map(({pid}) => pid)], [5, 'Dead', 7, [6]]);
	t.deepEqual(document.other_process_trees?.map(({pid, ppid, orphan}) => [pid, ppid, orphan]), [[7, 99, true]]);
	t.deepEqual(document.file_descriptors?.map(({pid}) => pid), [1, 6, 7]);
	t.regex(await inspectedTree(['--ps-tree'], editedCheckpoint('podman-zoo', {'checkpoint/pstree.img': withTree({1: 0, 5: 1, 6: 5, 7: 99})})), / {4}└── \[7\] {2}python3 \(its parent 99 is not in this checkpoint\)\n/);
});

test('a tree that is deeper than JSON is read is cut into trees', async t => {
	const depth = 450;
	const pids = Array.from({length: depth}, (_, index) => index + 1);
	const {document} = await inspected(['--ps-tree'], editedCheckpoint('podman-zoo', {'checkpoint/pstree.img': withTree(Object.fromEntries(pids.map(pid => [pid, pid - 1])))}));
	t.deepEqual(allProcesses(document).map(({pid}) => pid), pids);
	t.deepEqual(document.other_process_trees?.map(({pid, ppid}) => [pid, ppid]), [[201, 200], [401, 400]]);
});

test('processes of CRIU 4.1, of an incremental dump and of 32 bits have their arguments', async t => {
	for (const [name, argument] of [['raw-criu41', /python3/], ['raw-chain', /PLANT-RAW-ARG/], ['px-i386', /./]] as const) {
		const document = await inspectedFixture(name);
		t.regex(document.process_tree!.cmdline!, argument, name);
		t.true(Object.keys(document.process_tree!.environment_variables!).length > 0, name);
	}
});

test('an annotation that should be JSON and is not is shown as it is', async t => {
	const spec = JSON.parse(fs.readFileSync(path.join(unpack('podman-small'), 'spec.dump'), 'utf8')) as {annotations: object};
	const output = await inspectedTree(['--metadata'], editedTar('podman-small', {'spec.dump': {...spec, annotations: {...spec.annotations, 'io.kubernetes.cri-o.Labels': '{"broken'}}}));
	t.true(output.includes('── io.kubernetes.cri-o.Labels: {"broken\n'));
});

test('JSON has what was asked for and nothing else, and is the same every time', async t => {
	const keys = async (...options: string[]) => Object.keys((await inspected(options, fixture('checkpoint-shop'))).document);
	const container = ['container_name', 'image', 'id', 'runtime', 'created', 'checkpointed', 'engine', 'checkpoint_size'];
	t.deepEqual(await keys(), container);
	t.deepEqual(await keys('--stats'), [...container, 'statistics']);
	t.deepEqual(await keys('--mounts'), [...container, 'mounts']);
	t.deepEqual(await keys('--metadata'), [...container, 'metadata']);
	for (const option of ['--ps-tree', '--ps-tree-cmd', '--ps-tree-env', '--pid=1']) {
		t.deepEqual(await keys(option), [...container, 'process_tree'], option);
	}

	t.deepEqual(await keys('--files'), [...container, 'process_tree', 'file_descriptors']);
	t.deepEqual(await keys('--sockets'), [...container, 'process_tree', 'sockets']);
	t.is((await inspected(['--ps-tree'], fixture('checkpoint-shop'))).document.process_tree?.cmdline, undefined);
	const both = await Promise.all([run(['inspect', '--all', '--format', 'json', fixture('checkpoint-shop')]), run(['inspect', '--all', '--format', 'json', fixture('checkpoint-shop')])]);
	t.is(both[0].output, both[1].output);
});

test('the memory of AMD GPUs has a size of its own', async t => {
	const file = editedTar('podman-small', {'checkpoint/amdgpu-pages-1.img': Buffer.alloc(3000)});
	t.is((await inspected([], file)).document.checkpoint_size.amd_gpu_memory_pages_size, 3000);
	t.regex(await inspectedTree([], file), /── AMD GPU memory pages size: 2\.9 KiB\n/);
});

test('a tree fits the terminal; in a pipe nothing of it is cut', async t => {
	const {output} = await run(['inspect', '--all', fixture('px-hugeenv')]);
	const {output: fitted} = await run(['inspect', '--all', fixture('px-hugeenv')], {columns: 80});
	t.is(fitted.split('\n').length, output.split('\n').length);
	t.true(fitted.split('\n').slice(2).every(line => [...line].length <= 80));
	t.true(output.split('\n').some(line => line.length > 128 * 1024));
});

test('neither the tree nor JSON has a character that acts on a terminal', async t => {
	for (const format of ['tree', 'json']) {
		for (const name of ['px-hugeenv', 'podman-zoo', 'podman-longname-unicode']) {
			t.notRegex((await run(['inspect', '--all', '--format', format, fixture(name)])).output, /(?!\n)\p{Control}|\p{Bidi_Control}/u, `${name} ${format}`);
		}
	}
});

test('a lazy dump says what of the arguments is not here', async t => {
	const {code, errors} = await run(['inspect', '--ps-tree-cmd', fixture('raw-lazy')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: pid \d+: not all of the arguments is here: .*left on the source host$/m);
});
