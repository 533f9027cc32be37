import {createHash} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import type {Presence} from '../../source/memory/presence.js';
import {contentOf, describe, gnuTar, scratchFolder} from '../support/archives.js';
import {findingsIn, lineOf} from '../support/check.js';
import {run} from '../support/command.js';
import {undone, type EditRecord} from '../support/edit-record.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, plainTar, projectRoot} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn, find} from '../support/memory.js';
import {completeCheckpoint, openFixture} from '../support/open-fixture.js';
import {packedFixture} from '../support/packed-pages.js';

type Described = Array<{key: string; content?: string}>;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hex = (address: bigint) => `0x${address.toString(16)}`;

async function edited(checkpoint: string, ...options: string[]) {
	const output = path.join(scratchFolder(), 'edited');
	const {code, errors, output: told} = await run(['edit', ...options, '--output', output, checkpoint]);
	return {output, code, errors, told};
}

/** The first address of a text in the memory of a process. */
async function addressOf(checkpoint: string, pid: number, text: string): Promise<bigint> {
	const opened = await completeCheckpoint(checkpoint);
	try {
		return find(opened.process(pid)!.memory, text)[0]!;
	} finally {
		opened.close();
	}
}

/** The start of the first run of a process of which the dump has this. */
async function firstOf(checkpoint: string, pid: number, wanted: Presence): Promise<bigint> {
	const opened = await completeCheckpoint(checkpoint);
	try {
		return Iterator.from(opened.process(pid)!.memory.runs(1n << 16n, 1n << 64n)).find(({presence}) => presence === wanted)!.start;
	} finally {
		opened.close();
	}
}

/** Memory of every process, by where each stretch of it begins. */
async function memoryOf(checkpoint: string): Promise<Map<string, Buffer>> {
	const opened = await completeCheckpoint(checkpoint);
	try {
		const alive = opened.processes.filter(({hasMemory}) => hasMemory);
		return new Map(alive.flatMap(({pid, memory}) => {
			const segments = [...memory.segments(0n, 1n << 64n)];
			return segments.map(({start, length}) => [`${pid} ${hex(start)}`, bytesOf(memory, start, start + BigInt(length))] as const);
		}));
	} finally {
		opened.close();
	}
}

/** The bytes of memory that two checkpoints have different: `1 0x1000: 41 -> 42`. */
async function differences(one: string, other: string): Promise<string[]> {
	const [before, after] = [await memoryOf(one), await memoryOf(other)];
	const changed = [...before].filter(([place, bytes]) => !bytes.equals(after.get(place)!));
	const lines = changed.flatMap(([place, bytes]) => {
		const [pid, start] = place.split(' ', 2) as [string, string];
		return [...bytes.entries()]
			.map(([at, byte]) => ({at, byte, now: after.get(place)![at]!}))
			.filter(({byte, now}) => byte !== now)
			.map(({at, byte, now}) => line(pid, BigInt(start) + BigInt(at), byte, now));
	});
	return before.size === after.size ? lines : [`${before.size} stretches, then ${after.size}`];
}

function line(pid: number | string, address: bigint, before: number, after: number): string {
	return `${pid} ${hex(address)}: ${before.toString(16)} -> ${after.toString(16)}`;
}

const cases = [
	{name: 'podman-zoo', pid: 1, text: 'CROSS-PAGE-BOUNDARY-MARK'},
	{name: 'px-i386', pid: 1, text: 'PLANT-I386-HEAP-SECRET'},
	{name: 'raw-plain', pid: 7940, text: 'PLANT-RAW-MEM2'},
	{name: 'checkpoint-shop', pid: 1, text: 'PLANT-ARGV-hunter2'},
	{name: 'raw-criu41', pid: 14_149, text: 'PLANT-CROSS-PAGE41'},
] as const;

for (const {name, pid, text} of cases) {
	const compressed = fixture(name);

	test.serial(`${name}: the new tar differs in these bytes and has its record, and nothing else`, async t => {
		const address = await addressOf(compressed, pid, text);
		const given = fs.readFileSync(compressed);
		const typed = text.toLowerCase();
		const {code, output, errors} = await edited(compressed, '-p', String(pid), '--at', hex(address), '--text', typed);
		t.is(code, 0, errors);
		t.is(errors, '');
		t.deepEqual(fs.readFileSync(compressed), given);
		t.is(fs.statSync(output).mode & 0o777, 0o600);

		const {record, original} = undone(output);
		const plain = zlib.zstdDecompressSync(given);
		t.true(original.equals(plain));
		t.deepEqual(record.original, {
			name: path.basename(compressed), format: 'tar', compression: 'zstd', size: given.length, sha256: sha256(given), plain_size: plain.length, plain_sha256: sha256(plain),
		});
		t.is(record.edits.map(({before}) => before).join(''), Buffer.from(text).toString('hex'));
		t.is(record.edits.map(({after}) => after).join(''), Buffer.from(typed).toString('hex'));
		t.deepEqual(record.edits.map(edit => [edit.pid, edit.also_at]), record.edits.map(() => [pid, []]));

		const changed = [...text].map((_, index) => index).filter(index => text[index] !== typed[index]);
		t.deepEqual(await differences(compressed, output), changed.map(index => line(pid, address + BigInt(index), text.charCodeAt(index), typed.charCodeAt(index))));
	});

	test.serial(`${name}: every other member of the edited tar is as it was, and the checkpoint as whole`, async t => {
		const address = await addressOf(compressed, pid, text);
		const {output} = await edited(compressed, '-p', String(pid), '--at', hex(address), '--bytes', '00 ff');
		const [before, after] = [await completeCheckpoint(compressed), await completeCheckpoint(output)];
		const {record} = undone(output);
		const [file] = record.files;
		const key = file!.file.replace(/^\.\//v, '');
		const [old, made] = [before, after].map(({archive}) => describe(archive)) as [Described, Described];
		const others = (described: Described) => described.filter(member => member.key !== key && !member.key.endsWith('cryoscope-edit-1.json'));
		before.close();
		after.close();
		t.deepEqual(others(made), others(old));
		t.is(made.length, old.length + 1);
		t.is(others(old).length, old.length - 1);

		const content = (described: Described) => described.find(member => member.key === key)!.content;
		t.is(content(old), file!.sha256_before);
		t.is(content(made), file!.sha256_after);
		const found = async (place: string) => (await findingsIn(place)).map(finding => lineOf(finding)).toSorted();
		t.deepEqual(await found(output), await found(compressed));
		t.regex(execFileSync('tar', ['-tf', output], {encoding: 'utf8'}), /cryoscope-edit-1\.json\n$/v);
	});
}

test.serial('several edits, and one across the boundary of pages, are in one archive', async t => {
	const plain = plainTar('podman-zoo');
	const [mark, secret] = [await addressOf(plain, 1, 'CROSS-PAGE-BOUNDARY-MARK'), await firstOf(plain, 1, 'dumped')];
	const {code, output, told, errors} = await edited(plain, '-p', '1', '--at', mark.toString(16), '--bytes', '0102030405060708090a', '--at', hex(secret), '-b', 'f0');
	t.is(code, 0, errors);
	t.deepEqual(told.split('\n'), [
		`process 1 at ${hex(mark)}: 10 bytes at byte 3223546 of checkpoint/pages-3.img`,
		`process 1 at ${hex(secret)}: 1 byte at byte 0 of checkpoint/pages-3.img`,
		`Wrote ${output}; cryoscope-edit-1.json in it says what was changed`,
		'',
	]);
	const {record, original} = undone(output);
	t.true(original.equals(fs.readFileSync(plain)));
	t.is(record.edits.at(-1)!.address, hex(secret));
	t.like(record.original, {compression: 'none', sha256: sha256(original), plain_sha256: sha256(original)});
	t.is((await differences(plain, output)).length, 11);
	const again = await edited(plain, '-p', '1', '--at', mark.toString(16), '--bytes', '0102030405060708090a', '--at', hex(secret), '-b', 'f0');
	t.true(fs.readFileSync(again.output).equals(fs.readFileSync(output)));
});

test.serial('diff finds the pages that were edited, and no others', async t => {
	const address = await addressOf(fixture('podman-zoo'), 1, 'CROSS-PAGE-BOUNDARY-MARK');
	const {output} = await edited(fixture('podman-zoo'), '-p', '1', '--at', hex(address), '--text', 'cross-page-boundary-mark');
	const ran = await run(['diff', '--memory', '--format', 'json', fixture('podman-zoo'), output]);
	type Memory = Array<{pid: number; mappings: Array<{changed_ranges: Array<{start: string; end: string; pages: number}>}>}>;
	const ranges = (JSON.parse(ran.output) as {memory_changes: {processes: Memory}}).memory_changes.processes
		.flatMap(({pid, mappings}) => mappings.flatMap(mapping => mapping.changed_ranges.map(range => ({pid, ...range}))));
	t.deepEqual(ranges, [{pid: 1, start: hex(address & ~0xFFFn), end: hex((address & ~0xFFFn) + 0x2000n), pages: 2}]);
});

test.serial('what is edited again has a record of each time, and undoing the last gives the archive before', async t => {
	const address = hex(await addressOf(fixture('podman-zoo'), 1, 'CROSS-PAGE-BOUNDARY-MARK'));
	const first = await edited(fixture('podman-zoo'), '-p', '1', '--at', address, '--text', 'one');
	const second = await edited(first.output, '-p', '1', '--at', address, '--text', 'two');
	t.is(second.code, 0, second.errors);
	const {record, original} = undone(second.output, 'cryoscope-edit-2.json');
	t.true(original.equals(fs.readFileSync(first.output)));
	t.is(record.original.sha256, sha256(original));
	t.is(record.edits[0]!.before, Buffer.from('one').toString('hex'));
	t.true(undone(first.output).original.equals(fs.readFileSync(plainTar('podman-zoo'))));
});

test.serial('shared memory is changed when that is asked for, for all that share it', async t => {
	const places = [
		{what: 'a shared anonymous mapping', address: '0x7f2f987c5000', file: 'checkpoint/pages-1.img'},
		{what: 'a segment of System V', address: '0x7f2f986a5000', file: 'checkpoint/pages-6.img'},
		{what: 'a file of /dev/shm', address: '0x7f2f986b5000', file: 'devshm-checkpoint.tar'},
	];
	for (const {what, address, file} of places) {
		const refused = await edited(fixture('podman-zoo'), '-p', '1', '--at', address, '--bytes', 'e7');
		t.is(refused.code, 1, what);
		t.is(refused.errors, `cryoscope: pid 1, ${address}: the page is shared memory, which process 6 at ${address} reads too: --shared changes it for all that share it\n`);
		t.false(fs.existsSync(refused.output));

		const output = path.join(scratchFolder(), 'edited');
		const ran = await run(['edit', '--shared', '-p', '1', '--at', address, '--bytes', 'e7', '-o', output, fixture('podman-zoo')]);
		t.is(ran.code, 0, ran.errors);
		t.true(ran.output.startsWith(`process 1 at ${address}, and so of process 6 at ${address}: 1 byte at byte `), ran.output);
		const {record, original} = undone(output);
		t.true(original.equals(fs.readFileSync(plainTar('podman-zoo'))), what);
		t.like(record.edits[0], {file, also_at: [{pid: 6, address}]});
		const lines = await differences(fixture('podman-zoo'), output);
		t.deepEqual(lines.map(changed => changed.split(':', 1)[0]), [`1 ${address}`, `6 ${address}`], what);
	}
});

test.serial('of a process whose memory is lost it is said that it may have the bytes too', async t => {
	const checkpoint = editedCheckpoint('podman-zoo', {'checkpoint/mm-6.img': undefined});
	const {code, errors, output} = await edited(checkpoint, '-p', '1', '--at', '422000', '--bytes', '01');
	t.is(code, 1);
	t.is(errors, 'cryoscope: checkpoint/mm-6.img: missing: whether the process has these bytes too is not known\n');
	t.is(fs.readFileSync(path.join(output, 'checkpoint', 'pages-3.img'))[0], 1);
});

test.serial('a page of this dump is changed, and not one of the dump that it builds on', async t => {
	const dumped = await firstOf(fixture('raw-chain-mixed'), 14_064, 'dumped');
	const {code, output, errors} = await edited(fixture('raw-chain-mixed'), '-p', '14064', '--at', hex(dumped), '--bytes', '5a');
	t.is(code, 0, errors);
	t.true(undone(output).record.edits[0]!.file.startsWith('dump/pages-'));
	t.is((await differences(fixture('raw-chain-mixed'), output)).length, 1);

	const parent = hex(await firstOf(fixture('raw-chain-mixed'), 14_064, 'parent'));
	const refused = await edited(fixture('raw-chain-mixed'), '-p', '14064', '--at', parent, '--bytes', '5a');
	t.is(refused.code, 1);
	t.regex(refused.errors, /the page is in pre-dump\/pages-1\.img, of a dump that this one builds on: to change it there would change that dump too\n$/v);
	const outside = await edited(path.join(copyOfFixture('raw-chain-mixed'), 'dump'), '-p', '14064', '--at', parent, '--bytes', '5a');
	t.regex(outside.errors, /the page is in a dump that this one builds on, outside of this checkpoint\n$/v);
	t.deepEqual([refused.output, outside.output].filter(file => fs.existsSync(file)), []);
});

/** Every path below a folder, with what is known of it. */
function treeOf(folder: string): Map<string, unknown> {
	return new Map(fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).toSorted().map(name => {
		const file = path.join(folder, name);
		const stat = fs.lstatSync(file);
		const content = stat.isFile() ? sha256(fs.readFileSync(file)) : (stat.isSymbolicLink() ? fs.readlinkSync(file) : '');
		return [name, [stat.mode, stat.isSymbolicLink() ? 0 : Math.floor(stat.mtimeMs / 1000), content]];
	}));
}

test.serial('a directory is copied but for the file that holds the bytes', async t => {
	const folder = copyOfFixture('raw-chain-mixed');
	const before = treeOf(folder);
	const dumped = await firstOf(folder, 14_066, 'dumped');
	const {code, output, errors} = await edited(folder, '-p', '14066', '--at', hex(dumped), '--bytes', '5a 5b');
	t.is(code, 0, errors);
	t.deepEqual(treeOf(folder), before);
	t.is(fs.statSync(output).mode & 0o777, 0o700);

	const record = JSON.parse(fs.readFileSync(path.join(output, 'cryoscope-edit-1.json'), 'utf8')) as EditRecord;
	const after = treeOf(output);
	const {file, offset, before: old} = record.edits[0]!;
	t.deepEqual([...after].filter(([name, content]) => JSON.stringify(before.get(name)) !== JSON.stringify(content)).map(([name]) => name), ['cryoscope-edit-1.json', file].toSorted());
	t.is(after.size, before.size + 1);
	const bytes = fs.readFileSync(path.join(output, file));
	t.is(bytes.toString('hex', offset, offset + 2), '5a5b');
	bytes.write(old, offset, 'hex');
	t.true(bytes.equals(fs.readFileSync(path.join(folder, file))));
	t.deepEqual([record.original.sha256, record.edits[0]!.tar_offset], [null, null]);
	const again = await run(['edit', '--force', '-p', '14066', '--at', hex(dumped), '--bytes', '00', '-o', output, folder]);
	t.regex(again.errors, /exists already/v);
});

test.serial('a directory whose link leads to a dump outside is copied only where it leads there too', async t => {
	const folder = copyOfFixture('raw-chain-mixed');
	const [dump, dumped] = [path.join(folder, 'dump'), hex(await firstOf(folder, 14_064, 'dumped'))];
	const elsewhere = await edited(dump, '-p', '14064', '--at', dumped, '--bytes', '5a');
	t.is(elsewhere.code, 1);
	t.regex(elsewhere.errors, /parent: leads out of the checkpoint/v);
	t.false(fs.existsSync(elsewhere.output));
	const beside = path.join(folder, 'edited');
	const {code, errors} = await run(['edit', '-p', '14064', '--at', dumped, '--bytes', '5a', '-o', beside, dump]);
	t.is(code, 0, errors);
	t.is((await differences(dump, beside)).length, 1);
});

const refusals: ReadonlyArray<readonly [what: string, name: string, pid: number, presence: Presence, reason: RegExp]> = [
	['a page that was never touched', 'podman-zoo', 1, 'zero', /never touched, and reads as zeros/v],
	['a page of a mapped file', 'podman-zoo', 1, 'file', /as it is in the file that is mapped there/v],
	['a page that is never dumped', 'podman-zoo', 1, 'never-dumped', /CRIU never dumps/v],
	['an address of no mapping', 'podman-zoo', 1, 'unmapped', /no mapping of the process has this address/v],
	['a page that a lazy dump left behind', 'raw-lazy', 7938, 'lazy', /left on the source host/v],
];

for (const [what, name, pid, presence, reason] of refusals) {
	test.serial(`${what} can't be edited`, async t => {
		const address = hex(await firstOf(fixture(name), pid, presence));
		const {code, errors, output} = await edited(fixture(name), '-p', String(pid), '--at', address, '--bytes', '01');
		t.is(code, 1);
		t.true(errors.startsWith(`cryoscope: pid ${pid}, ${address}: `), errors);
		t.regex(errors, reason);
		t.false(fs.existsSync(output));
	});
}

test.serial('bytes that begin in a page of the dump and end outside of it are not edited', async t => {
	const opened = await openCheckpoint(fixture('podman-zoo'));
	await opened.archive.whenComplete();
	const runs = [...opened.process(1)!.memory.runs(0n, 1n << 64n)];
	opened.close();
	const {end} = runs.find(({presence}, index) => presence === 'dumped' && runs[index + 1]!.presence === 'unmapped')!;
	const {code, errors, output} = await edited(fixture('podman-zoo'), '-p', '1', '--at', hex(end - 1n), '--bytes', '0102');
	t.is(code, 1);
	t.true(errors.startsWith(`cryoscope: pid 1, ${hex(end)}: no mapping`), errors);
	t.false(fs.existsSync(output));
});

test.serial('what the images keep compressed, encrypted or cut off is not edited', async t => {
	const address = hex(await firstOf(fixture('raw-plain'), 7938, 'dumped'));
	const refuses = async (checkpoint: string, reason: RegExp) => {
		const {code, errors, output} = await edited(checkpoint, '-p', '7938', '--at', address, '--bytes', '01');
		t.is(code, 1);
		t.regex(errors, reason);
		t.false(fs.existsSync(output));
	};

	await refuses(packedFixture('raw-plain', 1), /in a file of compressed pages/v);
	const encrypted = copyOfFixture('raw-plain');
	fs.writeFileSync(path.join(path.dirname(fileIn(encrypted, 'inventory.img')), 'cipher.img'), '');
	await refuses(encrypted, /stored encrypted/v);
	const cut = copyOfFixture('raw-plain');
	for (const name of fs.readdirSync(cut, {recursive: true, encoding: 'utf8'}).filter(file => /pages-\d+\.img$/v.test(file))) {
		fs.truncateSync(path.join(cut, name), 0);
	}

	await refuses(cut, /cut off or missing/v);
	const damaged = path.join(scratchFolder(), 'cut.tar');
	fs.writeFileSync(damaged, fs.readFileSync(plainTar('raw-plain')).subarray(0, -11_000));
	await refuses(damaged, /the tar is damaged or cut off, and is not edited/v);
});

test.serial('a sparse file in a tar is edited where its bytes are stored, and not in its holes', async t => {
	const folder = editedCheckpoint('raw-plain', {});
	const opened = await completeCheckpoint(folder);
	const {source, position, start} = Iterator.from(opened.process(7938)!.memory.runs(0n, 1n << 64n)).find(({presence}) => presence === 'dumped')!;
	const file = [...opened.archive.members()].find(member => member.source === source)!.key;
	opened.close();
	const pages = path.join(folder, file);
	const bytes = fs.readFileSync(pages);
	bytes.fill(0, position, position! + 4096);
	fs.rmSync(pages);
	const fd = fs.openSync(pages, 'w');
	for (let at = 0; at < bytes.length; at += 4096) {
		if (at !== position) {
			fs.writeSync(fd, bytes, at, Math.min(4096, bytes.length - at), at);
		}
	}

	fs.ftruncateSync(fd, bytes.length);
	fs.closeSync(fd);
	const tar = gnuTar(folder, '--sparse', '.');
	t.true(fs.statSync(tar).size < bytes.length + 10_000_000);
	const hole = await edited(tar, '-p', '7938', '--at', hex(start), '--bytes', '01');
	t.regex(hole.errors, /a hole of a sparse file/v);

	const address = await addressOf(tar, 7938, 'PLANT-RAW-MEM2');
	const {code, errors, output} = await edited(tar, '-p', '7938', '--at', hex(address), '--text', 'x');
	t.is(code, 0, errors);
	const {record, original} = undone(output);
	t.true(original.equals(fs.readFileSync(tar)));
	t.not(record.edits[0]!.offset, 0);
	t.deepEqual(await differences(tar, output), [`7938 ${hex(address)}: 50 -> 78`]);
});

test.serial('an archive is edited however it is compressed', async t => {
	for (const name of ['podman-small.tar.gz', 'podman-small.tar.bz2', 'podman-small.tar.xz']) {
		const address = await addressOf(fixture(name), 10, 'SECRET=PLANT-ENV-small');
		const {code, errors, output, told} = await edited(fixture(name), '-p', '10', '--at', hex(address), '--text', 'TERCES');
		t.is(code, 0, errors);
		t.true(told.includes(', a plain tar where '), told);
		const {record, original} = undone(output);
		t.is(record.original.sha256, sha256(fs.readFileSync(fixture(name))));
		t.is(record.original.plain_sha256, sha256(original));
		const archive = await openFixture(name);
		t.true(original.equals(contentOf(archive.tar!.plain)), name);
		archive.close();
		t.is((await differences(fixture(name), output)).length, 4);
	}
});

test.serial('an OCI image is not edited, nor a process without memory or one that is not there', async t => {
	for (const [name, pid, reason] of [['podman-image.oci.tar', '1', /names its layers by their SHA-256/v], ['podman-zoo', '5', /it is dead/v], ['podman-zoo', '4711', /no such process/v]] as const) {
		const {code, errors, output} = await edited(fixture(name), '-p', pid, '--at', '422000', '--bytes', '01');
		t.is(code, 1);
		t.regex(errors, reason);
		t.false(fs.existsSync(output));
	}
});

test.serial('the original is never written to, nor what is there replaced unasked', async t => {
	const tar = plainTar('px-i386');
	const before = fs.readFileSync(tar);
	const address = hex(await addressOf(tar, 1, 'PLANT-I386-HEAP-SECRET'));
	const link = path.join(scratchFolder(), 'link');
	fs.symlinkSync(tar, link);
	for (const output of [tar, link]) {
		const {code, errors} = await run(['edit', '--force', '-p', '1', '--at', address, '--bytes', '01', '-o', output, tar]);
		t.is(code, 1);
		t.regex(errors, /is the checkpoint, which is only read/v);
	}

	const there = path.join(scratchFolder(), 'there');
	fs.writeFileSync(there, 'kept');
	const kept = await run(['edit', '-p', '1', '--at', address, '--bytes', '01', '-o', there, tar]);
	t.regex(kept.errors, /exists already: --force replaces it/v);
	t.is(fs.readFileSync(there, 'utf8'), 'kept');
	const replaced = await run(['edit', '-f', '-p', '1', '--at', address, '--bytes', '01', '-o', there, tar]);
	t.is(replaced.code, 0, replaced.errors);
	t.deepEqual(fs.readdirSync(path.dirname(there)), ['there']);
	t.true(fs.readFileSync(tar).equals(before));
});

test.serial('two edits of one byte are refused', async t => {
	const {code, errors} = await edited(fixture('podman-zoo'), '-p', '1', '--at', '422000', '--bytes', '01 02', '--at', '422001', '--bytes', '03');
	t.is(code, 1);
	t.regex(errors, /0x422001: another of the edits changes the same byte/v);
});

for (const [what, options, reason] of [
	['no process', ['--at', '422000', '--bytes', '01'], /takes --pid and --output/v],
	['no address', ['-p', '1', '--bytes', '01'], /once for each --at/v],
	['no bytes', ['-p', '1', '--at', '422000'], /once for each --at/v],
	['bytes and text', ['-p', '1', '--at', '1', '--at', '2', '--bytes', '01', '--text', 'a'], /--bytes, or --text/v],
	['half a byte', ['-p', '1', '--at', '422000', '--bytes', '012'], /bytes in hexadecimal/v],
	['a free digit', ['-p', '1', '--at', '422000', '--bytes', '0?'], /bytes in hexadecimal/v],
	['an empty text', ['-p', '1', '--at', '422000', '--text', ''], /at least one character/v],
	['no hexadecimal address', ['-p', '1', '--at', 'main', '--bytes', '01'], /address in hexadecimal/v],
	['an address that ends beyond 64 bits', ['-p', '1', '--at', 'ffffffffffffffff', '--bytes', '01 02'], /address in hexadecimal/v],
] as const) {
	test.serial(`${what} is wrong usage`, async t => {
		const {code, errors, output} = await edited(fixture('podman-zoo'), ...options);
		t.is(code, 2);
		t.regex(errors, reason);
		t.false(fs.existsSync(output));
	});
}

test.serial('the record names the version of the program, and the archive is read like any other', async t => {
	const address = await addressOf(fixture('podman-loop'), 1, 'POSTGRES_PASSWORD=');
	const {output} = await edited(fixture('podman-loop'), '-p', '1', '--at', hex(address), '--text', 'X');
	const {version} = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {version: string};
	t.is(undone(output).record.made_by, `cryoscope ${version} edit`);
	const opened = await completeCheckpoint(output);
	t.deepEqual(opened.archive.problems, []);
	t.is(find(opened.process(1)!.memory, 'XOSTGRES_PASSWORD=')[0], address);
	opened.close();
});
