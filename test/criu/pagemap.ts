import test from 'ava';
import {familyOfFile} from '../../source/criu/families.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import type {ImageDirectory} from '../../source/criu/image-directory.js';
import {pageFlags, readPagemap, type Pagemap} from '../../source/criu/pagemap.js';
import type {pagemap_entry} from '../../source/criu/schema/messages.js';
import {dumpNames} from '../support/fixtures.js';
import {openFixture} from '../support/open-fixture.js';
import {imageOf} from '../support/image-file.js';
import {memorySource} from '../support/memory-archive.js';

const {parent, lazy, present} = pageFlags;

async function directoriesOf(name: string): Promise<ImageDirectory[]> {
	return findImageDirectories(await openFixture(name));
}

function pagemapOf(directory: ImageDirectory, name: string): Pagemap {
	return readPagemap(directory.source(name)!, directory.shown(name));
}

function pagemapNames(directory: ImageDirectory): string[] {
	return directory.names().filter(name => familyOfFile(name)?.name === 'PAGEMAP');
}

for (const name of dumpNames) {
	test(`the columns of every pagemap of ${name} are its entries`, async t => {
		for (const directory of await directoriesOf(name)) {
			for (const file of pagemapNames(directory)) {
				const {pagesId, length, vaddr, pages, problems} = pagemapOf(directory, file);
				const entries = directory.messages(file, 'pagemap_entry');
				t.deepEqual(problems, []);
				t.is(pagesId, directory.message(file, 'pagemap_head')!.pages_id);
				t.is(length, entries.length);
				t.deepEqual([...vaddr].map(BigInt), entries.map(entry => entry.vaddr));
				t.deepEqual([...pages].map(BigInt), entries.map(entry => entry.nr_pages ?? BigInt(entry.compat_nr_pages)));
			}
		}
	});

	test(`every pages file of ${name} holds the present pages of its pagemap and no more`, async t => {
		for (const directory of await directoriesOf(name)) {
			for (const file of pagemapNames(directory)) {
				const {pagesId, pages, flags} = pagemapOf(directory, file);
				const stored = pages.reduce((sum, count, index) => (flags[index]! & present) === 0 ? sum : sum + count, 0);
				t.is(directory.source(`pages-${pagesId}.img`)?.size ?? 0, stored * 4096, file);
			}
		}
	});
}

test('before CRIU 4.2 the number of pages is in compat_nr_pages', async t => {
	const [directory] = await directoriesOf('raw-criu41');
	const [file] = pagemapNames(directory!);
	t.true(directory!.messages(file!, 'pagemap_entry').every(entry => entry.nr_pages === undefined && entry.compat_nr_pages > 0));
	t.true(pagemapOf(directory!, file!).pages.every(count => count > 0));
});

test('in a lazy dump most pages are lazy without being present', async t => {
	const [directory] = await directoriesOf('raw-lazy');
	const {flags} = pagemapOf(directory!, pagemapNames(directory!)[0]!);
	t.true(flags.includes(lazy));
	t.true(flags.some(value => (value & present) !== 0));
});

test('pages that a pre-dump has are in the parent', async t => {
	const [directory] = await directoriesOf('raw-chain');
	const {flags} = pagemapOf(directory!, pagemapNames(directory!)[0]!);
	t.true(flags.every(value => (value & parent) !== 0 && (value & present) === 0));
});

const entry = (values: Partial<pagemap_entry>) => ({type: 'pagemap_entry', values: {compat_nr_pages: 0, ...values}});
const read = (...entries: Array<{type: string; values: object}>) => readPagemap(memorySource(imageOf('PAGEMAP', [{type: 'pagemap_head', values: {pages_id: 1}}, ...entries])), 'pagemap-1.img');

test('an entry without flags is present, or in the parent if it says so', t => {
	const {flags} = read(
		entry({vaddr: 0x1000n, compat_nr_pages: 1}),
		entry({vaddr: 0x2000n, compat_nr_pages: 1, in_parent: true}),
		entry({vaddr: 0x3000n, compat_nr_pages: 1, in_parent: true, flags: lazy}),
		entry({vaddr: 0x4000n, compat_nr_pages: 1, in_parent: false}),
	);
	t.deepEqual([...flags], [present, parent, parent | lazy, present]);
});

test('nr_pages counts, whatever compat_nr_pages says', t => {
	t.deepEqual([...read(entry({vaddr: 0n, compat_nr_pages: 5, nr_pages: 0x1_0000_0001n})).pages], [0x1_0000_0001]);
});

test('the highest page is exact', t => {
	t.is(BigInt(read(entry({vaddr: 0xffff_ffff_ff60_0000n, nr_pages: 1n})).vaddr[0]!), 0xffff_ffff_ff60_0000n);
});

test('compressed entries say how their blocks are stored', t => {
	const {blocks, flags, problems} = read(
		entry({vaddr: 0n, nr_pages: 1n}),
		entry({vaddr: 0x1000n, nr_pages: 3n, flags: present | pageFlags.aligned, blocks: {block_sizes: [0, 4096, 300], total_payload_size: 4396n, pages_per_block: 1}}),
		entry({vaddr: 0x4000n, nr_pages: 2n, flags: lazy}),
		entry({vaddr: 0x8000n, nr_pages: 9n, blocks: {block_sizes: [70_000, 5], total_payload_size: 70_005n, pages_per_block: 8}}),
		entry({vaddr: 0x2_0000n, nr_pages: 1n}),
	);
	t.deepEqual(blocks, {
		pagesPerBlock: Uint32Array.of(0, 1, 0, 8, 0),
		firsts: Uint32Array.of(0, 0, 3, 3, 5, 5),
		sizes: Uint32Array.of(0, 4096, 300, 70_000, 5),
	});
	t.deepEqual([...flags], [present, present | pageFlags.aligned, lazy, present, present]);
	t.deepEqual(problems, []);
});

test('without compressed entries there are no blocks', t => {
	t.is(read(entry({vaddr: 0x1000n, nr_pages: 1n})).blocks, undefined);
});

test('blocks that contradict themselves end the entries', t => {
	const block = {block_sizes: [5, 6], total_payload_size: 11n, pages_per_block: 2};
	for (const [blocks, reason, flags] of [
		[{...block, block_sizes: [5]}, '1 blocks of 2 pages each for 3 pages', present],
		[{...block, block_sizes: [5, 6, 7]}, '3 blocks of 2 pages each for 3 pages', present],
		[{...block, block_sizes: []}, '0 blocks of 2 pages each for 3 pages', present],
		[{...block, pages_per_block: 0}, '2 blocks of 0 pages each for 3 pages', present],
		[{...block, total_payload_size: 12n}, 'blocks of 11 bytes in all, where total_payload_size says 12', present],
		[block, '2 blocks of 2 pages each for 0 pages', lazy],
	] as const) {
		const {length, blocks: found, problems} = read(
			entry({vaddr: 0x1000n, nr_pages: 3n, blocks: block}),
			entry({vaddr: 0x8000n, nr_pages: 3n, flags, blocks: {...blocks, block_sizes: [...blocks.block_sizes]}}),
			entry({vaddr: 0x1_0000n, nr_pages: 1n}),
		);
		t.is(length, 1);
		t.deepEqual(found, {pagesPerBlock: Uint32Array.of(2), firsts: Uint32Array.of(0, 2), sizes: Uint32Array.of(5, 6)});
		t.regex(String(problems[0]), new RegExp(`^InputError: pagemap-1\\.img: malformed pagemap_blocks: ${reason} \\(at byte \\d+\\)$`, 'v'));
	}
});

test('an address that is not page-aligned is damage, and the entries before it stay', t => {
	const {length, problems} = read(entry({vaddr: 0x1000n, nr_pages: 1n}), entry({vaddr: 0x2001n, nr_pages: 1n}), entry({vaddr: 0x3000n, nr_pages: 1n}));
	t.is(length, 1);
	t.regex(String(problems[0]), /^InputError: pagemap-1\.img: malformed pagemap_entry: an address that is not page-aligned \(at byte \d+\)$/v);
});

test('flags of a newer CRIU are kept and said', t => {
	for (const [flag, shown] of [[0x10, '14'], [0x100, '104'], [0x8000_0000, '80000004']] as const) {
		const {flags, problems} = read(entry({vaddr: 0x1000n, nr_pages: 1n, flags: present + flag}), entry({vaddr: 0x2000n, nr_pages: 1n}));
		t.deepEqual([...flags], [present + flag, present]);
		t.regex(problems[0]!.reason, new RegExp(`flags 0x${shown} of a newer CRIU`, 'v'));
	}
});

test('a million entries are read as the general decoder reads them', t => {
	const count = 1_000_000;
	const bytes = imageOf('PAGEMAP', (function * () {
		yield {type: 'pagemap_head', values: {pages_id: 7}};
		for (let index = 0; index < count; index++) {
			yield entry({vaddr: 0x7f00_0000_0000n + BigInt(index * 8192), nr_pages: BigInt(index % 300 + 1), flags: index % 8});
		}
	})());
	const {length, vaddr, pages, flags} = readPagemap(memorySource(bytes), 'pagemap-1.img');
	t.is(length, count);
	for (const index of [0, 1, 1023, 1024, 65_535, 500_000, count - 1]) {
		t.is(BigInt(vaddr[index]!), 0x7f00_0000_0000n + BigInt(index * 8192));
		t.is(pages[index], index % 300 + 1);
		t.is(flags[index], index % 8);
	}
});

test('a pagemap of another magic is refused', t => {
	t.throws(() => readPagemap(memorySource(imageOf('MM', [])), 'other.img'), {message: /magic MM found, PAGEMAP expected/v});
});
