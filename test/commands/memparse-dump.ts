import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {writePrivateFile} from '../../source/commands/output/private-file.js';
import type {Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {HexText} from '../../source/commands/memparse/hex-text.js';
import {run} from '../support/command.js';
import {expected, fixture, plainTar, temporaryFolder} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn} from '../support/memory.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {programFile} from '../support/pty.js';

/** The memory in a hexdump, by address of each row of 16 bytes; `*` stands for as many rows as are missing. */
function memoryIn(output: string): Map<bigint, string> {
	const memory = new Map<bigint, string>();
	let last: {address: bigint; bytes: string} | undefined;
	let isElided = false;
	for (const line of output.split('\n')) {
		const row = /^(?<address>[\da-f]{16}) {2}(?<bytes>(?:[\da-f]{2} ){16}) \|(?<shown>[\u0020-\u007E]{16})\|$/.exec(line)?.groups;
		if (line === '*') {
			isElided = true;
			continue;
		}

		if (row === undefined) {
			if (isElided) {
				throw new Error(`an end of a stretch that is not shown: ${line}`);
			}

			last = undefined;
			continue;
		}

		const [address, bytes] = [BigInt(`0x${row.address!}`), row.bytes!.replaceAll(' ', '')];
		if (row.shown !== Buffer.from(bytes, 'hex').toString('latin1').replaceAll(/[^\u0020-\u007E]/g, '.')) {
			throw new Error(`another text than the bytes: ${line}`);
		}

		for (let between = isElided ? last!.address + 16n : address; between < address; between += 16n) {
			memory.set(between, last!.bytes);
		}

		memory.set(address, bytes);
		last = {address, bytes};
		isElided = false;
	}

	return memory;
}

/** The first address that one of them has other bytes at. */
function firstDifference(one: ReadonlyMap<bigint, string>, other: ReadonlyMap<bigint, string>): bigint | undefined {
	return [...one.keys(), ...other.keys()].find(address => one.get(address) !== other.get(address));
}

/** The same, as the model has it. */
function memoryOf(checkpoint: Checkpoint, pid: number): Map<bigint, string> {
	const {memory} = checkpoint.process(pid)!;
	const rows = new Map<bigint, string>();
	for (const {start, length} of memory.segments(0n, 1n << 64n)) {
		const text = bytesOf(memory, start, start + BigInt(length)).toString('hex');
		for (let offset = 0; offset < length; offset += 16) {
			rows.set(start + BigInt(offset), text.slice(offset * 2, offset * 2 + 32));
		}
	}

	return rows;
}

for (const [name, pid] of [['podman-zoo', 1], ['raw-criu41', 14_149], ['px-i386', 1]] as const) {
	test.serial(`${name}: a dump of process ${pid} has every byte that the checkpoint has, and no other, with and without elision`, async t => {
		const checkpoint = await completeCheckpoint(fixture(name));
		const truth = memoryOf(checkpoint, pid);
		checkpoint.close();
		const {code, output} = await run(['memparse', '-p', String(pid), fixture(name)]);
		t.is(code, 0);
		t.is(firstDifference(memoryIn(output), truth), undefined);
		const file = path.join(temporaryFolder(), 'memory.txt');
		await run(['memparse', '-p', String(pid), '-o', file, fixture(name)]);
		const written = fs.readFileSync(file, 'utf8');
		t.is(firstDifference(memoryIn(written), truth), undefined);
		t.false(written.includes('\n*\n'));
	});
}

test.serial('raw-chain-mixed: a dump has the pages that a right reader of the chain sees', async t => {
	const facts = expected('raw-chain-mixed', 'memory.json') as Record<string, {pages: number; sha256_of_vaddr_le64_and_page_in_order: string}>;
	for (const [name, {pages, sha256_of_vaddr_le64_and_page_in_order: sha256}] of Object.entries(facts)) {
		const {output} = await run(['memparse', '-p', /\d+/.exec(name)![0], fixture('raw-chain-mixed')]);
		const memory = memoryIn(output);
		t.is(memory.size, pages * 256);
		const hash = createHash('sha256');
		for (const [address, bytes] of memory) {
			if (address % 4096n === 0n) {
				hash.update(BigUint64Array.of(address));
			}

			hash.update(bytes, 'hex');
		}

		t.is(hash.digest('hex'), sha256);
	}
});

test('what the dump has not is said where it would be', async t => {
	const {output} = await run(['memparse', '-p', '7', fixture('podman-zoo')]);
	t.true(output.includes('\n[0000000000400000  not dumped, as in its file: 139,264 bytes  r--p /usr/bin/python3.14]\n'));
	const lazy = await run(['memparse', '-p', '7938', fixture('raw-lazy')]);
	t.is(lazy.code, 1);
	t.regex(lazy.output, /^\[[\da-f]{16} {2}lazy: left on the source host: [\d,.]+ (?:bytes|MiB) {2}/m);
	t.regex(lazy.errors, /^cryoscope: pid 7938: not all of its memory is here: .* MiB lazy: left on the source host$/m);
});

test('rows that differ only in bytes that can\'t be shown are all there', t => {
	const memory = Uint8Array.from({length: 16 * 16}, (_, index) => index >>> 4);
	const text = Buffer.from(new HexText(true).rows(memory, 0x1000n)).toString();
	t.deepEqual(text.split('\n').slice(0, -1), Array.from({length: 16}, (_, row) => `${(0x1000 + row * 16).toString(16).padStart(16, '0')}  ${`0${row.toString(16)} `.repeat(16)} |${'.'.repeat(16)}|`));
});

test('equal rows are one *, across reads too; the last of a stretch is there', t => {
	const rows = (text: HexText, ...lengths: number[]) => {
		let address = 0xffff_ffe0n;
		const pieces = lengths.map(length => {
			const piece = text.rows(new Uint8Array(length * 16), address);
			address += BigInt(length * 16);
			return piece;
		});
		return Buffer.concat([...pieces, text.end()]).toString().split('\n').slice(0, -1).map(line => line.split(' ', 1)[0]);
	};

	t.deepEqual(rows(new HexText(true), 1), ['00000000ffffffe0']);
	t.deepEqual(rows(new HexText(true), 1, 1), ['00000000ffffffe0', '00000000fffffff0']);
	t.deepEqual(rows(new HexText(true), 1, 2), ['00000000ffffffe0', '*', '0000000100000000']);
	t.deepEqual(rows(new HexText(true), 2, 1, 1), ['00000000ffffffe0', '*', '0000000100000010']);
	t.deepEqual(rows(new HexText(false), 2, 1), ['00000000ffffffe0', '00000000fffffff0', '0000000100000000']);
	const text = new HexText(true);
	t.deepEqual([...rows(text, 3), ...rows(text, 1)], ['00000000ffffffe0', '*', '0000000100000000', '00000000ffffffe0'], 'another stretch begins anew');
});

test('a part of a row at the end of what is there', t => {
	const text = new HexText(true);
	t.is(Buffer.from(text.rows(Uint8Array.from(Buffer.from('0123456789abcdef!\n')), 0n)).toString(), [
		'0000000000000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  |0123456789abcdef|',
		'0000000000000010  21 0a  |!.|',
		'',
	].join('\n'));
});

test('a file is written for its owner alone, whatever was there', async t => {
	const file = path.join(temporaryFolder(), 'memory.txt');
	fs.writeFileSync(file, 'x'.repeat(1000));
	fs.chmodSync(file, 0o644);
	const {code, output} = await run(['memparse', '-s', 'HOME=/root', '-o', file, fixture('podman-zoo')]);
	t.deepEqual([code, output], [0, '']);
	t.is(fs.statSync(file).mode & 0o777, 0o600);
	t.regex(fs.readFileSync(file, 'utf8'), /^PID +ADDRESS/);
	const {output: said} = await run(['memparse', '-p', '7', '-o', file, fixture('podman-zoo')]);
	t.is(said, `\nWriting memory pages content for process ID 7 from checkpoint: ${fixture('podman-zoo')} to file: ${file}...\n`);
	t.regex(fs.readFileSync(file, 'utf8'), /^Address {11}Hexadecimal /);
});

test('a file that was begun and not finished leaves what was there, and nothing else', async t => {
	const folder = temporaryFolder();
	const [file, link] = [path.join(folder, 'memory.txt'), path.join(folder, 'link')];
	fs.writeFileSync(file, 'before');
	fs.symlinkSync(file, link);
	await t.throwsAsync(writePrivateFile(link, [], async output => {
		output.write('half');
		throw new InputError('archive', 'it ends early');
	}), {message: 'archive: it ends early'});
	t.is(fs.readFileSync(file, 'utf8'), 'before');
	t.deepEqual(fs.readdirSync(folder).sort(), ['link', 'memory.txt']);
	await writePrivateFile(link, [], async output => {
		output.write('whole');
	});
	t.is(fs.readFileSync(file, 'utf8'), 'whole');
	t.true(fs.lstatSync(link).isSymbolicLink());
	t.deepEqual(fs.readdirSync(folder).sort(), ['link', 'memory.txt']);
});

test('nothing is written over the checkpoint, nor into it', async t => {
	const file = plainTar('podman-small');
	const before = fs.readFileSync(file);
	const folder = temporaryFolder();
	const [link, hardLink] = [path.join(folder, 'link'), path.join(folder, 'hard-link')];
	fs.symlinkSync(file, link);
	fs.linkSync(file, hardLink);
	for (const target of [file, link, hardLink]) {
		const {code, errors} = await run(['memparse', '-p', '1', '-o', target, file]);
		t.is(code, 1);
		t.is(errors, `cryoscope: ${target}: is the checkpoint itself, or in it: nothing is written there\n`);
	}

	t.deepEqual(fs.readFileSync(file), before);
	const directory = copyOfFixture('raw-runc');
	for (const target of [path.join(directory, 'new'), fileIn(directory, 'pstree.img')]) {
		t.is((await run(['memparse', '-o', target, directory])).code, 1);
	}

	t.false(fs.existsSync(path.join(directory, 'new')));
	t.true(fs.statSync(fileIn(directory, 'pstree.img')).size > 0);
});

test('a file that can\'t be written is one line', async t => {
	t.deepEqual(await run(['memparse', '-o', '/no/such/folder/file', fixture('podman-small')]), {code: 1, output: '', errors: 'cryoscope: /no/such/folder/file: no such file or directory\n'});
	t.regex((await run(['memparse', '-o', temporaryFolder(), fixture('podman-small')])).errors, /^cryoscope: .*: is a folder\n$/);
	const {code, errors} = await run(['memparse', '-p', '1', '-o', '/dev/full', fixture('podman-small')]);
	t.deepEqual([code, errors], [1, 'cryoscope: /dev/full: no space left on device\n']);
});

test('a reader that has seen enough ends it quietly', t => {
	const {stdout, stderr} = spawnSync('sh', ['-c', '"$0" "$1" memparse -p 1 "$2" | head -n 4', process.execPath, programFile, fixture('podman-zoo')], {encoding: 'utf8'});
	t.is(stderr, '');
	t.is(stdout.split('\n').length, 5);
});
