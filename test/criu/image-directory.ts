import path from 'node:path';
import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {InputError, PendingError} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {dumpNames, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';
import {openFixture} from '../support/open-fixture.js';

const found = (archive: Archive) => findImageDirectories(archive).map(({prefix}) => prefix);

const prefixes: Record<string, string[]> = {
	'raw-chain': ['dump/', 'pre-dump/'],
	'raw-chain-mixed': ['dump/', 'pre-dump/'],
};

for (const name of dumpNames) {
	test(`the images of ${name} are found`, async t => {
		const archive = await openFixture(name);
		const expected = prefixes[name] ?? [name.startsWith('raw-') ? `${name}/` : 'checkpoint/'];
		t.deepEqual(found(archive), expected);
		const [directory] = findImageDirectories(archive);
		t.true(directory!.messages('pstree.img', 'pstree_entry').length > 0);
		t.is(directory!.inventory!.img_version, 2);
		t.false(directory!.encrypted);
		t.false(directory!.compressedPages);
		t.deepEqual(directory!.problems, []);
	});
}

for (const name of ['podman-small.tar.gz', 'podman-small.tar.xz', 'podman-small.tar.bz2', 'podman-image.oci.tar']) {
	test(`the images of ${name} are found`, async t => {
		t.deepEqual(found(await openFixture(name)), ['checkpoint/']);
	});
}

test('a dump that failed has none', async t => {
	t.deepEqual(found(await openFixture('raw-failed-dump')), []);
});

const inventory = imageOf('INVENTORY', [{type: 'inventory_entry', values: {img_version: 2}}]);
const pstree = imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]);
const empty = new Uint8Array(0);

test('images may lie at the archive\'s root', t => {
	t.deepEqual(found(memoryArchive({'inventory.img': inventory, 'pstree.img': pstree})), ['']);
});

test('the checkpoint beside the engine\'s files comes first, then a process tree, then the rest', t => {
	t.deepEqual(found(memoryArchive({
		'a/core-1.img': empty,
		'b/checkpoint/pstree.img': pstree,
		'c/pstree.img': pstree,
		'config.dump': empty,
		'checkpoint/inventory.img': inventory,
		'd/files.img': empty,
	})), ['checkpoint/', 'c/', 'b/checkpoint/', 'a/']);
});

test('while members may still appear, only what can\'t be bettered is an answer', t => {
	t.throws(() => found(memoryArchive({'pre-dump/inventory.img': inventory}, {complete: false})), {instanceOf: PendingError});
	t.throws(() => found(memoryArchive({'checkpoint/inventory.img': inventory}, {complete: false})), {instanceOf: PendingError});
	t.deepEqual(found(memoryArchive({'spec.dump': empty, 'checkpoint/inventory.img': inventory}, {complete: false})), ['checkpoint/']);
});

test('a dump\'s parent is where its link leads', async t => {
	const [dump, preDump] = findImageDirectories(await openFixture('raw-chain'));
	const {parent} = dump!;
	t.true(parent instanceof ImageDirectory);
	t.is((parent as ImageDirectory).prefix, 'pre-dump/');
	t.deepEqual((parent as ImageDirectory).names(), preDump!.names());
	t.is(preDump!.parent, undefined);
});

test('of a directory that is opened alone, the parent is beside it', async t => {
	const folder = unpack('raw-chain');
	const archive = await openArchive(path.join(folder, 'dump'));
	t.teardown(() => {
		archive.close();
	});
	const {parent} = findImageDirectories(archive)[0]!;
	t.true(parent instanceof ImageDirectory);
	t.true((parent as ImageDirectory).has('pagemap-8099.img'));
	t.false((parent as ImageDirectory).has('pstree.img'));
});

for (const target of ['/var/lib/pre-dump', '../../pre-dump', '../elsewhere', '..']) {
	test(`a parent link to ${target} leads to nothing in the archive`, t => {
		t.is(new ImageDirectory(memoryArchive({'dump/parent': {target}, 'dump/pstree.img': pstree}), 'dump/').parent, 'missing');
	});
}

test('a parent whose files have not come yet is pending', t => {
	t.throws(() => new ImageDirectory(memoryArchive({'dump/parent': {target: '../pre'}}, {complete: false}), 'dump/').parent, {instanceOf: PendingError});
});

test('parents that lead in a circle are refused', t => {
	const archive = memoryArchive({'a/parent': {target: '../b'}, 'a/pstree.img': pstree, 'b/parent': {target: '../a/.'}, 'b/pstree.img': pstree});
	const b = new ImageDirectory(archive, 'a/').parent as ImageDirectory;
	t.is(b.prefix, 'b/');
	t.throws(() => b.parent, {instanceOf: InputError, message: /^b\/parent: leads back/v});
	t.deepEqual(found(archive).sort(), ['a/', 'b/']);
});

test('a chain of dumps longer than any real one is refused, and a long one is found', t => {
	const pagemap = imageOf('PAGEMAP', []);
	const chainOf = (length: number) => {
		const files: Record<string, Uint8Array | {target: string}> = {};
		for (let index = 0; index < length; index++) {
			files[`${index}/pagemap-1.img`] = pagemap;
			files[`${index}/parent`] = {target: `../${index + 1}`};
		}

		return memoryArchive(files);
	};

	const ends = [200, 300].map(length => {
		const archive = chainOf(length);
		let last: ImageDirectory | 'missing' | undefined = new ImageDirectory(archive, '0/');
		try {
			for (let next = last.parent; next instanceof ImageDirectory; next = next.parent) {
				last = next;
			}

			return last.prefix;
		} catch (error) {
			return (error as InputError).message;
		}
	});
	t.deepEqual(ends, ['199/', '256/parent: more than 256 dumps build on each other']);
});

test('what is missing says its name, and costs no more than itself', t => {
	const directory = new ImageDirectory(memoryArchive({'x/pstree.img': pstree}), 'x/');
	t.throws(() => directory.image('core-1.img'), {instanceOf: InputError, message: 'x/core-1.img: missing'});
	t.deepEqual(directory.messages('core-1.img', 'core_entry'), []);
	t.is(directory.message('core-1.img', 'core_entry'), undefined);
	t.is(directory.message('pstree.img', 'pstree_entry')!.pid, 1);
	t.deepEqual(directory.problems, []);
});

test('an image is decoded once', t => {
	const directory = new ImageDirectory(memoryArchive({'pstree.img': pstree}), '');
	t.is(directory.image('pstree.img'), directory.image('pstree.img'));
});

test('damage is told by whoever asks for what it took, and listed once', t => {
	const directory = new ImageDirectory(memoryArchive({'pstree.img': pstree.subarray(0, -1), 'fs-1.img': pstree}), '');
	t.deepEqual(directory.messages('pstree.img', 'pstree_entry'), []);
	t.throws(() => directory.message('pstree.img', 'pstree_entry'), {instanceOf: InputError, message: /^pstree\.img: \d+ bytes expected, \d+ left \(at byte 12\)$/v});
	t.throws(() => directory.messages('fs-1.img', 'fs_entry'), {instanceOf: InputError, message: /magic PSTREE \(0x50273030\) found, FS \(0x51403912\) expected/v});
	t.throws(() => directory.image('fs-1.img'), {instanceOf: InputError});
	t.is(directory.problems.length, 2);
});

test('encryption and compression of the pages are recognised', t => {
	const directory = new ImageDirectory(memoryArchive({
		'inventory.img': imageOf('INVENTORY', [{type: 'inventory_entry', values: {img_version: 3}}]),
		'cipher.img': empty,
	}), '');
	t.true(directory.encrypted);
	t.true(directory.compressedPages);
});
