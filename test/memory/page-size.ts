import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {findPageSize} from '../../source/memory/page-size.js';
import {bytesOf, copyOfFixture, fileIn, fixtureImages, openImages, pagemapImage, processesOf, varint} from '../support/memory.js';

const none = {starts: new Float64Array(0), ends: new Float64Array(0)};
const sixtyFour = {starts: Float64Array.of(0x1_0000, 0x5_0000), ends: Float64Array.of(0x3_0000, 0x9_0000)};

test('every real dump says its page size in the auxiliary vector', async t => {
	for (const name of ['podman-zoo', 'px-i386', 'raw-plain', 'raw-criu41', 'checkpoint-shop']) {
		const images = await fixtureImages(name);
		for (const pid of processesOf(images)) {
			const space = openAddressSpace(images, pid);
			t.is(space.pageSize, 4096);
			t.is(space.pageSizeFrom, 'auxv');
		}
	}
});

test('of the sources, the best that tells is believed', t => {
	const evidence = {auxv: [25n, 5n, 6n, 65_536n], wordSize: 8, pagesFileSize: () => 8192, presentPages: 2, vmas: sixtyFour} as const;
	t.deepEqual(findPageSize(evidence), {bytes: 65_536, from: 'auxv'});
	t.deepEqual(findPageSize({...evidence, auxv: []}), {bytes: 4096, from: 'pages file'});
	t.deepEqual(findPageSize({...evidence, auxv: [], presentPages: 0}), {bytes: 65_536, from: 'alignment'});
	t.deepEqual(findPageSize({...evidence, auxv: [], presentPages: 0, vmas: none}), {bytes: 4096, from: 'assumed'});
});

test('a key of the vector is not taken for a value, nor the other way round', t => {
	const evidence = {wordSize: 8, pagesFileSize: () => 0, presentPages: 0, vmas: none} as const;
	t.is(findPageSize({...evidence, auxv: [9n, 6n, 6n, 16_384n]}).bytes, 16_384);
	t.is(findPageSize({...evidence, auxv: [9n, 6n, 16_384n, 6n]}).from, 'assumed');
});

test('the vector of a 32-bit process is packed on a 64-bit kernel, and in pairs on a 32-bit one', t => {
	const evidence = {wordSize: 4, pagesFileSize: () => 0, presentPages: 0, vmas: none} as const;
	t.deepEqual(findPageSize({...evidence, auxv: [33n | 4096n << 32n, 6n | 16_384n << 32n]}), {bytes: 16_384, from: 'auxv'});
	t.deepEqual(findPageSize({...evidence, auxv: [16n, 33n, 6n, 16_384n]}), {bytes: 16_384, from: 'auxv'});
});

test('a nonsensical page size in the vector is not believed', t => {
	t.deepEqual(findPageSize({auxv: [6n, 12n], wordSize: 8, pagesFileSize: () => 16_384 * 3, presentPages: 3, vmas: none}), {bytes: 16_384, from: 'pages file'});
});

test('a dump with pages of 64 KiB is read by them', async t => {
	// A real dump whose auxiliary vector is changed to say 64 KiB, with pages of that size at a place that it did not use.
	const folder = copyOfFixture('px-i386');
	const images = path.dirname(fileIn(folder, 'inventory.img'));
	const mm = fs.readFileSync(path.join(images, 'mm-1.img'));
	const pageSizeOf = (bytes: bigint) => varint(6n | bytes << 32n);
	pageSizeOf(65_536n).copy(mm, mm.indexOf(pageSizeOf(4096n)));
	fs.writeFileSync(path.join(images, 'mm-1.img'), mm);
	fs.writeFileSync(path.join(images, 'pagemap-1.img'), pagemapImage(1, [
		{vaddr: 0x1000_0000n, pages: 2, flags: 4},
		{vaddr: 0x1002_0000n, pages: 1, flags: 2},
		{vaddr: 0x1003_0000n, pages: 1, flags: 4},
	]));
	fs.writeFileSync(path.join(images, 'pages-1.img'), Buffer.concat(['a', 'b', 'c'].map(letter => Buffer.alloc(65_536, letter))));

	const space = openAddressSpace(await openImages(folder), 1);
	t.is(space.pageSize, 65_536);
	t.deepEqual([...space.runs(0x1000_0000n, 0x1005_0000n)].map(({start, end, presence, position}) => ({start, end, presence, position})), [
		{start: 0x1000_0000n, end: 0x1002_0000n, presence: 'dumped', position: 0},
		{start: 0x1002_0000n, end: 0x1003_0000n, presence: 'lazy', position: undefined},
		{start: 0x1003_0000n, end: 0x1004_0000n, presence: 'dumped', position: 0x2_0000},
		{start: 0x1004_0000n, end: 0x1005_0000n, presence: 'unmapped', position: undefined},
	]);
	t.is(bytesOf(space, 0x1000_FFFFn, 0x1001_0001n).toString(), 'ab');
	t.is(bytesOf(space, 0x1003_FFFFn, 0x1004_0000n).toString(), 'c');
});
