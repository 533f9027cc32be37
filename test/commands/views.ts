import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {bytesOfText} from '../../source/writing/byte-text.js';
import {rowsText} from '../../source/commands/output/rows.js';
import {expected, fixture, temporaryFolder, unpack} from '../support/fixtures.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {run, runJson} from '../support/command.js';
import {copyOfFixture, fileIn} from '../support/memory.js';

type ProcString = string | {b64: string};
type Proc = {processes: Array<{pid: number; ppid: number; comm: string; cmdline: ProcString[]; environ: ProcString[]; fds: Record<string, unknown>; threads: unknown[]; maps: Array<{start: string}>}>};

const bytes = (text: ProcString) => typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.b64, 'base64');
// What follows the last NUL is no string.
const strings = (split: readonly ProcString[]) => split.slice(0, -1).map(text => bytes(text).toString('hex'));
const hex = (text: string) => Buffer.from(bytesOfText(text)!).toString('hex');

for (const name of ['checkpoint-shop', 'px-hugeenv', 'px-i386', 'podman-small']) {
	test(`${name}: as JSON, processes, arguments, environment, descriptors, threads and mappings are what /proc said`, async t => {
		const {processes} = expected(name, 'proc.json') as Proc;
		const byPid = <T>(question: (process: Proc['processes'][number]) => T) => Object.fromEntries(processes.map(process => [process.pid, question(process)]));
		const grouped = <Row extends {pid: number}, T>(rows: readonly Row[], value: (row: Row) => T) => Object.fromEntries(processes.map(({pid}) => [pid, rows.filter(row => row.pid === pid).map(row => value(row))]));

		const ps = await runJson<Array<{pid: number; ppid: number; name: string; threads: number}>>(['ps'], name);
		t.deepEqual(Object.fromEntries(ps.map(({pid, ppid, name: comm, threads}) => [pid, [ppid, comm, threads]])), byPid(({ppid, comm, threads}) => [ppid, comm, threads.length]));
		const args = await runJson<Array<{pid: number; value: string}>>(['args'], name);
		t.deepEqual(grouped(args, ({value}) => hex(value)), byPid(({cmdline}) => strings(cmdline)));
		const env = await runJson<Array<{pid: number; name: string; value: string | null}>>(['env'], name);
		t.deepEqual(grouped(env, ({name: key, value}) => hex(value === null ? key : `${key}=${value}`)), byPid(({environ}) => strings(environ)));
		const files = await runJson<Array<{pid: number; fd: number}>>(['files'], name);
		t.deepEqual(grouped(files, ({fd}) => String(fd)), byPid(({fds}) => Object.keys(fds)));
		const maps = await runJson<Array<{pid: number; start: string}>>(['maps'], name);
		// CRIU has one mapping for the kernel's two of [vvar].
		const starts = byPid(({maps: all}) => all.map(({start}) => BigInt(`0x${start.replace(/^0x/, '')}`)));
		t.true(maps.every(({pid, start}) => starts[pid]!.includes(BigInt(start))));
		t.true(maps.length >= processes.flatMap(process => process.maps).length - processes.length);
	});
}

test('--pid chooses processes, in the order of the tree, and complains of one that is not there', async t => {
	const {output} = await run(['args', '--format', 'csv', '-p', '7', '-p', '1', fixture('podman-zoo')]);
	t.deepEqual([...new Set(output.split('\n').slice(1, -1).map(line => line.split(',', 1)[0]))], ['1', '7']);
	t.deepEqual(await run(['env', '--pid', '99', fixture('podman-zoo')]), {code: 1, output: '', errors: 'cryoscope: pid 99: no such process in this checkpoint; cryoscope ps lists them\n'});
});

test('ps --pid has these processes only, and what is wrong with them only', async t => {
	const pids = async (...argv: string[]) => (await runJson<Array<{pid: number}>>(['ps', ...argv], 'podman-zoo')).map(({pid}) => pid);
	t.deepEqual(await pids('-p', '7', '--pid', '1'), [1, 7]);
	t.deepEqual(await pids(), [1, 5, 6, 7]);
	t.is((await run(['ps', '-p', '99', fixture('podman-zoo')])).code, 1);
	const damaged = editedCheckpoint('podman-zoo', {'checkpoint/mm-6.img': undefined});
	t.like(await run(['ps', '-p', '7', damaged]), {code: 0, errors: ''});
	t.regex((await run(['ps', '-p', '6', damaged])).errors, /^cryoscope: checkpoint\/mm-6\.img: missing$/m);
});

for (const command of ['args', 'env', 'files', 'sockets', 'maps', 'threads']) {
	test(`${command} of a process that was dead has no rows, and says why to who asks for it`, async t => {
		const {code, output, errors} = await run([command, '--pid', '5', '--format', 'json', fixture('podman-zoo')]);
		t.is(code, 0);
		t.is(output, '[]\n');
		t.is(errors, 'cryoscope: pid 5: The process was dead when it was dumped: its memory, its threads and what it had open were gone.\n');
		t.is((await run([command, fixture('podman-zoo')])).errors, '');
	});
}

test('a table fits the terminal; in a pipe nothing of it is cut', async t => {
	const {output} = await run(['files', fixture('podman-zoo')]);
	t.true(output.includes('/tmp/zoo/deleted-secret.txt (deleted)'));
	for (const columns of [40, 80, 200]) {
		const {output: fitted} = await run(['files', fixture('podman-zoo')], {columns});
		t.true(fitted.split('\n').every(line => line.length <= columns), `${columns}`);
		t.is(fitted.split('\n').length, output.split('\n').length);
	}

	t.regex((await run(['files', fixture('podman-zoo')], {columns: 60})).output, /^ *PID .* ›$/m);
});

test('no format has a character that acts on a terminal', async t => {
	const harmful = /(?!\n)\p{Control}|\p{Bidi_Control}/u;
	for (const format of ['table', 'json', 'ndjson', 'csv']) {
		for (const command of ['args', 'env']) {
			const {output} = await run([command, '--format', format, fixture('px-hugeenv')]);
			t.notRegex(output, harmful, `${command} ${format}`);
		}
	}

	t.regex((await run(['args', fixture('podman-zoo')])).output, /7 0 ␛\[31mevil␛\[0m/);
});

test('ndjson has a row on each line', async t => {
	const {output} = await run(['env', '--format', 'ndjson', '-p', '7', fixture('podman-zoo')]);
	const rows = output.trimEnd().split('\n').map(line => JSON.parse(line) as {name: string; value: string});
	t.is(rows.find(({name}) => name === 'MULTI')!.value, 'line1\nline2');
});

test('for a program, registers and flags are values of their own', async t => {
	const threads = await runJson<Array<{tid: number; registers: Record<string, string>}>>(['threads', '-p', '1'], 'podman-zoo');
	t.deepEqual(threads.map(({tid}) => tid), [1, 2, 3, 4]);
	for (const {tid, registers} of threads) {
		const {entries} = expected('podman-zoo', `images/core-${tid}.img.json`) as {entries: Array<{thread_info: {gpregs: Record<string, string | number>}}>};
		for (const name of ['ip', 'sp', 'ax', 'di', 'r15']) {
			t.is(BigInt(registers[name.startsWith('r') ? name : `r${name}`]!), BigInt(entries[0]!.thread_info.gpregs[name]!), `${tid} ${name}`);
		}
	}

	const files = await runJson<Array<{fd: number; flags: string[]; file_id: number}>>(['files', '-p', '1'], 'podman-zoo');
	const fds = (expected('podman-zoo', 'images/fdinfo-2.img.json') as {entries: Array<{fd: number; id: number}>}).entries;
	t.deepEqual(files.map(({fd, file_id: id}) => [fd, id]), fds.map(({fd, id}) => [fd, id]));
	t.deepEqual(files.find(({fd}) => fd === 5)?.flags, ['O_RDWR', 'O_LARGEFILE']);
	t.regex((await run(['files', '-p', '1', '--format', 'csv', fixture('podman-zoo')])).output, /,O_RDWR\|O_LARGEFILE,/);
});

test('CSV quotes what has to be', async t => {
	t.regex((await run(['threads', '--format', 'csv', fixture('podman-zoo')])).output, /^pid,tid,name,/);
	t.true((await run(['metadata', '--format', 'csv', fixture('podman-zoo')])).output.includes(',"66.0 KiB (67,584 bytes)"\n'));
	const columns = [{name: 'a', title: 'A', type: 'text', value: (row: string) => row}] as const;
	t.is([...rowsText(columns, ['say "no"', 'x\ny'], {format: 'csv', columns: undefined})].join(''), 'a\n"say ""no"""\nx␊y\n');
});

test('one missing image costs what depends on it, and the exit code', async t => {
	const folder = temporaryFolder();
	fs.cpSync(path.dirname(fileIn(unpack('raw-plain'), 'inventory.img')), folder, {recursive: true});
	const lost = fs.readdirSync(folder).find(name => name.startsWith('fdinfo-'))!;
	fs.rmSync(path.join(folder, lost));
	const {code, output, errors} = await run(['files', folder]);
	t.is(code, 1);
	t.regex(errors, new RegExp(`^cryoscope: .*${lost}.*\\n$`));
	t.true(output.split('\n').length > 2);
});

test('a missing image that costs only cells is told, and costs the exit code', async t => {
	for (const [image, view] of [['files.img', 'maps'], ['core-10.img', 'threads']] as const) {
		const folder = copyOfFixture('podman-small');
		fs.rmSync(path.join(folder, 'checkpoint', image));
		const {code, output, errors} = await run([view, '--format', 'csv', folder]);
		t.deepEqual([code, errors], [1, `cryoscope: checkpoint/${image}: missing\n`], view);
		t.is(output.split('\n').length, (await run([view, '--format', 'csv', fixture('podman-small')])).output.split('\n').length);
	}
});

test('what a process had and the dump has not is said', async t => {
	const {errors} = await run(['args', fixture('raw-lazy')]);
	t.regex(errors, /^cryoscope: pid \d+: Not all of it is here: .* left on the source host/m);
});

test('bad input is one line and exit code 1', async t => {
	const empty = path.join(temporaryFolder(), 'empty');
	fs.writeFileSync(empty, '');
	for (const file of ['/no/such/file', empty, temporaryFolder(), fixture('raw-failed-dump')]) {
		const {code, output, errors} = await run(['ps', file]);
		t.is(code, 1, file);
		t.is(output, '');
		t.regex(errors, /^cryoscope: .+\n$/);
	}
});

test('ps says what of a process is not here, and does not take lost arguments for none', async t => {
	const {code, output, errors} = await run(['ps', '--format', 'json', fixture('raw-lazy')]);
	t.is(code, 1);
	const [first] = JSON.parse(output) as Array<{pid: number; command: null; problem: string; memory_lost: number}>;
	t.is(first!.command, null);
	t.regex(first!.problem, /^arguments: .* left on the source host/);
	t.true(first!.memory_lost > 1_000_000);
	t.true(errors.includes(`cryoscope: pid ${first!.pid}: arguments: `));
	const whole = await runJson<Array<{problem: null; memory_lost: number | null}>>(['ps'], 'podman-zoo');
	t.deepEqual(whole.map(row => [row.problem, row.memory_lost]), [[null, 0], [null, null], [null, 0], [null, 0]]);
});

test('a damaged core costs the name of its thread, and the exit code', async t => {
	const folder = copyOfFixture('podman-zoo');
	const core = fs.openSync(path.join(folder, 'checkpoint', 'core-7.img'), 'r+');
	fs.writeSync(core, Buffer.from('ffffffff', 'hex'), 0, 4, 8);
	fs.closeSync(core);
	const {code, output, errors} = await run(['threads', '-p', '7', '--format', 'ndjson', folder]);
	t.is(code, 1);
	t.is((JSON.parse(output) as {name: null}).name, null);
	t.regex(errors, /^cryoscope: checkpoint\/core-7\.img: .*\n$/);
});

test('in a pipe a long value does not pad the rows of the others', async t => {
	const {output} = await run(['env', fixture('px-hugeenv')]);
	const longest = output.split('\n').map(line => line.length).sort((a, b) => b - a);
	t.true(longest[0]! > 131_072);
	t.true(longest.at(-5)! < 300);
});
