import {execFileSync, spawnSync} from 'node:child_process';
import test from 'ava';
import {bytesOfText} from '../../source/writing/byte-text.js';
import {run} from '../support/command.js';
import {fixture, unpack} from '../support/fixtures.js';
import {bytesOf} from '../support/memory.js';
import {naiveStrings} from '../support/naive-strings.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {fileOf} from '../support/segments.js';

type Row = {
	readonly pid: number;
	readonly address: string;
	readonly region: string;
	readonly encoding: 'ascii' | 'utf16';
	readonly length: number;
	readonly continues: boolean;
	readonly text: string;
	readonly also: ReadonlyArray<{readonly pid: number; readonly address: string}>;
};

async function stringsIn(...argv: readonly string[]): Promise<Row[]> {
	const {code, output, errors} = await run(['strings', '--format', 'ndjson', ...argv]);
	if (code !== 0) {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return output.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Row);
}

const brief = ({address, length}: Row) => [BigInt(address), length] as const;

for (const [name, pid] of [['podman-zoo', 1], ['px-i386', 1], ['raw-chain-mixed', undefined], ['px-threads', 1]] as const) {
	test(`${name}: the strings of a process are those that a look at every byte finds`, async t => {
		const checkpoint = await completeCheckpoint(unpack(name));
		const process = checkpoint.processes.find(each => each.hasMemory && (pid === undefined || each.pid === pid))!;
		const {memory} = process;
		for (const encoding of ['both', 'ascii', 'utf16'] as const) {
			const expected = [...memory.segments(0n, 1n << 64n)].flatMap(({start, length}) => {
				const bytes = bytesOf(memory, start, start + BigInt(length));
				return naiveStrings(bytes, {min: 6, encoding}).map(([position, size]) => [start + BigInt(position), size] as const);
			});
			t.true(expected.length > 0 || encoding === 'utf16');
			t.deepEqual((await stringsIn('-p', String(process.pid), '-n', '6', '-e', encoding, unpack(name))).map(row => brief(row)), expected, encoding);
		}

		checkpoint.close();
	});
}

const isInstalled = spawnSync('strings', ['--version']).error === undefined;

(isInstalled ? test : test.skip)('they are those of strings of binutils on the same bytes, if it is installed', async t => {
	const name = 'podman-zoo';
	const checkpoint = await completeCheckpoint(unpack(name));
	const {memory} = checkpoint.process(1)!;
	const segments = [...memory.segments(0n, 1n << 64n)].map(({start, length}) => ({start, file: fileOf(bytesOf(memory, start, start + BigInt(length)))}));
	for (const [encoding, letter] of [['ascii', 's'], ['utf16', 'l']] as const) {
		const expected = segments.flatMap(({start, file}) => {
			const lines = execFileSync('strings', ['-a', '-n', '6', '-t', 'x', '-e', letter, file], {encoding: 'latin1'}).matchAll(/^ *(?<offset>[\da-f]+) (?<text>.+)$/gm);
			return Array.from(lines, ({groups}) => [`0x${(start + BigInt(`0x${groups!.offset!}`)).toString(16)}`, groups!.text!]);
		});
		t.true(expected.length > (encoding === 'ascii' ? 1000 : 0));
		t.deepEqual(whole(await stringsIn('-p', '1', '-n', '6', '-e', encoding, unpack(name))), expected, encoding);
	}

	checkpoint.close();
});

/** With the rows of one string put together. */
function whole(rows: readonly Row[]): string[][] {
	const strings: string[][] = [];
	for (const {address, text, continues} of rows) {
		if (continues) {
			strings.at(-1)![1] += text;
		} else {
			strings.push([address, text]);
		}
	}

	return strings;
}

test('a row: whose it is, where, in which encoding, and who else has it', async t => {
	const zoo = await stringsIn('-n', '8', fixture('podman-zoo'));
	const wide = zoo.find(({text, encoding}) => text.includes('Utf16Secret-Passw0rd') && encoding === 'utf16')!;
	t.is(wide.length, 2 * wide.text.length);
	t.like(wide, {pid: 1, region: 'anonymous', continues: false, also: []});
	t.is((await stringsIn('-p', '1', '-r', `${wide.address.slice(2)}-${(BigInt(wide.address) + 16n).toString(16)}`, fixture('podman-zoo')))[0]!.text, wide.text.slice(0, 8));
	const shared = (await stringsIn(fixture('raw-criu41'))).filter(({text}) => text.includes('PLANT-CRIU41-SHMEM') && text.length < 40).find(({also}) => also.length > 0)!;
	t.deepEqual([shared.pid, shared.also], [14_149, [{pid: 14_151, address: shared.address}]]);
	const {length, text} = (await stringsIn(fixture('raw-criu41'))).find(row => row.text.includes('PLANT-CROSS-PAGE41'))!;
	t.is(length, bytesOfText(text)!.length);
});

test('a string of 128 KiB goes on in rows that say so', async t => {
	const rows = await stringsIn('-n', '20', '-e', 'ascii', fixture('px-hugeenv'));
	const first = rows.findIndex(({text}) => text.startsWith('HUGE='));
	const next = rows.findIndex(({continues}, index) => index > first && !continues);
	const text = rows.slice(first, next).map(row => row.text).join('');
	t.true(text.length > 100_000);
	t.false(rows[first]!.continues);
	t.true(rows.slice(first, next).every(({length}) => length <= 4096));
});

test('a table shows text in one line, and what continues', async t => {
	const {output} = await run(['strings', '-n', '20', fixture('px-hugeenv')]);
	t.regex(output, /^ *PID +Process +Address +Region +Encoding +Continues +Text/);
	t.regex(output, /\d rw-p \[stack\](?: \w+)? +ascii +yes +\S/);
});

test('options that make no sense are refused, and what is not there is told', async t => {
	const refused = async (...argv: readonly string[]) => {
		const {code, errors} = await run(['strings', ...argv, fixture('podman-zoo')]);
		return [code, errors];
	};

	t.deepEqual(await refused('-n', '1'), [2, 'cryoscope: --min takes 2 to 1024; see cryoscope strings --help\n']);
	t.deepEqual(await refused('--vma', '7ffd71af9fc7'), [2, 'cryoscope: --vma takes addresses of one process; --pid says of which; see cryoscope strings --help\n']);
	t.deepEqual(await refused('-p', '1', '--vma', '1'), [1, 'cryoscope: address 0x1: no mapping of the process holds it; cryoscope maps lists them\n']);
	t.deepEqual(await refused('-p', '1', '-r', '1000-2000'), [1, 'cryoscope: addresses 0x1000-0x2000: no mapping of the process holds any of them; cryoscope maps lists them\n']);
	t.deepEqual(await refused('-p', '5'), [1, 'cryoscope: pid 5: it is dead, and has no memory in the checkpoint\n']);
	const {code, errors} = await run(['strings', fixture('raw-lazy')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: pid 7938: not all of its memory is here: /m);
});
