import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {pageFlags, readPagemap, type Pagemap} from '../../source/criu/pagemap.js';
import type {AddressSpace} from '../../source/memory/memory.js';
import {pagemapIn} from '../../source/memory/image-layer.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {PagemapLayer, type LayerContext} from '../../source/memory/pagemap-layer.js';
import {expected} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn, find, fixtureImages, mappingsOf, openImages, pagemapImage, pagesByPresence, presenceOfPages, processesOf, spaces, type MadeEntry} from '../support/memory.js';

const wholeMemory = [0n, 2n ** 64n] as const;

test('pages that are in the parent are read from it', async t => {
	const images = await fixtureImages('raw-chain');
	for (const space of spaces(images)) {
		const {dumped, parent, 'parent-missing': missing} = pagesByPresence(space);
		t.is(dumped, undefined);
		t.is(missing, undefined);
		t.true(parent! > 1000);
		t.true(find(space, 'PLANT-RAW-MEM1').length > 0);
	}
});

test('without the parent its pages are missing, and none of them is taken for zeros', async t => {
	const whole = await fixtureImages('raw-chain');
	const folder = copyOfFixture('raw-chain');
	fs.rmSync(path.join(folder, 'pre-dump'), {recursive: true});
	const images = await openImages(folder);
	for (const pid of processesOf(whole)) {
		const before = pagesByPresence(openAddressSpace(whole, pid));
		const after = openAddressSpace(images, pid);
		t.deepEqual(pagesByPresence(after), {...omit(before, 'parent'), 'parent-missing': before.parent});
		t.is(after.contentSize, 0);
	}
});

test('of a page that is here and in the parent, the one here counts', async t => {
	const facts = expected('raw-chain-mixed', 'memory.json') as Record<string, {pages: number; in_parent: number; sha256_of_vaddr_le64_and_page_in_order: string}>;
	const images = await fixtureImages('raw-chain-mixed');
	for (const [name, fact] of Object.entries(facts)) {
		const space = openAddressSpace(images, Number(/\d+/.exec(name)![0]));
		const {dumped, parent} = pagesByPresence(space);
		t.is(dumped! + parent!, fact.pages);
		t.is(parent, fact.in_parent);
		t.is(hashOfPages(space), fact.sha256_of_vaddr_le64_and_page_in_order);
	}
});

test('a pagemap is decoded once for all that ask for it', async t => {
	const images = await fixtureImages('raw-chain-mixed');
	for (const pid of processesOf(images)) {
		const name = `pagemap-${pid}.img`;
		const pagemap = pagemapIn(images, name)!;
		t.true(pagemap.length > 0);
		t.is(pagemapIn(images, name), pagemap);
		t.not(pagemapIn(images.parent as ImageDirectory, name), pagemap);
	}
});

test('images of CRIU 4.1 count pages in the old field', async t => {
	const [parent, child] = spaces(await fixtureImages('raw-criu41'));
	for (const space of [parent!, child!]) {
		t.true(find(space, 'PLANT-CRIU41-MEM').length > 0);
	}

	const crossing = find(parent!, 'PLANT-CROSS-PAGE41').filter(address => Number(address % 4096n) > 4096 - 'PLANT-CROSS-PAGE41'.length);
	t.is(crossing.length, 1);
	t.is(bytesOf(parent!, crossing[0]!, crossing[0]! + 18n).toString(), 'PLANT-CROSS-PAGE41');
});

test('pages that a lazy dump left on the host are lazy, not zeros', async t => {
	const images = await fixtureImages('raw-lazy');
	for (const pid of processesOf(images)) {
		const {entries} = expected('raw-lazy', `images/pagemap-${pid}.img.json`) as {entries: ReadonlyArray<{flags: number; nr_pages: number}>};
		const onHost = entries.slice(1).filter(({flags}) => flags === pageFlags.lazy).reduce((sum, entry) => sum + entry.nr_pages, 0);
		const space = openAddressSpace(images, pid);
		t.is(pagesByPresence(space).lazy, onHost);
		t.true(onHost > 1000);
	}
});

test('what a lazy dump left on the host is found only in the full dump of the same process', async t => {
	const [full] = spaces(await fixtureImages('raw-plain'));
	const [lazy] = spaces(await fixtureImages('raw-lazy'));
	for (const text of ['PLANT-RAW-MEM1', 'PLANT-RAW-MEM2', 'PLANT-RAW-ENV', 'PLANT-RAW-ARG']) {
		const addresses = find(full!, text);
		t.true(addresses.length > 0);
		t.deepEqual(find(lazy!, text), []);
		t.deepEqual(addresses.map(address => [...lazy!.runs(address, address + 1n)][0]!.presence), addresses.map(() => 'lazy'));
	}
});

test('behind the cut of a pages file, every page is truncated, and no other', async t => {
	const folder = copyOfFixture('raw-plain');
	const whole = await fixtureImages('raw-plain');
	const [pid] = processesOf(whole);
	const before = openAddressSpace(whole, pid!);
	const runs = [...before.runs(...wholeMemory)].filter(run => run.presence === 'dumped');
	const {pagesId} = readPagemap(whole.source(`pagemap-${pid}.img`)!, 'pagemap');
	const file = fileIn(folder, `pages-${pagesId}.img`);
	for (const cut of [100 * 4096, 50 * 4096 + 7]) {
		fs.truncateSync(file, cut);
		const after = openAddressSpace(await openImages(folder), pid!);
		for (const run of runs) {
			const parts = [...after.runs(run.start, run.end)].map(({start, end, presence}) => ({start, end, presence}));
			const edge = run.start + BigInt(Math.max(0, Math.min(cut - run.position!, Number(run.end - run.start))));
			t.deepEqual(parts, [
				{start: run.start, end: edge, presence: 'dumped'},
				{start: edge, end: run.end, presence: 'truncated'},
			].filter(part => part.start < part.end));
			t.true(bytesOf(after, run.start, edge).equals(bytesOf(before, run.start, edge)));
		}

		t.is(after.contentSize, [...after.runs(...wholeMemory)].filter(run => run.source !== undefined).reduce((sum, run) => sum + Number(run.end - run.start), 0));
	}
});

test('without the pages file, its pages are lost, not zeros', async t => {
	const folder = copyOfFixture('px-i386');
	const [pid] = processesOf(await openImages(folder));
	fs.rmSync(fileIn(folder, 'pages-1.img'));
	const space = openAddressSpace(await openImages(folder), pid!);
	t.is(pagesByPresence(space).truncated, 13);
	t.is(space.contentSize, 0);
});

test('what a cut pagemap may have listed is damaged', async t => {
	const folder = copyOfFixture('px-i386');
	const whole = openAddressSpace(await openImages(folder), 1);
	const dumped = [...whole.runs(...wholeMemory)].find(run => run.presence === 'dumped');
	const file = fileIn(folder, 'pagemap-1.img');
	fs.truncateSync(file, fs.statSync(file).size - 3);
	const space = openAddressSpace(await openImages(folder), 1);
	const stack = mappingsOf(space).at(-1)!;
	t.is(stack.kind, 'stack');
	t.deepEqual(new Set(presenceOfPages(space, stack.start, stack.end)), new Set(['damaged'] as const));
	t.deepEqual(presenceOfPages(space, dumped!.start, dumped!.end), presenceOfPages(whole, dumped!.start, dumped!.end));
	t.is(space.problems.length, 1);
});

test('a stretch in the parent is put together from its entries, and what it lacks is damaged', t => {
	const parent = made([{vaddr: 0x1000n, pages: 2, flags: pageFlags.present}, {vaddr: 0x3000n, pages: 1, flags: pageFlags.lazy}, {vaddr: 0x4000n, pages: 1, flags: pageFlags.present}]);
	const layer = made([{vaddr: 0x1000n, pages: 5, flags: pageFlags.parent}], {parent: () => parent});
	t.deepEqual(told(layer, 0, 0x1_0000), [
		[0x1000, 0x3000, 'parent', 0],
		[0x3000, 0x4000, 'lazy', undefined],
		[0x4000, 0x5000, 'parent', 0x2000],
		[0x5000, 0x6000, 'damaged', undefined],
	]);
});

test('only present entries take room in the pages file', t => {
	const layer = made([
		{vaddr: 0x1000n, pages: 2, flags: pageFlags.present | pageFlags.lazy},
		{vaddr: 0x3000n, pages: 3, flags: pageFlags.lazy},
		{vaddr: 0x6000n, pages: 1, flags: pageFlags.parent},
		{vaddr: 0x9000n, pages: 1, flags: pageFlags.present},
	]);
	t.deepEqual(told(layer, 0x2000, 0x1_0000), [
		[0x2000, 0x3000, 'dumped', 0x1000],
		[0x3000, 0x6000, 'lazy', undefined],
		[0x6000, 0x7000, 'parent-missing', undefined],
		[0x9000, 0xA000, 'dumped', 0x2000],
	]);
});

test('entries out of order keep their places in the pages file', t => {
	const layer = made([{vaddr: 0x8000n, pages: 1, flags: 4}, {vaddr: 0x1000n, pages: 2, flags: 4}, {vaddr: 0x2000n, pages: 1, flags: 4}]);
	t.deepEqual(told(layer, 0, 0x1_0000), [
		[0x1000, 0x2000, 'dumped', 0x1000],
		[0x2000, 0x3000, 'dumped', 0x3000],
		[0x8000, 0x9000, 'dumped', 0],
	]);
});

test('entries that overlap are damage, and it is told', async t => {
	const folder = copyOfFixture('px-i386');
	const heap = mappingsOf(openAddressSpace(await openImages(folder), 1)).find(({kind}) => kind === 'heap')!;
	fs.writeFileSync(fileIn(folder, 'pagemap-1.img'), pagemapImage(1, [{vaddr: heap.start, pages: 3, flags: 4}, {vaddr: heap.start + 0x1000n, pages: 1, flags: 4}]));
	const space = openAddressSpace(await openImages(folder), 1);
	t.deepEqual(space.problems.map(({reason}) => reason), [`entries overlap at 0x${(heap.start + 0x1000n).toString(16)}: the later one counts`]);
	t.deepEqual(presenceOfPages(space, heap.start, heap.start + 0x3000n), ['dumped', 'dumped', 'damaged']);
});

test('behind entries that overlap, a page that none has is not taken for zeros', t => {
	const entries = [{vaddr: 0x1000n, pages: 4, flags: 4}, {vaddr: 0x2000n, pages: 1, flags: 4}];
	const layer = made(entries);
	t.deepEqual(told(layer, 0, 0x1_0000), [[0x1000, 0x2000, 'dumped', 0], [0x2000, 0x3000, 'dumped', 0x4000]]);
	t.is(layer.knownUntil, 0x2000);
	t.is(made([{vaddr: 0x1000n, pages: 1, flags: 4}, {vaddr: 0x2000n, pages: 1, flags: 4}]).knownUntil, Infinity);
	t.is(made([{vaddr: 0xFFFF_FFFF_FFFF_F000n, pages: 1, flags: 4}]).knownUntil, Infinity);
});

test('what is damaged of an entry is left out of it', t => {
	const entries = [{vaddr: 0x1000n, pages: 4, flags: 4}, {vaddr: 0x8000n, pages: 1, flags: 4}];
	const pages = {...everything, damaged: (position: number, length: number) => [{start: 0x1000, end: 0x3000}].filter(({start, end}) => start < position + length && end > position)};
	t.deepEqual(told(made(entries, {pages: () => pages}), 0, 0x1_0000), [
		[0x1000, 0x2000, 'dumped', 0],
		[0x2000, 0x4000, 'damaged', undefined],
		[0x4000, 0x5000, 'dumped', 0x3000],
		[0x8000, 0x9000, 'dumped', 0x4000],
	]);
});

test('behind flags of a newer CRIU no place in the pages file is certain', t => {
	for (const flag of [0x10, 0x20, 0x100, 0x8000_0000]) {
		const entries = [{vaddr: 0x1000n, pages: 1, flags: 4}, {vaddr: 0x2000n, pages: 1, flags: 4 + flag}, {vaddr: 0x3000n, pages: 1, flags: 4}];
		t.deepEqual(told(made(entries), 0, 0x1_0000).map(row => row[2]), ['dumped', 'encoded', 'encoded']);
	}
});

test('addresses that a 32-bit dumper has sign-extended are cut', t => {
	const layer = made([{vaddr: 0x8000n, pages: 1, flags: 4}, {vaddr: 0xFFFF_FFFF_FFBA_7000n, pages: 1, flags: 4}], {narrow: true});
	t.deepEqual(told(layer, 0xFF00_0000, 2 ** 32), [[0xFFBA_7000, 0xFFBA_8000, 'dumped', 0x1000]]);
});

test('a chain of parents that leads in a circle is damage', async t => {
	const folder = copyOfFixture('raw-chain');
	fs.symlinkSync('../dump', path.join(folder, 'pre-dump', 'parent'));
	const pre = fileIn(path.join(folder, 'pre-dump'), fs.readdirSync(path.join(folder, 'pre-dump')).find(name => name.startsWith('pagemap-'))!);
	fs.copyFileSync(path.join(folder, 'dump', path.basename(pre)), pre);
	const archive = await openArchive(folder);
	const space = openAddressSpace(new ImageDirectory(archive, 'dump/'), Number(/\d+/.exec(path.basename(pre))![0]));
	t.true(pagesByPresence(space).damaged! > 1000);
	t.is(space.contentSize, 0);
});

test('pages of an encrypted dump are there but can\'t be read', async t => {
	const folder = copyOfFixture('px-i386');
	fs.writeFileSync(path.join(path.dirname(fileIn(folder, 'inventory.img')), 'cipher.img'), '');
	const space = openAddressSpace(await openImages(folder), 1);
	t.is(pagesByPresence(space).encoded, 13);
	t.is(space.contentSize, 0);
});

const made = (entries: readonly MadeEntry[], context: Partial<LayerContext> = {}, pagemap: Partial<Pagemap> = {}) => new PagemapLayer({
	pagesId: 1,
	length: entries.length,
	vaddr: Float64Array.from(entries, entry => Number(entry.vaddr)),
	pages: Float64Array.from(entries, entry => entry.pages),
	flags: Uint32Array.from(entries, entry => entry.flags),
	blocks: undefined,
	problems: [],
	...pagemap,
}, {pageSize: 4096, narrow: false, pages: () => everything, parent: () => 'parent-missing', ...context});

const everything: ByteSource = {size: 2 ** 30, available: 2 ** 30, settled: true, read: target => target.length, extents: () => []};

const told = (layer: PagemapLayer, start: number, end: number) => [...layer.stretches(start, end)].map(stretch => [stretch.start, stretch.end, stretch.presence, stretch.position]);

function hashOfPages(space: AddressSpace): string {
	const hash = crypto.createHash('sha256');
	const address = Buffer.alloc(8);
	for (const segment of space.segments(...wholeMemory)) {
		for (let offset = 0n; offset < BigInt(segment.length); offset += BigInt(space.pageSize)) {
			address.writeBigUInt64LE(segment.start + offset);
			hash.update(address).update(bytesOf(space, segment.start + offset, segment.start + offset + BigInt(space.pageSize)));
		}
	}

	return hash.digest('hex');
}

function omit<T extends object>(object: T, key: keyof T): T {
	const {[key]: _, ...rest} = object;
	return rest as T;
}
