import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {mapFields} from '../../source/writing/export/map-fields.js';
import type {AddressSpace} from '../../source/memory/memory.js';
import {hasContent, type Presence} from '../../source/memory/presence.js';
import {scratchFolder} from '../support/archives.js';
import {run, type Ran} from '../support/command.js';
import {fixture, unpack} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn} from '../support/memory.js';
import {packedFixture} from '../support/packed-pages.js';

type Stretch = {
	address: string; length: number; offset: number; content: 'bytes' | 'zeros' | 'none'; presence: Presence; reason: string | null;
	protection: string | null; kind: string | null; backing: string | null; backing_offset: string | null;
};

type Map = {checkpoint: string; pid: number; name: string; page_size: number; byte_order: string; start: string | null; end: string | null; size: number; stretches: Stretch[]};

type Exported = Ran & {readonly file: string; readonly bytes: Buffer; readonly map: Map; readonly stat: fs.Stats};

async function exported(checkpoint: string, ...options: string[]): Promise<Exported> {
	const file = path.join(scratchFolder(), 'memory');
	const ran = await run(['export', ...options, '--output', file, checkpoint]);
	const map = JSON.parse(fs.readFileSync(`${file}.map.json`, 'utf8')) as Map;
	return {...ran, file, bytes: fs.readFileSync(file), map, stat: fs.statSync(file)};
}

async function withMemory<T>(checkpoint: string, pid: number, ask: (space: AddressSpace) => T): Promise<T> {
	const opened = await openCheckpoint(checkpoint);
	try {
		await opened.archive.whenComplete();
		return ask(opened.process(pid)!.memory);
	} finally {
		opened.close();
	}
}

/**
Holds a map, and the file beside it, against the memory.
@yields what is wrong with them
*/
function * faults({bytes, map, stat}: Exported, space: AddressSpace): Generator<string> {
	let offset = 0;
	let stored = 0;
	for (const stretch of map.stretches) {
		const start = BigInt(stretch.address);
		const end = start + BigInt(stretch.length);
		const content = bytes.subarray(offset, offset + stretch.length);
		if (stretch.offset !== offset) {
			yield `${stretch.address} is at ${stretch.offset}, not ${offset}`;
		}

		if ([...space.runs(start, end)].some(({presence}) => presence !== stretch.presence)) {
			yield `${stretch.address} is not all ${stretch.presence}`;
		}

		if (hasContent(stretch.presence) ? !content.equals(bytesOf(space, start, end)) : !isZeros(content)) {
			yield `${stretch.address} has other bytes`;
		}

		if ((stretch.content === 'none') !== (!hasContent(stretch.presence) && stretch.presence !== 'zero') || (stretch.content === 'zeros' && !isZeros(content))) {
			yield `${stretch.address} is said to be ${stretch.content}`;
		}

		const vma = space.vmas.find(start);
		if (vma !== -1 && (stretch.protection !== space.vmas.at(vma).protection || stretch.kind !== space.vmas.at(vma).kind)) {
			yield `${stretch.address} is ${stretch.protection} ${stretch.kind}`;
		}

		offset += stretch.length;
		stored += stretch.content === 'bytes' ? stretch.length : 0;
	}

	if (offset !== map.size || bytes.length !== map.size) {
		yield `${bytes.length} bytes, of which the map has ${offset}`;
	}

	if (stat.blocks * 512 > stored + 65_536) {
		yield `${stat.blocks * 512} bytes of disk for ${stored}`;
	}
}

function isZeros(bytes: Buffer): boolean {
	return bytes.equals(Buffer.alloc(bytes.length));
}

for (const [name, pid] of [['podman-zoo', 1], ['raw-plain', 7938], ['raw-chain-mixed', 14_064], ['px-i386', 1], ['checkpoint-shop', 1]] as const) {
	test.serial(`all memory of a process of ${name} is in the file where its map says`, async t => {
		const found = await exported(fixture(name), '--pid', String(pid));
		t.is(found.code, 0, found.errors);
		t.is(found.output, `Wrote ${found.file}, and what lies where in it to ${found.file}.map.json\n`);
		await withMemory(fixture(name), pid, space => {
			t.deepEqual([...faults(found, space)], []);
			const mapped = [...space.runs(0n, 1n << 64n)].filter(({presence}) => presence !== 'unmapped');
			t.is(found.map.size, mapped.reduce((sum, {start, end}) => sum + Number(end - start), 0));
			t.is(found.map.page_size, space.pageSize);
		});
		t.true(found.stat.blocks * 512 < found.stat.size);
		for (const file of [found.file, `${found.file}.map.json`]) {
			t.is(fs.statSync(file).mode & 0o777, 0o600);
		}
	});
}

test.serial('the map has the fields that the help names, and what each mapping maps', async t => {
	const {map} = await exported(fixture('podman-zoo'), '-p', '1');
	t.deepEqual([...Object.keys(map), ...Object.keys(map.stretches[0]!)], [...mapFields]);
	t.like(map, {checkpoint: fixture('podman-zoo'), pid: 1, name: 'python3', byte_order: 'little-endian', start: null, end: null});
	t.deepEqual(map.stretches[1], {
		address: '0x422000', length: 4096, offset: 139_264, content: 'bytes', presence: 'dumped', reason: null,
		protection: 'r-xp', kind: 'file', backing: '/usr/bin/python3.14', backing_offset: '0x22000',
	});
	t.like(map.stretches[0], {content: 'none', presence: 'file', reason: 'not dumped, as in its file'});
	t.true(map.stretches.some(({presence, content}) => presence === 'dumped' && content === 'zeros'));
	t.true(map.stretches.some(({presence, content}) => presence === 'zero' && content === 'zeros'));
	t.is(map.stretches.find(({kind}) => kind === 'stack')!.backing_offset, null);
});

test.serial('a range has each byte as far from its start as its address is, mapped or not', async t => {
	const mark = 0x7f2f_986c_5ffan;
	const [start, end] = [mark - 0x3003n, mark + 0x10_0000n];
	for (const range of [`${start.toString(16)}-${end.toString(16)}`, `0x${start.toString(16)}-0x${end.toString(16).toUpperCase()}`]) {
		const found = await exported(fixture('podman-zoo'), '--pid', '1', '--range', range);
		t.is(found.code, 0, found.errors);
		t.is(found.bytes.length, Number(end - start));
		t.is(found.bytes.toString('latin1', 0x3003, 0x3003 + 24), 'CROSS-PAGE-BOUNDARY-MARK');
		t.like(found.map, {start: `0x${start.toString(16)}`, end: `0x${end.toString(16)}`, size: Number(end - start)});
		t.is(found.map.stretches[0]!.address, `0x${start.toString(16)}`);
		await withMemory(fixture('podman-zoo'), 1, space => {
			t.deepEqual([...faults(found, space)], []);
		});
	}

	const around = await exported(fixture('px-i386'), '-p', '1', '-r', '0-10000000');
	t.is(around.map.size, 2 ** 28);
	t.true(around.stat.blocks * 512 < 1 << 20);
	t.like(around.map.stretches[0], {presence: 'unmapped', content: 'none', protection: null, backing: null});
});

test.serial('a mapping is the one that holds the address', async t => {
	const {map, bytes} = await exported(fixture('podman-zoo'), '-p', '1', '--vma', '7f2f986c5ffa');
	await withMemory(fixture('podman-zoo'), 1, ({vmas}) => {
		const {start, end} = vmas.at(vmas.find(0x7f2f_986c_5ffan));
		t.is(map.start, `0x${start.toString(16)}`);
		t.is(bytes.length, Number(end - start));
	});
	t.true(bytes.includes('CROSS-PAGE-BOUNDARY-MARK'));
	const {code, errors} = await run(['export', '-p', '1', '--vma', '10', '-o', path.join(scratchFolder(), 'memory'), fixture('podman-zoo')]);
	t.is(code, 1);
	t.is(errors, 'cryoscope: address 0x10: no mapping of the process holds it; cryoscope maps lists them\n');
});

test.serial('what the dump leaves to files is no failure, and is told of', async t => {
	const process = await exported(fixture('podman-zoo'), '-p', '1');
	t.deepEqual([process.code, process.errors], [0, 'cryoscope: holes, of which the dump has nothing: 12.7 MiB not dumped, as in its file; 73,728 bytes of a kind never dumped\n']);
	const whole = await exported(fixture('podman-zoo'), '-p', '1', '--vma', '7f2f986c5000');
	t.deepEqual([whole.code, whole.errors], [0, '']);
	const beyond = await exported(fixture('podman-zoo'), '-p', '1', '-r', '3ff000-401000');
	t.deepEqual([beyond.code, beyond.errors], [0, 'cryoscope: holes, of which the dump has nothing: 4,096 bytes unmapped; 4,096 bytes not dumped, as in its file\n']);
});

test.serial('a range that nothing is mapped in is refused, and no file is written', async t => {
	const folder = scratchFolder();
	const {code, output, errors} = await run(['export', '-p', '1', '-r', '1000-3ff000', '-o', path.join(folder, 'memory'), fixture('podman-zoo')]);
	t.deepEqual([code, output, errors], [1, '', 'cryoscope: addresses 0x1000-0x3ff000: no mapping of the process holds any of them; cryoscope maps lists them\n']);
	t.deepEqual(fs.readdirSync(folder), []);
});

test.serial('memory that should be there and is not is a hole, and is told of', async t => {
	const found = await exported(fixture('raw-lazy'), '-p', '7938');
	t.is(found.code, 1);
	t.regex(found.errors, /^cryoscope: holes, .*\ncryoscope: pid 7938: not all of its memory is here: [\d.]+ MiB lazy: left on the source host\n$/v);
	await withMemory(fixture('raw-lazy'), 7938, space => {
		t.deepEqual([...faults(found, space)], []);
	});
	t.like(found.map.stretches.find(({presence}) => presence === 'lazy'), {content: 'none', reason: 'lazy: left on the source host'});
});

test.serial('of a pages file that is cut off the rest is missing', async t => {
	const folder = copyOfFixture('raw-plain');
	fs.truncateSync(fileIn(folder, 'pages-1.img'), 50 * 4096 + 7);
	const found = await exported(folder, '-p', '7938');
	t.is(found.code, 1);
	await withMemory(folder, 7938, space => {
		t.deepEqual([...faults(found, space)], []);
	});
	t.is(found.map.stretches.filter(({content}) => content !== 'none').filter(({presence}) => presence === 'truncated').length, 0);
});

test.serial('compressed pages are exported as plain ones are, and a damaged block of them is a hole', async t => {
	const folder = packedFixture('podman-small', 64);
	const plain = await exported(unpack('podman-small'), '-p', '1');
	const packed = await exported(folder, '-p', '1');
	t.true(packed.bytes.equals(plain.bytes));
	t.deepEqual(packed.map.stretches, plain.map.stretches);
	const pages = fileIn(folder, 'pages-1.img');
	fs.writeFileSync(pages, fs.readFileSync(pages).fill(0xff, 20_000, 20_008));
	const damaged = await exported(folder, '-p', '1');
	t.is(damaged.code, 1);
	t.regex(damaged.errors, /^cryoscope: holes, .*\ncryoscope: pid 1: not all of its memory is here: 81,920 bytes lost: its images are damaged\ncryoscope: .*the compressed block of 20 pages is damaged/v);
	t.deepEqual(damaged.map.stretches.filter(({presence}) => presence === 'damaged').map(({address, length, content}) => [address, length, content]), [['0x55f6eea07000', 81_920, 'none']]);
});

test.serial('a file that is there is left alone without --force, and replaced with it', async t => {
	const folder = scratchFolder();
	const file = path.join(folder, 'memory');
	const write = async (...options: string[]) => run(['export', '-p', '1', '--vma', '7ffcbf4a0000', ...options, '-o', file, fixture('podman-zoo')]);
	for (const name of [file, `${file}.map.json`]) {
		fs.writeFileSync(name, 'mine', {mode: 0o644});
		const {code, errors} = await write();
		t.is(code, 1);
		t.is(errors, `cryoscope: ${name}: exists already: --force replaces it\n`);
		t.is(fs.readFileSync(name, 'utf8'), 'mine');
		t.deepEqual(fs.readdirSync(folder), [path.basename(name)]);
		fs.rmSync(name);
	}

	fs.writeFileSync(file, 'mine', {mode: 0o644});
	t.is((await write('--force')).code, 0);
	t.true(fs.statSync(file).size > 4096);
	t.is(fs.statSync(file).mode & 0o777, 0o600);
	t.deepEqual(fs.readdirSync(folder).sort(), ['memory', 'memory.map.json']);
});

test.serial('the checkpoint is never written to, nor what is no file replaced', async t => {
	const folder = copyOfFixture('raw-plain');
	const link = path.join(scratchFolder(), 'link');
	const tar = path.join(scratchFolder(), 'checkpoint.tar.zst');
	fs.copyFileSync(fixture('raw-plain'), tar);
	fs.symlinkSync(tar, link);
	for (const [output, checkpoint, reason] of [
		[path.join(folder, 'memory'), folder, 'is inside the checkpoint, which is only read: write it elsewhere'],
		[tar, tar, 'is the checkpoint, which is only read'],
		[link, tar, 'is the checkpoint, which is only read'],
		['/dev/null', tar, 'is no file, and is not replaced by one'],
	] as const) {
		for (const force of [[], ['--force']]) {
			const {code, errors} = await run(['export', '-p', '7938', ...force, '-o', output, checkpoint]);
			t.is(code, 1);
			t.true(errors.includes(reason), errors);
		}
	}

	t.true(fs.readFileSync(tar).equals(fs.readFileSync(fixture('raw-plain'))));
	t.true(fs.statSync('/dev/null').isCharacterDevice());
});

test.serial('what makes no sense is wrong usage', async t => {
	const file = path.join(scratchFolder(), 'memory');
	for (const [options, reason] of [
		[['-o', file], 'export takes --pid and --output'],
		[['-p', '1'], 'export takes --pid and --output'],
		[['-p', '1', '-o', file, '-r', '10-20', '--vma', '10'], '--range and --vma do not go together'],
		[['-p', '1', '-o', file, '-r', '20-10'], '--range takes START-END in hexadecimal, such as 7f2f986c5000-7f2f986c6000, not 20-10'],
		[['-p', '1', '-o', file, '-r', '10'], '--range takes START-END in hexadecimal, such as 7f2f986c5000-7f2f986c6000, not 10'],
		[['-p', '1', '-o', file, '-r', '0-10000000000000001'], '--range takes START-END in hexadecimal, such as 7f2f986c5000-7f2f986c6000, not 0-10000000000000001'],
		[['-p', '1', '-o', file, '--vma', 'heap'], '--vma takes an address in hexadecimal, not heap'],
	] as const) {
		const {code, errors} = await run(['export', ...options, fixture('podman-zoo')]);
		t.is(code, 2);
		t.true(errors.includes(reason), errors);
	}

	t.false(fs.existsSync(file));
	const none = await run(['export', '-p', '4711', '-o', file, fixture('podman-zoo')]);
	t.is(none.code, 1);
	t.is(none.errors, 'cryoscope: pid 4711: no such process in this checkpoint; cryoscope ps lists them\n');
	const dead = await run(['export', '-p', '7941', '-o', file, fixture('raw-lazy')]);
	t.is(dead.code, 1);
	t.is(dead.errors, 'cryoscope: pid 7941: it is dead, and has no memory in the checkpoint\n');
});
