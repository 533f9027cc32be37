import fs from 'node:fs';
import test from 'ava';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {pageSizeOf, readPageTotals} from '../../source/memory/page-totals.js';
import {imageOf} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';
import {copyOfFixture, fixtureImages, openImages} from '../support/memory.js';

const head = {type: 'pagemap_head', values: {pages_id: 1}};
const entry = (flags: number, nr_pages: bigint, more = {}) => ({type: 'pagemap_entry', values: {vaddr: 0x1_0000n, compat_nr_pages: 0, flags, nr_pages, ...more}});
const made = (files: Record<string, Uint8Array>) => new ImageDirectory(memoryArchive(files), '');

test('pages are counted where the pagemap says they are: a page in the parent is there, whatever else is said of it', t => {
	const images = made({'pagemap-1.img': imageOf('PAGEMAP', [head, entry(4, 3n), entry(6, 5n), entry(2, 7n), entry(1, 11n), entry(5, 13n)]), 'pages-1.img': new Uint8Array(0)});
	t.deepEqual(readPageTotals(images), [{name: 'pagemap-1.img', pagesFile: 'pages-1.img', present: 8, parent: 24, lazy: 7, isPlain: true, packed: undefined}]);
});

test('compressed pages, and those that a newer CRIU stores, do not each take a page of the file', t => {
	const blocks = {block_sizes: [300], total_payload_size: 300n, pages_per_block: 1};
	const images = made({'pagemap-1.img': imageOf('PAGEMAP', [head, entry(4, 1n, {blocks})]), 'pagemap-2.img': imageOf('PAGEMAP', [head, entry(4 | 0x10, 1n)])});
	const totals = readPageTotals(images);
	t.deepEqual(totals.map(({isPlain}) => isPlain), [false, false]);
	t.deepEqual(totals.map(({packed}) => packed?.blocks?.sizes), [Uint32Array.of(300), undefined]);
});

test('the page size is what a process was told by its kernel; without one, what the pages files say', async t => {
	const lazy = await fixtureImages('raw-lazy');
	t.is(pageSizeOf(lazy, []), 4096);
	t.is(pageSizeOf(await fixtureImages('px-i386'), []), 4096);
	const images = made({'pagemap-1.img': imageOf('PAGEMAP', [head, entry(4, 3n)]), 'pages-1.img': new Uint8Array(3 * 0x1_0000)});
	t.is(pageSizeOf(images, readPageTotals(images)), 0x1_0000);
	t.is(pageSizeOf(made({}), []), 4096);
});

test('a damaged pagemap is left out, and among the problems', async t => {
	const folder = copyOfFixture('raw-plain');
	fs.writeFileSync(`${folder}/raw-plain/pagemap-7938.img`, 'no image');
	const images = await openImages(folder);
	t.deepEqual(readPageTotals(images).map(({name}) => name), ['pagemap-7940.img']);
	t.is(images.problems[0]?.file, 'raw-plain/pagemap-7938.img');
});
