import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {explorations, x, type Exploration} from '../../../source/commands/crit/x.js';
import {decoded, encoded, streams} from '../../support/crit.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {dumpNames, expected, expectedImages, fixture, unpack} from '../../support/fixtures.js';

async function explore(dir: string, what: Exploration): Promise<{code: number; lines: string[]}> {
	const io = streams();
	const code = await x({dir, what}, io);
	return {code, lines: io.written().toString().split('\n').slice(0, -1)};
}

const linesOf = async (name: string, what: Exploration) => (await explore(fixture(name), what)).lines;

/** The lines under each pid. */
function byProcess(lines: readonly string[]): Map<number, string[]> {
	const processes = new Map<number, string[]>();
	let current: string[] = [];
	for (const line of lines) {
		if (/^\d+$/v.test(line)) {
			current = [];
			processes.set(Number(line), current);
		} else {
			current.push(line);
		}
	}

	return processes;
}

for (const name of dumpNames) {
	test(`all of ${name} can be explored, and nothing is written that moves a cursor`, async t => {
		for (const what of explorations) {
			const {code, lines} = await explore(fixture(name), what);
			t.is(code, 0, what);
			t.true(lines.length > 0, what);
			t.notRegex(lines.join(''), /[^\P{Control}\t]/v, what);
		}
	});
}

test('the tree of processes', async t => {
	t.deepEqual(await linesOf('podman-zoo', 'ps'), [
		'    PID   PGID    SID   COMM',
		'      1      1      1   python3',
		'      5      1      1       python3',
		'      6      1      1       python3',
		'      7      7      7       python3',
	]);
});

test('each level of the tree is indented by 4', async t => {
	const depths = (await linesOf('px-tree', 'ps')).slice(1).map(line => /^ +\d+ +\d+ +\d+ {3}(?<indent> *)/v.exec(line)!.groups!.indent!.length / 4);
	t.is(depths.length, 201);
	t.is(Math.max(...depths), 40);
});

test('what processes are called moves no cursor', async t => {
	const core = fs.readFileSync(path.join(unpack('podman-zoo'), 'checkpoint', 'core-7.img'));
	const renamed = await encoded((await decoded(core)).replaceAll('"comm": "python3"', String.raw`"comm": "\u001b[2J\udcff"`));
	const {lines} = await explore(editedCheckpoint('podman-zoo', {'checkpoint/core-7.img': renamed}), 'ps');
	t.is(lines[4], String.raw`      7      7      7       ␛[2J\xff`);
});

test('open files, those of every process of a table once more', async t => {
	const processes = byProcess(await linesOf('podman-zoo', 'fds'));
	const lines = processes.get(1)!;
	t.deepEqual(lines.slice(0, 5), ['\t      0: /dev/null', '\t      1: pipe[75377]', '\t      2: pipe[75378]', '\t      3: /usr/lib/x86_64-linux-gnu/libffi.so.8.5.0', '\t      4: /tmp/zoo/regular.txt']);
	t.deepEqual(lines.slice(17, 21), ['\t     17: unix[74499 (0) /tmp/zoo/ctl.sock=00]', '\t     18: unix[74500 (0) =00zoo-abstract]', '\t     19: unix[74501 (74502)]', '\t     20: unix[74502 (74501)]']);
	t.true(lines.includes('\t     12: INETSK.33'));
	t.deepEqual(lines.slice(-2), ['\t    cwd: /', '\t   root: /']);
	t.deepEqual([...processes.keys()], [1, 5, 6, 7]);
});

for (const what of ['fds', 'mems', 'rss', 'sk'] as const) {
	test(`${what}: of a dead task there is nothing`, async t => {
		t.deepEqual(byProcess(await linesOf('podman-zoo', what)).get(5), ['\t   dead: only its core was dumped']);
	});
}

type Vma = {start: number; end: number; prot: number; status: number};

const address = (value: number | bigint) => value.toString(16).padStart(8, '0');

for (const name of ['podman-zoo', 'podman-bash', 'px-i386', 'fx-rwx']) {
	test(`the mappings of ${name} are those that CRIU's own decoder has`, async t => {
		const processes = byProcess(await linesOf(name, 'mems'));
		for (const image of expectedImages(name).filter(file => file.startsWith('mm-'))) {
			const {entries} = expected(name, `images/${image}.json`) as {entries: [{vmas: Vma[]}]};
			const lines = processes.get(Number(/\d+/v.exec(image)![0]))!.slice(1);
			t.deepEqual(
				lines.map(line => line.slice(0, 40)),
				entries[0].vmas.map(({start, end, prot}) => `\t${`${address(start)}-${address(end)}`.padEnd(36)}${[...'rwx'].map((letter, bit) => (prot >> bit & 1) === 1 ? letter : '-').join('')}`),
			);
		}
	});

	test(`the runs of pages of ${name} are those that CRIU's own decoder has`, async t => {
		const processes = byProcess(await linesOf(name, 'rss'));
		for (const image of expectedImages(name).filter(file => /^pagemap-\d/v.test(file))) {
			const {entries} = expected(name, `images/${image}.json`) as {entries: Array<{vaddr: number; nr_pages: number}>};
			const runs = processes.get(Number(/\d+/v.exec(image)![0]))!.flatMap(line => /^\t(?<run>[\da-f]+ \/ \d+)/v.exec(line)?.groups?.run ?? []);
			t.deepEqual(runs, entries.slice(1).map(({vaddr, nr_pages: pages}) => `${vaddr.toString(16)} / ${pages}`));
		}
	});
}

test('what is mapped', async t => {
	const lines = byProcess(await linesOf('podman-zoo', 'mems')).get(1)!;
	t.is(lines[0], '\texe                                     /usr/bin/python3.14');
	t.deepEqual(lines.slice(1, 3), ['\t00400000-00422000                   r-- /usr/bin/python3.14', '\t00422000-00844000                   r-x /usr/bin/python3.14 + 0x22000']);
	for (const resource of ['ips[1]', '/dev/shm/zoo-shm (s)', '[vdso]', '[vsyscall] *', '[stack?]']) {
		t.true(lines.some(line => line.endsWith(` ${resource}`)), resource);
	}
});

test('a program without a file has a name all the same', async t => {
	const [exe, first] = byProcess(await linesOf('fx-memfd', 'mems')).get(1)!;
	t.is(exe, '\texe                                     /memfd:kworker');
	t.is(first, '\t00400000-00401000                   r-- /memfd:kworker');
});

test('a run of pages lists its mappings, and the one of the run before only by a mark', async t => {
	const lines = byProcess(await linesOf('podman-zoo', 'rss')).get(1)!;
	const blank = `\t${' '.repeat(23)}`;
	t.deepEqual(lines.slice(0, 6), [
		'\t422000 / 1              00422000 / 1058     /usr/bin/python3.14',
		blank,
		'\tb50000 / 25             00b50000 / 1        /usr/bin/python3.14',
		`${blank} 00b51000 / 157      /usr/bin/python3.14`,
		blank,
		'\tb6a000 / 3              ~',
	]);
});

test('images of CRIU before 4.2 have pages too', async t => {
	const runs = (await linesOf('raw-criu41', 'rss')).filter(line => /^\t[\da-f]+ \/ [1-9]/v.test(line));
	t.true(runs.length > 10);
});

test('sockets, with their states and other sides', async t => {
	t.deepEqual(byProcess(await linesOf('podman-zoo', 'sk')).get(1), [
		'\t     10: UDP 127.0.0.1:5353',
		'\t     11: UDP6 [::1]:5354',
		'\t     12: TCP LISTEN 0.0.0.0:8080',
		'\t     13: TCP6 LISTEN [::]:8081',
		'\t     14: TCP LISTEN 127.0.0.1:9999',
		'\t     15: TCP ESTABLISHED 127.0.0.1:48750 -> 127.0.0.1:9999, pid 1 fd 16, pid 6 fd 16',
		'\t     16: TCP ESTABLISHED 127.0.0.1:9999 -> 127.0.0.1:48750, pid 1 fd 15, pid 6 fd 15',
		'\t     17: UNIX STREAM LISTEN /tmp/zoo/ctl.sock',
		'\t     18: UNIX DGRAM @zoo-abstract',
		'\t     19: UNIX STREAM CONNECTED socket:[74501] -> pid 1 fd 20, pid 6 fd 20',
		'\t     20: UNIX STREAM CONNECTED socket:[74502] -> pid 1 fd 19, pid 6 fd 19',
		'\t     21: NETLINK ROUTE port 1',
		'\t     22: PACKET ETH_P_ALL every interface',
	]);
});

test('a folder of images says what the archive says', async t => {
	for (const what of explorations) {
		t.deepEqual(await explore(path.join(unpack('podman-zoo'), 'checkpoint'), what), await explore(fixture('podman-zoo'), what), what);
	}
});

test('a missing image costs only what stands in it: that is said behind the process, and by the exit code', async t => {
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/fdinfo-3.img': undefined, 'checkpoint/mm-7.img': undefined, 'checkpoint/core-6.img': undefined});
	const whole = byProcess(await linesOf('podman-zoo', 'fds'));
	const fds = await explore(folder, 'fds');
	t.is(fds.code, 1);
	const processes = byProcess(fds.lines);
	t.deepEqual(processes.get(1), whole.get(1));
	t.deepEqual(processes.get(6), [...whole.get(6)!.slice(-2), '\tcheckpoint/fdinfo-3.img: missing']);
	const mems = await explore(folder, 'mems');
	t.is(mems.code, 1);
	t.deepEqual(byProcess(mems.lines).get(7), ['\tcheckpoint/mm-7.img: missing', 'checkpoint/core-6.img: missing']);
	const ps = await explore(folder, 'ps');
	t.is(ps.code, 1);
	t.deepEqual(ps.lines.slice(3), ['      6      1      1       ?', '      7      7      7       python3', 'checkpoint/core-6.img: missing']);
});

test('mappings are listed without the names of files, where these are lost', async t => {
	const {code, lines} = await explore(editedCheckpoint('podman-zoo', {'checkpoint/files.img': undefined}), 'mems');
	t.is(code, 1);
	const processes = byProcess(lines);
	const whole = byProcess(await linesOf('podman-zoo', 'mems'));
	t.deepEqual(processes.get(7)!.slice(0, 2), [`\t${'exe'.padEnd(40)}unknown path`, '\t00400000-00422000                   r-- unknown path']);
	t.is(processes.get(7)!.length, whole.get(7)!.length + 1);
	t.is(processes.get(7)!.at(-1), '\tcheckpoint/files.img: missing');
});

test('damage that costs a line is said at the end', async t => {
	const image = fs.readFileSync(path.join(unpack('podman-zoo'), 'checkpoint', 'fdinfo-4.img'));
	image[12] = 0xf;
	const {code, lines} = await explore(editedCheckpoint('podman-zoo', {'checkpoint/fdinfo-4.img': image}), 'fds');
	t.is(code, 1);
	t.regex(lines.at(-1)!, /^checkpoint\/fdinfo-4\.img: malformed fdinfo_entry/v);
});

test('what is no checkpoint', async t => {
	await t.throwsAsync(explore(fixture('raw-failed-dump'), 'ps'), {instanceOf: InputError});
	await t.throwsAsync(explore('nowhere', 'ps'), {instanceOf: InputError, message: 'nowhere: no such file or directory'});
});
