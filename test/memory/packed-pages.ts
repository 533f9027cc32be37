import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {BlockUnpacker} from '../../source/archive/block-unpacker.js';
import {memorySource} from '../../source/archive/memory-source.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {readPagemap, type Pagemap} from '../../source/criu/pagemap.js';
import type {AddressSpace} from '../../source/memory/memory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {openPages} from '../../source/memory/open-pages.js';
import {PackedPages} from '../../source/memory/packed-pages.js';
import {PageDamage} from '../../source/memory/page-damage.js';
import {storedPages} from '../../source/memory/pages-file.js';
import {StoredBlocks} from '../../source/memory/stored-blocks.js';
import {imageOf} from '../support/image-file.js';
import {bytesOf, fileIn, fixtureImages, openImages, pagesByPresence, presenceOfPages, processesOf} from '../support/memory.js';
import {memoryArchive} from '../support/memory-archive.js';
import {packedFixture} from '../support/packed-pages.js';

const wholeMemory = [0n, 2n ** 64n] as const;

const told = (space: AddressSpace) => [...space.runs(...wholeMemory)].map(({start, end, presence, vma, position}) => ({start, end, presence, vma, position}));

function * both(plain: ImageDirectory, packed: ImageDirectory): Generator<readonly [AddressSpace, AddressSpace]> {
	for (const pid of processesOf(plain)) {
		yield [openAddressSpace(plain, pid), openAddressSpace(packed, pid)];
	}
}

for (const name of ['raw-plain', 'raw-chain-mixed', 'raw-criu41', 'raw-lazy', 'px-i386', 'podman-zoo']) {
	for (const pagesPerBlock of [1, 16, 64]) {
		test(`${name} reads the same when blocks of ${pagesPerBlock} pages are compressed`, async t => {
			const images = await openImages(packedFixture(name, pagesPerBlock));
			t.true(images.compressedPages);
			let size = 0;
			for (const [plain, packed] of both(await fixtureImages(name), images)) {
				t.deepEqual(told(packed), told(plain));
				t.deepEqual(packed.sizes, plain.sizes);
				for (const {start, length} of plain.segments(...wholeMemory)) {
					const end = start + BigInt(length);
					t.true(bytesOf(packed, start, end).equals(bytesOf(plain, start, end)), `${start.toString(16)}-${end.toString(16)}`);
					size += length;
				}
			}

			t.true(size > 0);
			t.deepEqual(images.problems, []);
		});
	}
}

/** A process of which one block is damaged: the address of its first page, and what its memory was before. */
async function withDamagedBlock(damage: (file: string, block: {readonly offset: number; readonly stored: number}) => void) {
	const folder = packedFixture('raw-plain', 16);
	const whole = await openImages(folder);
	const [pid] = processesOf(whole);
	const pagemap = readPagemap(whole.source(`pagemap-${pid}.img`)!, 'pagemap');
	const {blocks} = storedPages(pagemap, 4096);
	const block = Array.from({length: blocks!.length}, (_, index) => blocks!.at(index)).find(({storage, end, start}) => storage === 'packed' && end - start === 16 * 4096)!;
	damage(fileIn(folder, `pages-${pagemap.pagesId}.img`), block);
	const before = openAddressSpace(whole, pid!);
	const run = [...before.runs(...wholeMemory)].find(({presence, start, end, position}) => presence === 'dumped' && position! <= block.start && block.start - position! < Number(end - start))!;
	const start = run.start + BigInt(block.start - run.position!);
	return {folder, pid: pid!, start, end: start + BigInt(block.end - block.start), block, before: openAddressSpace(await fixtureImages('raw-plain'), pid!)};
}

// The distance of the first match is set to nothing.
const breakMatch = (file: string, {offset, stored}: {readonly offset: number; readonly stored: number}) => {
	const bytes = fs.readFileSync(file);
	bytes.fill(0xff, offset, offset + Math.min(stored, 8));
	fs.writeFileSync(file, bytes);
};

test('a damaged block costs its own pages, and is told of where it breaks', async t => {
	const {folder, pid, start, end, block, before} = await withDamagedBlock(breakMatch);
	const images = await openImages(folder);
	const space = openAddressSpace(images, pid);
	const whole = space.sizes;
	t.deepEqual(images.problems, []);
	const around = 16n * 4096n;
	const bytes = Buffer.alloc(Number(end - start + 2n * around), 0xaa);
	const runs = space.read(start - around, bytes);
	const damaged = runs.filter(({presence}) => presence === 'damaged');
	t.is(damaged[0]!.start, start);
	t.is(damaged.at(-1)!.end, end);
	t.is(damaged.reduce((sum, run) => sum + run.end - run.start, 0n), end - start);
	for (const {start: from, end: to, presence} of runs) {
		const part = bytes.subarray(Number(from - start + around), Number(to - start + around));
		t.true(presence === 'damaged' ? part.every(byte => byte === 0) : part.equals(bytesOf(before, from, to)));
	}

	t.deepEqual(presenceOfPages(space, start, end), Array.from({length: 16}, () => 'damaged'));
	t.deepEqual(space.sizes, {...whole, dumped: whole.dumped! - 16 * 4096, damaged: 16 * 4096});
	t.is(images.problems.length, 1);
	const [problem] = images.problems;
	t.regex(String(problem), /^InputError: raw-plain\/pages-\d+\.img: the compressed block of 16 pages is damaged: .+ \(at byte \d+\)$/v);
	t.true(problem!.offset! >= block.offset && problem!.offset! <= block.offset + block.stored);
	space.read(start - around, bytes);
	t.is(images.problems.length, 1);
});

test('damage that is read a page at a time is damage in every page of its block', async t => {
	const {folder, pid, start, end, before} = await withDamagedBlock(breakMatch);
	const space = openAddressSpace(await openImages(folder), pid);
	for (let address = end + 4096n; address >= start - 4096n; address -= 4096n) {
		const page = Buffer.alloc(4096, 0xaa);
		const isDamaged = start <= address && address < end;
		t.deepEqual(space.read(address, page).map(({presence}) => presence), isDamaged ? ['damaged'] : presenceOfPages(before, address, address + 4096n));
		t.true(page.equals(isDamaged ? Buffer.alloc(4096) : bytesOf(before, address, address + 4096n)));
	}
});

test('a block of which a part is cut off is cut off, and what is before it is there', async t => {
	const {folder, pid, start, end, before} = await withDamagedBlock((file, {offset, stored}) => {
		fs.truncateSync(file, offset + stored - 1);
	});
	const space = openAddressSpace(await openImages(folder), pid);
	t.deepEqual(new Set(presenceOfPages(space, start, end)), new Set(['truncated'] as const));
	const runs = [...before.runs(...wholeMemory)].filter(({presence}) => presence === 'dumped').flatMap(run => [...space.runs(run.start, run.end)]);
	t.deepEqual(new Set(runs.map(({presence}) => presence)), new Set(['dumped', 'truncated'] as const));
	for (const run of runs) {
		t.is(run.presence, run.end <= start ? 'dumped' : 'truncated');
		t.true(bytesOf(space, run.start, run.end).equals(run.presence === 'dumped' ? bytesOf(before, run.start, run.end) : Buffer.alloc(Number(run.end - run.start))));
	}
});

const entry = (vaddr: bigint, pages: number, blocks?: object) => ({type: 'pagemap_entry', values: {vaddr, compat_nr_pages: 0, nr_pages: BigInt(pages), flags: 4, ...(blocks && {blocks})}});

test('blocks that take more room than their pages, or hold more than CRIU compresses at once, are damaged from the start', t => {
	for (const [pages, size, reason] of [[4, 4 * 4096 + 1, 'it takes 16385 bytes for 16384 of pages'], [1025, 4096, '4198400 bytes are more than CRIU compresses at once']] as const) {
		const images = new ImageDirectory(memoryArchive({
			'pagemap-1.img': imageOf('PAGEMAP', [
				{type: 'pagemap_head', values: {pages_id: 1}},
				entry(0x10_0000n, pages, {block_sizes: [size], total_payload_size: BigInt(size), pages_per_block: pages}),
				entry(0x1000n, 1),
			]),
			'pages-1.img': Buffer.concat([Buffer.alloc(size), Buffer.alloc(4096, 'page')]),
		}), '');
		const space = openPages(images, 1);
		t.deepEqual(pagesByPresence(space), {unmapped: pagesByPresence(space).unmapped, damaged: pages, dumped: 1});
		t.is(bytesOf(space, 0x1000n, 0x1004n).toString(), 'page');
		t.deepEqual(images.problems.map(String), [`InputError: pages-1.img: the compressed block of ${pages} pages is damaged: ${reason} (at byte 0)`]);
	}
});

test('a thousand damaged blocks are marked, and a few told of', async t => {
	const folder = packedFixture('raw-plain', 1);
	const [pid] = processesOf(await openImages(folder));
	for (const file of fs.readdirSync(path.join(folder, 'raw-plain')).filter(name => name.startsWith('pages-'))) {
		const place = path.join(folder, 'raw-plain', file);
		fs.writeFileSync(place, Buffer.alloc(fs.statSync(place).size, 0xff));
	}

	const images = await openImages(folder);
	const space = openAddressSpace(images, pid!);
	for (const {start, end} of space.runs(...wholeMemory)) {
		if (end - start < 1n << 30n) {
			space.read(start, Buffer.alloc(Number(end - start)));
		}
	}

	t.true(pagesByPresence(space).damaged! > 500);
	t.is(images.problems.length, 8);
});

test('damage is told in order, in whatever order it is found', t => {
	const count = 6;
	const blocks = new StoredBlocks(
		{length: 1, pages: Float64Array.of(count), flags: Uint32Array.of(4)} as Pagemap,
		{pagesPerBlock: Uint32Array.of(1), firsts: Uint32Array.of(0, count), sizes: new Uint32Array(count).fill(2).fill(4097, 4, 5)},
		4096,
	);
	const file = memorySource(Buffer.alloc(5000, 0xff));
	const pages = new PackedPages({file, blocks, pageSize: 4096, name: 'pages', unpacker: new BlockUnpacker(), report: () => undefined});
	const known = () => pages.damaged(0, count * 4096).map(({start}) => start / 4096);
	t.deepEqual(known(), [4]);
	for (const [page, expected] of [[2, [2, 4]], [5, [2, 4, 5]], [0, [0, 2, 4, 5]], [1, [0, 1, 2, 4, 5]]] as const) {
		t.throws(() => pages.read(Buffer.alloc(4096), page * 4096), {instanceOf: PageDamage});
		t.deepEqual(known(), expected);
	}
});
