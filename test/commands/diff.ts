import {execFile} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {widthOf} from '../../source/text/fit.js';
import {ChangedCheckpoint} from '../support/changed-checkpoint.js';
import {run} from '../support/command.js';
import {changesIn, type DiffDocument} from '../support/diff-changes.js';
import {editEntries, editMessages} from '../support/edit-image.js';
import {fixture, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';
import {copyOfFixture} from '../support/memory.js';
import {programFile} from '../support/pty.js';

type Row = Readonly<Record<string, unknown>>;
type Section = Readonly<Record<'added' | 'removed' | 'modified' | 'replaced' | 'unchanged', readonly Row[]>>;
type Document = DiffDocument & Readonly<Record<'process_changes' | 'file_changes' | 'socket_changes', Section>> & Readonly<Record<'checkpoint_a' | 'checkpoint_b' | 'memory_changes', Row>>;

const small = fixture('podman-small.tar.gz');
const later = fixture('podman-small.tar.zst');

async function compare(...argv: string[]): Promise<Document> {
	return JSON.parse((await run(['diff', '--format', 'json', ...argv])).output) as Document;
}

// A child is gone, a descriptor is closed, another one opened, a file is replaced.
function changedZoo(): ChangedCheckpoint {
	const copy = new ChangedCheckpoint('podman-zoo');
	editEntries(copy.image('pstree.img'), entries => entries.filter(entry => entry.type !== 'pstree_entry' || entry.message.pid !== 7));
	editMessages(copy.image('fdinfo-2.img'), 'fdinfo_entry', entry => {
		entry.fd = entry.fd === 21 ? 50 : entry.fd;
	});
	editMessages(copy.image('files.img'), 'file_entry', ({isk}) => {
		if (isk?.ino === 74_494) {
			isk.state = 7;
		}
	});
	return copy;
}

test('what is told of both, and what did not change, has the names of checkpointctl', async t => {
	const {container_id: id, container_name: name, image, checkpoint_a: a, checkpoint_b: b, process_changes: processes, file_changes: files, memory_changes: memory, socket_changes: sockets, summary, problems} = await compare(small, later);
	t.is(id, 'b525e9e31797ebc985b4e3d7dfffce0a230b2dde2fff3fe31c7dc7aae5488d66');
	t.deepEqual([name, image], ['pv-small', 'localhost/lab:latest']);
	t.deepEqual([a.total_size, b.total_size], [580_250, 580_250]);
	t.deepEqual(memory, {size_change_bytes: 0, size_change_mb: 0});
	t.deepEqual(processes.unchanged.map(({pid, command, cmdline}) => [pid, command, cmdline]), [[1, 'small.sh', '/bin/bash /app/small.sh'], [10, 'sleep', 'child with spaces 1000000'], [11, 'sleep', 'sleep 3600']]);
	t.like(files.unchanged[0], {path: '/dev/null', type: 'REG', pid: 1, fd: 'REG 0'});
	t.deepEqual([processes, files, sockets].flatMap(({added, removed, modified}) => [added, removed, modified]), Array.from({length: 9}, () => []));
	t.is(summary.split('\n', 1)[0], 'Checkpoint comparison for container pv-small');
	t.deepEqual(problems, []);
});

test('by how much the memory grew is said in the units of all sizes', async t => {
	const {output} = await run(['diff', small, fixture('podman-loop')]);
	t.regex(output, /^ {2}\S Decreased by 8\.0 KiB in size: 504\.0 KiB \(516,096 bytes\) -> 496\.0 KiB \(507,904 bytes\) of pages$/mv);
	t.regex(output, /^Memory: -8\.0 KiB$/mv);
});

test('when the container was made is told apart from when each checkpoint was', async t => {
	const {checkpoint_a: a, checkpoint_b: b} = await compare(fixture('podman-small.tar.xz'), later);
	t.is(a.created, b.created);
	t.deepEqual([a.checkpointed, b.checkpointed], [null, null]);
	t.deepEqual([a.images_written, b.images_written], ['2026-11-21T01:46:39.000Z', '2026-11-21T01:46:41.000Z']);
	const shop = await compare(fixture('checkpoint-shop'), fixture('checkpoint-shop'));
	t.is(shop.checkpoint_a.checkpointed, '2026-11-21T01:34:20.540Z');
	t.true(Date.parse(String(shop.checkpoint_a.created)) < Date.parse('2026-11-21T01:34:20.540Z'));
	const {output} = await run(['diff', fixture('podman-small.tar.xz'), later]);
	t.regex(output, /Checkpoint A: .*\n.*created: +2026-11-21T01:46:36Z\n.*Checkpointed: +2026-11-21T01:46:39Z/v);
	t.regex(output, /Checkpoint B: .*\n.*created: +2026-11-21T01:46:36Z\n.*Checkpointed: +2026-11-21T01:46:41Z/v);
});

test('a checkpoint and itself, as an archive and unpacked, do not differ', async t => {
	for (const name of ['podman-zoo', 'checkpoint-shop', 'checkpoint-ledger', 'raw-plain', 'px-i386', 'px-hugeenv']) {
		const {code, output, errors} = await run(['diff', '--all', '--format', 'json', '--exit-code', fixture(name), fixture(name)]);
		t.deepEqual([code, errors, changesIn(JSON.parse(output) as DiffDocument)], [0, '', []], name);
		const text = await run(['diff', '--all', fixture(name), fixture(name)]);
		t.is(text.output.match(/^ {2}= No change/gmv)?.length, name === 'raw-plain' ? 8 : 9, name);
	}

	const {code, output} = await run(['diff', '--format', 'json', fixture('podman-zoo'), unpack('podman-zoo')]);
	t.deepEqual([code, changesIn(JSON.parse(output) as DiffDocument).map(line => line.split(':', 1)[0]!.split(' ', 3).join(' '))], [0, ['~ sizes archive']]);
});

test('processes, descriptors and sockets in sections, marked by what became of them, in order', async t => {
	const {original, folder} = changedZoo();
	const {output, code} = await run(['diff', '--files', '--sockets', original, folder]);
	t.is(code, 0);
	const sections = Object.fromEntries(output.split('\n\n').map(section => [section.split('\n', 1)[0]!, section.split('\n').slice(1).map(line => line.trimEnd())]));
	t.deepEqual(Object.keys(sections), ['Checkpoint Diff', 'Memory Changes', 'Process Tree', 'File Descriptor Changes, but for sockets', 'Socket Changes', 'Summary:']);
	t.deepEqual(sections['Process Tree'], ['    PID Command State', '  -   7 python3 alive']);
	t.deepEqual(sections['Socket Changes']!.filter(line => !/ -\s+7 /v.test(line)), [
		'    PID FD Protocol      Local        State',
		'  ~   1 12 TCP           0.0.0.0:8080 CLOSE',
		'      State: LISTEN -> CLOSE',
		'  -   1 21 NETLINK ROUTE port 1',
		'  +   1 50 NETLINK ROUTE port 1',
		'  ~   6 12 TCP           0.0.0.0:8080 CLOSE',
		'      State: LISTEN -> CLOSE',
	]);
	t.true(sections['File Descriptor Changes, but for sockets']!.slice(1).every(line => /^ {2}- +7 /v.test(line)));
	t.deepEqual(sections['Summary:'], ['Checkpoint comparison for container zoo', 'Processes: +0 -1 ~0', 'Files: +1 -6 ~0', 'Sockets: +1 -1 ~2', '']);
	t.is((await run(['diff', '--files', '--sockets', original, folder])).output, output);
});

test('with --show-unchanged the tree as it is now, then what is gone', async t => {
	const {original, folder} = changedZoo();
	const {output} = await run(['diff', '--sockets', '--show-unchanged', '--ps-tree-cmd', original, folder]);
	const lines = output.split('\n');
	const at = lines.indexOf('Process Tree');
	t.deepEqual(lines.slice(at + 2, at + 6).map(line => line.split(/ (?=\w+$)/v).map(part => part.trimEnd())), [
		['  =   1 python3 -W ignore /lab/zoo.py', 'alive'],
		['  =   5   python3', 'dead'],
		['  =   6   python3 -W ignore /lab/zoo.py', 'stopped'],
		['  -   7   ␛[31mevil␛[0m -c import time␊time.sleep(10000) arg with spaces 日本語  tab␉here', 'alive'],
	]);
	t.regex(output, /^ {2}= {3}1 10 UDP +127\.0\.0\.1:5353$/mv);
});

test('of processes that are new or gone the mappings are counted, and of no other', async t => {
	const {output} = await run(['diff', '--maps', small, fixture('podman-volume')]);
	const section = output.slice(output.indexOf('Memory Map Changes'), output.indexOf('Summary:'));
	t.true(section.includes('  + PID 12 is new, with 24 mappings\n  - PID 10 is gone, with 24 mappings\n'));
	t.deepEqual([...new Set(section.match(/^ {2}[+\-] +\d+(?= )/gmv)!.map(line => line.slice(4).trim()))].sort(), ['1', '11']);
	const {map_changes: maps} = await compare('--maps', small, fixture('podman-volume'));
	t.is((maps as Section).added.filter(({pid}) => pid === 12).length, 24);
});

test('no two sockets are taken for one', async t => {
	const {socket_changes: sockets} = await compare('--sockets', fixture('podman-zoo'), fixture('podman-zoo'));
	const open = JSON.parse((await run(['sockets', '--format', 'json', fixture('podman-zoo')])).output) as Row[];
	t.deepEqual(sockets.unchanged.map(({pid, number, inode}) => [pid, number, inode]), open.map(({pid, fd, inode}) => [pid, fd, inode]));
	t.true(sockets.unchanged.length >= 26);
	t.like(sockets.unchanged[0], {protocol: 'UDP', type: 'UDP', source: '127.0.0.1', src_port: 5353, number: 10, family: 'inet'});
	t.like(sockets.unchanged.find(({local}) => local === '[::]:8081'), {protocol: 'TCP', state: 'LISTEN', source: '::', src_port: 8081});
	t.like(sockets.unchanged.find(({family}) => family === 'unix'), {type: 'UNIX', address: '/tmp/zoo/ctl.sock', state: 'LISTEN'});
	t.like(sockets.unchanged.find(({remote}) => remote === '127.0.0.1:9999'), {source: '127.0.0.1', dest: '127.0.0.1', dst_port: 9999, state: 'ESTABLISHED'});
});

test('what is compared: all but the pages, unless some of it is asked for', async t => {
	const sections = async (...options: string[]) => Object.entries(await compare(...options, small, later)).filter(([name, value]) => name.endsWith('_changes') && name !== 'memory_changes' && value !== undefined).map(([name]) => name.replace('_changes', ''));
	t.deepEqual(await sections(), ['process', 'file', 'socket', 'map', 'mount', 'rootfs', 'metadata']);
	t.deepEqual(await sections('--files'), ['process', 'file']);
	t.deepEqual(await sections('--maps', '--mounts', '--rootfs'), ['process', 'map', 'mount', 'rootfs']);
	t.deepEqual(await sections('--pid', '10'), ['process', 'file', 'socket', 'map']);
	t.is((await compare(small, later)).memory_changes.processes, undefined);
	t.is(((await compare('--memory', small, later)).memory_changes.processes as Row[]).length, 3);
	t.is(((await compare('--all', small, later)).memory_changes.processes as Row[]).length, 3);
});

test('pages that changed are told with their addresses, in the text of a pipe each of them', async t => {
	const copy = new ChangedCheckpoint('podman-small');
	const page = await copy.overwrite(10, 'PLANT-ENV-small', 'plant') & ~0xfffn;
	const [process] = (await compare('--memory', '-p', '10', copy.original, copy.folder)).memory_changes.processes as Array<{pid: number; pages: Row; mappings: Array<Row & {changed_ranges: Row[]}>}>;
	t.deepEqual([process!.pid, process!.pages], [10, {same: 26, changed: 1, only_a: 0, only_b: 0, unknown: 552, unknown_never_dumped: 552, unknown_lost: 0}]);
	t.deepEqual(process!.mappings.map(({name, protection, changed_ranges: ranges}) => [name, protection, ranges]), [['[stack]', 'rw-p', [{start: `0x${page.toString(16)}`, end: `0x${(page + 4096n).toString(16)}`, pages: 1}]]]);
	const {output} = await run(['diff', '--memory', copy.original, copy.folder]);
	t.true(output.includes(`      ${page.toString(16)}-${(page + 4096n).toString(16)} 1 page\n`));
	t.regex(output, /^ {2}PID 10: 1 changed, 26 the same, 552 unknown$/mv);

	const [a, b] = ['pre-dump', 'dump'].map(name => path.join(unpack('raw-chain-mixed'), name));
	const piped = await run(['diff', '--memory', a!, b!]);
	const shown = await run(['diff', '--memory', a!, b!], {columns: 80});
	const ranges = (text: string) => text.match(/^ {6}[\da-f]{12}-[\da-f]{12} \d+ pages?$/gmv)!.length;
	t.true(ranges(piped.output) > 100);
	t.true(ranges(shown.output) < ranges(piped.output));
	t.regex(shown.output, /and \d+ more: all of them are in a pipe, and with --format json/v);
	t.deepEqual([piped.code, piped.errors.split('\n').filter(line => line !== '')], [1, [`cryoscope: A: ${a!}: a pre-dump, which has the memory of the processes and nothing else of them`]]);
});

test('--pid chooses processes, and complains of one that neither has', async t => {
	const {original, folder} = changedZoo();
	const {process_changes: {removed, unchanged}} = await compare('-p', '1', '-p', '7', original, folder);
	t.deepEqual([removed.map(({pid}) => pid), unchanged.map(({pid}) => pid)], [[7], [1]]);
	t.is((await compare('--pid', '0', original, folder)).process_changes.unchanged.length, 3);
	t.deepEqual(await run(['diff', '-p', '99', original, folder]), {code: 1, output: '', errors: 'cryoscope: pid 99: no such process in either checkpoint; cryoscope ps lists them\n'});
});

test('--ps-tree-env shows environments, and no string of one ends it', async t => {
	const {process_changes: {unchanged}} = await compare('--ps-tree-env', fixture('px-hugeenv'), fixture('px-hugeenv'));
	const env = JSON.parse((await run(['env', '--format', 'json', fixture('px-hugeenv')])).output) as Array<{pid: number; name: string; value: string | null}>;
	for (const {pid, environment_variables: variables} of unchanged) {
		const own = new Map(env.filter(row => row.pid === pid).toReversed().map(({name, value}) => [name, value ?? '']));
		t.deepEqual(new Map(Object.entries(variables as Record<string, string>)), own);
	}

	const {original, folder} = changedZoo();
	const {output} = await run(['diff', '--sockets', '--ps-tree-env', original, folder]);
	t.regex(output, /^ {6}EVIL=|^ {6}MULTI=line1␊line2$/mv);
});

test('different containers are compared all the same, and it is said', async t => {
	const {code, output, errors} = await run(['diff', '--format', 'json', small, fixture('podman-volume')]);
	t.is(code, 0);
	t.is(errors, 'cryoscope: these are checkpoints of different containers, pv-small (b525e9e31797) and pv-vol (f2ba7036563c): compared all the same\n');
	const document = JSON.parse(output) as Document;
	t.false(document.is_same_container);
	t.deepEqual([document.checkpoint_a.container_name, document.checkpoint_b.container_name], ['pv-small', 'pv-vol']);
	t.true(changesIn(document).includes('+ mount /data /var/lib/containers/storage/volumes/pvdata/_data'));
	t.true(changesIn(document).some(line => /^\+ path volume pvdata:\/volume\.txt file$/v.test(line)));
	const raw = await run(['diff', '--rootfs', small, fixture('raw-runc')]);
	t.is(raw.code, 1);
	t.regex(raw.errors, /^cryoscope: B: .*raw-runc.*: no engine wrote down what the container had changed in its file systems$/mv);
});

test('--exit-code tells a script: the same, different, not all compared', async t => {
	const code = async (...argv: string[]) => (await run(['diff', '--exit-code', ...argv])).code;
	t.is(await code('--files', small, later), 0);
	t.is(await code('--metadata', small, later), 1);
	t.is(await code('--files', '--memory', small, later), 1);
	t.is(await code('--memory', fixture('raw-lazy'), fixture('raw-lazy')), 2);
	t.is(await code(small, '/does-not-exist.tar'), 2);
	t.is((await run(['diff', '--metadata', small, later])).code, 0);
});

test('what can\'t be compared is unknown, told of, and costs nothing else', async t => {
	const copy = copyOfFixture('podman-small');
	const checkpoint = path.join(copy, 'checkpoint');
	fs.rmSync(path.join(checkpoint, 'core-10.img'));
	fs.rmSync(path.join(checkpoint, 'mm-11.img'));
	const {code, output, errors} = await run(['diff', '--format', 'json', unpack('podman-small'), copy]);
	t.is(code, 1);
	const changes = changesIn(JSON.parse(output) as DiffDocument);
	t.deepEqual(changes.filter(line => /^[+\-] (?!dump)/v.test(line)), []);
	t.true(changes.includes('? process 10 null: command in b: checkpoint/core-10.img: missing'), changes.join('\n'));
	t.true(changes.some(line => line.startsWith('? process 11 sleep: cmdline in b: checkpoint/mm-11.img: missing')));
	t.deepEqual(new Set(errors.split('\n').filter(line => /core-10|mm-11/v.test(line))), new Set(['cryoscope: B: pid 11: checkpoint/mm-11.img: missing', 'cryoscope: B: pid 10: checkpoint/core-10.img: missing']));

	fs.rmSync(path.join(checkpoint, 'files.img'));
	const without = await run(['diff', '--format', 'json', '--files', '--sockets', unpack('podman-small'), copy]);
	t.is(without.code, 1);
	t.deepEqual(changesIn(JSON.parse(without.output) as DiffDocument).filter(line => !line.startsWith('?')), []);
	t.regex(without.errors, /B: pid 1, 10, 11: checkpoint\/files\.img: missing/v);
});

test('a process that is not found where the tree is lost is not gone', async t => {
	const copy = copyOfFixture('podman-small');
	fs.rmSync(path.join(copy, 'checkpoint', 'pstree.img'));
	fs.rmSync(path.join(copy, 'checkpoint', 'core-11.img'));
	for (const argv of [[unpack('podman-small'), copy], [copy, unpack('podman-small')]]) {
		const {code, output, errors} = await run(['diff', '--files', '--sockets', '--maps', '--format', 'json', ...argv]);
		t.is(code, 1);
		t.deepEqual(changesIn(JSON.parse(output) as DiffDocument).filter(line => !line.startsWith('?')), []);
		t.regex(errors, /^cryoscope: [AB]: pid 11: checkpoint\/pstree\.img: missing$/mv);
	}
});

test('what a truncated archive has lost is neither gone nor changed', async t => {
	const file = path.join(temporaryFolder(), 'cut.tar');
	const whole = plainTar('podman-zoo');
	for (const size of [1_000_000, 9_000_000, fs.statSync(whole).size - 3 * 8192]) {
		fs.writeFileSync(file, fs.readFileSync(whole).subarray(0, size));
		for (const argv of [[whole, file], [file, whole]]) {
			const {code, output} = await run(['diff', '--all', '--format', 'json', ...argv]);
			const document = JSON.parse(output) as Document;
			t.is(code, 1);
			t.deepEqual(changesIn(document).filter(line => !/^\?|^[+\-~] (?:dump|sizes archive)/v.test(line)), [], `${size}`);
			t.is(document.memory_changes.size_change_bytes, null);
		}
	}

	const {output, code} = await run(['diff', '--exit-code', '--files', '--sockets', '--maps', '--rootfs', whole, file]);
	t.is(code, 2);
	t.notRegex(output, /^ {2}[+\-~] /mv);
});

test('of a root file system whose list is damaged nothing is said to be gone', async t => {
	const copy = new ChangedCheckpoint('podman-small');
	fs.truncateSync(copy.file('rootfs-diff.tar'), 2048);
	const {code, output, errors} = await run(['diff', '--format', 'json', '--rootfs', copy.original, copy.folder]);
	t.deepEqual([code, changesIn(JSON.parse(output) as DiffDocument)], [1, []]);
	t.regex(errors, /^cryoscope: B: rootfs-diff\.tar: ends /v);
});

test('whiteouts of an OCI layer, and one that is compressed, are files that were deleted', async t => {
	const copy = new ChangedCheckpoint('checkpoint-shop');
	const document = await compare('--rootfs', '--show-unchanged', copy.original, copy.folder);
	const {unchanged} = document.rootfs_changes as {unchanged: Row[]};
	t.true(unchanged.some(({kind}) => kind === 'deleted'));
	t.true(unchanged.some(({kind, sha256}) => kind === 'file' && typeof sha256 === 'string'));
	t.true(unchanged.every(row => !String(row.path).includes('.wh.')));
});

test('what makes no sense, and what is no checkpoint, is told in one line', async t => {
	const text = path.join(temporaryFolder(), 'letter.txt');
	fs.writeFileSync(text, 'text');
	const cases: ReadonlyArray<readonly [argv: readonly string[], code: number, error: RegExp]> = [
		[[small, small, small], 2, /diff takes A B, but 3 were given/v],
		[['--nonsense', small, later], 2, /unknown option '--nonsense'/v],
		[['/does-not-exist1.tar', '/does-not-exist2.tar'], 1, /does-not-exist1\.tar: no such file or directory/v],
		[[small, text], 1, /letter\.txt: not a checkpoint/v],
		[[fixture('raw-failed-dump'), small], 1, /the dump failed half way/v],
	];
	for (const [argv, code, error] of cases) {
		const ran = await run(['diff', ...argv]);
		t.deepEqual([ran.code, ran.output], [code, ''], argv.join(' '));
		t.regex(ran.errors, /^cryoscope: [^\n]+\n$/v);
		t.regex(ran.errors, error);
	}
});

test('lines fit the terminal and do nothing to it; in a pipe none is cut', async t => {
	const zoo = changedZoo();
	const pairs = [[zoo.original, zoo.folder], [fixture('px-hugeenv'), fixture('podman-longname-unicode')], [fixture('podman-longname-unicode'), later], [fixture('raw-lazy'), fixture('raw-plain')]] as const;
	for (const [a, b] of pairs) {
		const argv = ['diff', '--all', '--ps-tree-cmd', '--ps-tree-env', '--show-unchanged', a, b];
		for (const columns of [undefined, 40, 80, 200]) {
			const {output} = await run(argv, columns === undefined ? {} : {columns});
			t.notRegex(output, /(?!\n)\p{Control}|\p{Bidi_Control}/u);
			t.true(output.isWellFormed());
			t.deepEqual(output.split('\n').filter(line => widthOf(line) > (columns ?? Infinity)), [], `${columns}`);
			t.false(columns === undefined && output.includes('…'));
		}

		const json = await run([...argv, '--format', 'json']);
		t.notRegex(json.output.replaceAll('\n', ''), /[\P{ASCII}\p{Control}]/u);
	}
});

test('JSON of megabytes goes through a pipe', async t => {
	const {stdout} = await promisify(execFile)(process.execPath, [programFile, 'diff', '--format', 'json', fixture('px-fds'), fixture('px-fds')], {maxBuffer: 1e9, timeout: 100_000});
	t.true(stdout.length > 1_000_000);
	const {file_changes: files} = JSON.parse(stdout) as Document;
	t.true(files.unchanged.length >= 5000);
});
