import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openArchive} from '../../source/archive/open.js';
import {packTar, unpackable} from '../../source/archive/pack-tar.js';
import {describe, member, scratchFolder, written} from '../support/archives.js';
import {unpack} from '../support/fixtures.js';
import {memoryArchive} from '../support/memory-archive.js';

async function packed(folder: string): Promise<Buffer> {
	const archive = await openArchive(folder);
	try {
		return Buffer.concat(Array.from(packTar(archive), piece => Buffer.from(piece)));
	} finally {
		archive.close();
	}
}

for (const name of ['podman-small', 'raw-chain']) {
	test(`${name}: packed again, a directory has the same members, for this program and for GNU tar`, async t => {
		const folder = unpack(name);
		for (const {key, kind} of (await openArchive(folder)).members()) {
			if (kind === 'directory') {
				fs.utimesSync(path.join(folder, key), 1000, 1000);
			}
		}

		const bytes = await packed(folder);
		const directory = await openArchive(folder);
		const tar = await openArchive(written(bytes));
		t.deepEqual(describe(tar), describe(directory));
		t.deepEqual(tar.problems, []);
		const out = scratchFolder();
		execFileSync('tar', ['-xpf', '-', '-C', out], {input: bytes});
		const unpackedAgain = await openArchive(out);
		t.deepEqual(describe(unpackedAgain), describe(directory));
		t.true(bytes.equals(await packed(folder)));
		for (const archive of [directory, tar, unpackedAgain]) {
			archive.close();
		}
	});
}

test('names of any length, links, modes and odd times are kept', async t => {
	const folder = scratchFolder();
	const long = `${'längen'.repeat(30)}.img`;
	const deep = path.join('folder-'.repeat(20), 'sub-'.repeat(30), 'core.img');
	fs.mkdirSync(path.join(folder, path.dirname(deep)), {recursive: true});
	for (const name of [long, deep, 'x'.repeat(100), 'setuid', 'späte']) {
		fs.writeFileSync(path.join(folder, name), name);
	}

	fs.chmodSync(path.join(folder, 'setuid'), 0o4711);
	fs.symlinkSync(`../${long}`, path.join(folder, 'parent'));
	fs.symlinkSync('z'.repeat(300), path.join(folder, 'nowhere'));
	fs.utimesSync(path.join(folder, 'setuid'), 0, -86_400);
	fs.utimesSync(path.join(folder, 'späte'), 0, 0o1_0000_0000_0000 + 5);
	const directory = await openArchive(folder);
	const tar = await openArchive(written(await packed(folder)));
	t.deepEqual(describe(tar), describe(directory));
	t.deepEqual(tar.problems, []);
	directory.close();
	tar.close();
});

test('what no image is made of is left out, and named', async t => {
	const folder = scratchFolder();
	fs.writeFileSync(path.join(folder, 'a'), 'kept');
	execFileSync('mkfifo', [path.join(folder, 'pipe')]);
	const directory = await openArchive(folder);
	t.deepEqual(unpackable(directory).map(({key}) => key), ['pipe']);
	const tar = await openArchive(written(await packed(folder)));
	t.deepEqual([...tar.members()].map(({key}) => key), ['a']);
	directory.close();
	tar.close();
});

test('a name that is no UTF-8, and a file that lost its end, end it with a complaint', async t => {
	const folder = scratchFolder();
	fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xFF])]), '');
	await t.throwsAsync(packed(folder), {name: 'InputError', message: /^a\\xff: the name is no UTF-8/});

	const shrunk = scratchFolder();
	fs.writeFileSync(path.join(shrunk, 'pages-1.img'), 'x'.repeat(5000));
	const archive = await openArchive(shrunk);
	fs.truncateSync(path.join(shrunk, 'pages-1.img'), 100);
	t.throws(() => [...packTar(archive)], {name: 'InputError', message: /pages-1\.img: 5000 bytes expected/});
	archive.close();
});

test('a file may be larger than eight gibibytes', async t => {
	const size = 9 * (2 ** 30);
	const small = memoryArchive({'pages-1.img': new Uint8Array(1)});
	const huge = {...small, members: () => [{...member(small, 'pages-1.img'), size, uid: 4_000_000}]};
	const headers = packTar(huge);
	const file = written(Buffer.concat([Buffer.from(headers.next().value), Buffer.from(headers.next().value)]));
	fs.truncateSync(file, size + 4096);
	const tar = await openArchive(file);
	const found = member(tar, 'pages-1.img');
	t.deepEqual([found.size, found.uid], [size, 4_000_000]);
	t.regex(execFileSync('tar', ['-tvf', file], {encoding: 'utf8'}), / 9663676416 .* pages-1\.img\n$/);
	tar.close();
});
