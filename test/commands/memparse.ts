import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findMatches} from '../../source/commands/memparse/find-matches.js';
import {compilePattern} from '../../source/search/pattern.js';
import {run} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expectedText, fixture, unpack} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn} from '../support/memory.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {rowsOf} from '../support/ruled-rows.js';

for (const name of ['checkpoint-ledger', 'checkpoint-shop', 'fx-deleted', 'fx-memfd', 'fx-rwx', 'podman-bash', 'podman-longname-unicode', 'podman-loop', 'podman-small', 'podman-volume', 'podman-zoo', 'px-fds', 'px-hugeenv', 'px-i386', 'px-threads', 'px-tree']) {
	test(`${name}: the sizes are those of checkpointctl`, async t => {
		const {code, output} = await run(['memparse', fixture(name)]);
		t.is(code, 0);
		t.is(output.split('\n', 2)[1], `Displaying processes memory sizes from ${fixture(name)}`);
		t.regex(output, /^PID +PROCESS NAME +MEMORY SIZE +SHARED MEMORY SIZE$/m);
		const theirs = rowsOf(expectedText(name, 'checkpointctl/memparse.txt'));
		// It has the processes in another order each time, and lists none below a dead one.
		const joined = (rows: readonly string[][]) => rows.map(row => row.join(' ')).sort();
		t.deepEqual(joined(rowsOf(output)), joined(theirs));
	});
}

test('pages that are in the parent and pages that were left on the source host have columns of their own', async t => {
	t.deepEqual(rowsOf((await run(['memparse', fixture('raw-chain')])).output), [['8099', 'python3', '4.8 MiB', '28.0 KiB', '4.8 MiB'], ['8101', 'python3', '4.8 MiB', '28.0 KiB', '4.8 MiB']]);
	const {output} = await run(['memparse', fixture('raw-lazy')]);
	t.regex(output, /^PID +PROCESS NAME +MEMORY SIZE +SHARED MEMORY SIZE +LEFT ON SOURCE$/m);
	t.deepEqual(rowsOf(output)[0], ['7938', 'python3', '516.0 KiB', '160.0 KiB', '4.3 MiB']);
	t.deepEqual(rowsOf((await run(['memparse', fixture('raw-criu41')])).output)[0], ['14149', 'python3', '2.9 MiB', '36.0 KiB']);
});

test('what a process maps twice of one object counts once', async t => {
	const folder = copyOfFixture('podman-zoo');
	const image = fileIn(folder, 'mm-7.img');
	const {output: json} = await run(['crit', 'decode', '-i', image]);
	const decoded = JSON.parse(json) as {entries: Array<{vmas: Array<{start: number; end: number; flags: number}>}>};
	const {vmas} = decoded.entries[0]!;
	const shared = vmas.filter(({flags}) => (flags & 1) === 1);
	t.is(shared.length, 1);
	const [{start, end}] = shared as [{start: number; end: number; flags: number}];
	vmas.unshift({...shared[0]!, start: 0x1_0000, end: 0x1_0000 + end - start});
	t.is((await run(['crit', 'encode', '-o', image], {input: Buffer.from(JSON.stringify(decoded))})).code, 0);
	t.deepEqual(rowsOf((await run(['memparse', folder])).output).find(([pid]) => pid === '7')?.slice(2), ['2.8 MiB', '28.0 KiB']);
});

test('several checkpoints are a table each', async t => {
	const files = [fixture('podman-small'), fixture('checkpoint-shop')];
	const {output} = await run(['memparse', ...files]);
	t.deepEqual([...output.matchAll(/^Displaying processes memory sizes from (?<file>.*)$/gm)].map(({groups}) => groups!.file), files);
});

test('a process whose list of mappings is missing costs its own row', async t => {
	const {code, output, errors} = await run(['memparse', editedCheckpoint('podman-small', {'checkpoint/mm-10.img': undefined})]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: checkpoint\/mm-10\.img: missing\n$/);
	t.deepEqual(rowsOf(output).map(row => row.length), [4, 2, 4]);
});

test('a core that is empty costs the name of its process, and the exit code', async t => {
	const core = fs.readFileSync(path.join(unpack('podman-small'), 'checkpoint', 'core-10.img')).subarray(0, 8);
	const {code, output, errors} = await run(['memparse', editedCheckpoint('podman-small', {'checkpoint/core-10.img': core})]);
	t.deepEqual([code, errors], [1, 'cryoscope: checkpoint/core-10.img: empty\n']);
	t.regex(output, /^10 +108\.0 KiB +0 B$/m);
});

test('wrong usage: a context that is too large, an expression that is none', async t => {
	for (const options of [['--search=x', '--context=99999999'], ['--search-regex=(']]) {
		const {code, output, errors} = await run(['memparse', ...options, '-p', '1', fixture('podman-zoo')]);
		t.deepEqual([code, output], [2, '']);
		t.regex(errors, /^cryoscope: .*; see cryoscope memparse --help\n$/);
	}
});

test('what is found in no process is said, harmlessly', async t => {
	t.is((await run(['memparse', '-r', 'no-such-\u001B-text', fixture('podman-zoo')])).output, 'No matches for pattern "no-such-␛-text" in the memory of any process\n');
});

test('what a search finds is in memory where it says', async t => {
	const {output} = await run(['memparse', '-p', '7', '-s', 'SECRET_KEY=', fixture('podman-zoo')]);
	const [[address]] = rowsOf(output) as [[string]];
	const checkpoint = await completeCheckpoint(fixture('podman-zoo'));
	const start = BigInt(`0x${address}`);
	t.is(bytesOf(checkpoint.process(7)!.memory, start, start + 11n).toString(), 'SECRET_KEY=');
	checkpoint.close();
});

test('a regular expression, which --search wins over', async t => {
	const {output} = await run(['memparse', '-p', '1', '--search-regex', 'HOME=([^\\0]+)', fixture('podman-zoo')]);
	t.deepEqual(rowsOf(output).map(([, match]) => match), ['HOME=/root']);
	t.deepEqual(rowsOf((await run(['memparse', '-p', '1', '-r', '[[:upper:]]{3}E=(?P<home>/[[:alpha:]]+)', fixture('podman-zoo')])).output), rowsOf(output));
	t.deepEqual(rowsOf((await run(['memparse', '-p', '1', '-r', 'PATH=', '-s', 'HOME=/root', fixture('podman-zoo')])).output), rowsOf(output));
});

test('without --pid every process is searched, shared memory and what crosses pages too', async t => {
	const {output} = await run(['memparse', '-s', 'CROSS-PAGE-BOUNDARY-MARK', fixture('podman-zoo')]);
	t.regex(output, /^PID +ADDRESS +MATCH +INSTANCE$/m);
	t.true(['1', '6'].every(pid => rowsOf(output).some(([row]) => row === pid)));
	t.true(rowsOf(output).some(([, address]) => address === '00007f2f986c5ffa'), 'on two pages');
	t.true(rowsOf((await run(['memparse', '-s', 'posix shm marker', fixture('podman-zoo')])).output).length > 0);
	t.true(rowsOf((await run(['memparse', '-s', 'žluťoučký', fixture('podman-zoo')])).output).some(([pid, , match]) => pid === '7' && match === 'žluťoučký'));
	for (const [name, text] of [['raw-criu41', 'PLANT-CROSS-PAGE41'], ['raw-chain', 'PLANT-RAW-MEM2']] as const) {
		t.true(rowsOf((await run(['memparse', '-s', text, fixture(name)])).output).length > 0, name);
	}
});

test('every match is found, however many', async t => {
	const checkpoint = await completeCheckpoint(fixture('px-threads'));
	const process = checkpoint.process(1)!;
	const {memory} = process;
	let zeros = 0;
	for (const {start, length} of memory.segments(0n, 1n << 64n)) {
		zeros += bytesOf(memory, start, start + BigInt(length)).filter(byte => byte === 0).length;
	}

	const {matches, problems} = await findMatches(process, compilePattern('\0', 'text').pattern!);
	checkpoint.close();
	t.true(zeros > 100_000);
	t.deepEqual([matches.count, problems], [zeros, []]);
});

test('context ends where the memory that is there ends', async t => {
	// In front of this page the program's file is mapped, which is not in the dump.
	const {output} = await run(['memparse', '-p', '1', '-r', String.raw`\x48\x83\xec\x08\x48\x8b\x05\xcd\xef`, '-c', '3', fixture('podman-zoo')]);
	t.deepEqual(rowsOf(output), [['0000000000422000', String.raw`H\x83\xec␈H\x8b␅\xcd\xefr␀H`, '1']]);
});
