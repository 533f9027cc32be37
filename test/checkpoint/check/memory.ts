import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openArchive} from '../../../source/archive/open.js';
import {brokenOf, findingsOf} from '../../../source/checkpoint/check/check.js';
import {checkpointIn} from '../../../source/checkpoint/checkpoint.js';
import type {EntryOf} from '../../../source/criu/image.js';
import {readPagemap} from '../../../source/criu/pagemap.js';
import type {pagemap_entry} from '../../../source/criu/schema/messages.js';
import {storedPages} from '../../../source/memory/pages-file.js';
import {findingsIn, lineOf, newFindings, without} from '../../support/check.js';
import {changeEntries, changeMessages} from '../../support/changed-image.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {unpack} from '../../support/fixtures.js';
import {imageOf} from '../../support/image-file.js';
import {memorySource} from '../../support/memory-archive.js';
import {withoutPages} from '../../support/without-pages.js';

const inParent = 1;

test('a pages file that is too short', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.truncateSync(path.join(folder, 'raw-plain/pages-1.img'), 50_000);
	}), ['broken raw-plain/pages-1.img: 50000 of 5013504 bytes are there: 1212 pages of memory are lost']);
});

test('a pages file that is too long', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.appendFileSync(path.join(folder, 'raw-plain/pages-1.img'), new Uint8Array(4096));
	}), ['broken raw-plain/pages-1.img: has 5017600 bytes, but pagemap-7938.img tells of 5013504: nothing says where the rest belongs']);
});

test('a pagemap that has lost its last entry, which nothing but the size of the pages file shows', async t => {
	const found = await newFindings('raw-plain', folder => {
		changeEntries(path.join(folder, 'raw-plain/pagemap-7938.img'), entries => entries.slice(0, -1));
	});
	t.is(found.length, 1);
	t.regex(found[0]!, /^broken raw-plain\/pages-1\.img: has 5013504 bytes, but pagemap-7938\.img tells of \d+: nothing says where the rest belongs$/v);
});

test('a pages file that is missing, and one that no pagemap names', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.renameSync(path.join(folder, 'raw-plain/pages-2.img'), path.join(folder, 'raw-plain/pages-9.img'));
	}), [
		'broken raw-plain/pages-2.img: missing: 1226 pages of memory are lost',
		'broken raw-plain/pages-9.img: no pagemap names it: nothing says what its 5021696 bytes are',
	]);
});

test('a pagemap left over from another dump counts for nothing in the file that both name', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		fs.copyFileSync(path.join(folder, 'raw-plain/pagemap-7938.img'), path.join(folder, 'raw-plain/pagemap-51.img'));
	}), ['note raw-plain/pagemap-51.img: a task that the process tree does not have (51): left over from another dump?']);
});

test('pages of shared memory are counted as well', async t => {
	t.deepEqual(await newFindings('podman-zoo', folder => {
		fs.appendFileSync(path.join(folder, 'checkpoint/pages-1.img'), new Uint8Array(4096));
	}), ['broken checkpoint/pages-1.img: has 8192 bytes, but pagemap-shmem-1041.img tells of 4096: nothing says where the rest belongs']);
});

test('compressed pages take the room that their pagemap says, from a page boundary on where it says so', t => {
	const pages = (vaddr: bigint, count: bigint, more: object) => ({type: 'pagemap_entry', values: {vaddr, compat_nr_pages: 0, nr_pages: count, flags: 4, ...more}});
	const blocks = (size: bigint) => ({block_sizes: [Number(size)], total_payload_size: size, pages_per_block: 64});
	const pagemapOf = (entries: ReadonlyArray<ReturnType<typeof pages>>) => memorySource(imageOf('PAGEMAP', [{type: 'pagemap_head', values: {pages_id: 1}}, ...entries]));
	const sizeOf = (...entries: Array<ReturnType<typeof pages>>) => storedPages(readPagemap(pagemapOf(entries), 'pagemap-1.img'), 4096).size;
	t.is(sizeOf(pages(0x1000n, 3n, {})), 3 * 4096);
	t.is(sizeOf(pages(0x1000n, 3n, {blocks: blocks(100n)}), pages(0x9000n, 1n, {flags: 4 | 8})), 2 * 4096);
	t.is(sizeOf(pages(0x1000n, 3n, {blocks: blocks(100n)}), pages(0x9000n, 1n, {blocks: blocks(50n)})), 150);
	t.is(sizeOf(pages(0x1000n, 3n, {flags: 1}), pages(0x9000n, 1n, {flags: 2})), 0);
	t.is(sizeOf(pages(0x1000n, 3n, {flags: 4 | 0x40})), undefined);
});

test('flags of a newer CRIU are no damage', async t => {
	const found = await newFindings('raw-plain', folder => {
		changeMessages(path.join(folder, 'raw-plain/pagemap-7938.img'), 'pagemap_entry', entry => ({...entry, flags: 0x44}));
	});
	t.deepEqual(found, ['needs raw-plain/pagemap-7938.img: flags 0x44 of a newer CRIU: from here on the pages may be stored in an unknown way']);
});

test('a page that is said to be in the parent, and is not', async t => {
	let lost: pagemap_entry | undefined;
	const found = await newFindings('raw-chain', folder => {
		changeEntries(path.join(folder, 'pre-dump/pagemap-8101.img'), entries => {
			const {type, message} = entries[3] as EntryOf<'pagemap_entry'>;
			t.is(type, 'pagemap_entry');
			lost = message;
			return entries.filter((_, index) => index !== 3);
		});
	});
	t.true(lost!.nr_pages! > 1n);
	t.is(found[0], `broken dump/pagemap-8101.img: ${lost!.nr_pages} pages of memory are said to be in the parent, which does not have them: at 0x${lost!.vaddr.toString(16)}`);
});

test('the parent\'s entry may be shorter, and the rest of it in the parent\'s parent', async t => {
	const found = await newFindings('raw-chain', folder => {
		fs.cpSync(path.join(folder, 'pre-dump'), path.join(folder, 'older'), {recursive: true});
		fs.symlinkSync('../older', path.join(folder, 'pre-dump/parent'));
		// Half of each entry's pages are now in the oldest dump only.
		changeEntries(path.join(folder, 'pre-dump/pagemap-8101.img'), entries => entries.flatMap(entry => {
			if (entry.type !== 'pagemap_entry' || entry.message.nr_pages! < 2n) {
				return [entry];
			}

			const half = entry.message.nr_pages! / 2n;
			return [
				{...entry, message: {...entry.message, nr_pages: half}},
				{...entry, message: {...entry.message, vaddr: entry.message.vaddr + half * 4096n, nr_pages: entry.message.nr_pages! - half, flags: inParent}},
			];
		}));
		fs.truncateSync(path.join(folder, 'pre-dump/pages-2.img'), 0);
	});
	t.deepEqual(found.map(line => line.split(':', 1)[0]), ['broken pre-dump/pages-2.img']);
});

test('a parent without the image of a process', async t => {
	t.deepEqual(await newFindings('raw-chain', without('pre-dump/pagemap-8101.img')), [
		'broken dump/pagemap-8101.img: 1227 pages of memory are said to be in the parent, which has no image of that name',
		'broken pre-dump/pages-2.img: no pagemap names it: nothing says what its 5025792 bytes are',
	]);
});

test('a parent that is not there, and a dump that has lost the way to it', async t => {
	t.deepEqual(await newFindings('raw-chain', without('pre-dump')), ['broken dump/parent: leads to ../pre-dump, which is not here: 2452 pages of memory are missing']);
	t.true((await newFindings('raw-chain', without('dump/parent'))).includes('broken dump/parent: there is no link to the dump that this one builds on: 2452 pages of memory are missing'));
});

test('parents in a circle', async t => {
	const found = await newFindings('raw-chain', folder => {
		fs.symlinkSync('../dump', path.join(folder, 'pre-dump/parent'));
	});
	t.true(found.includes('broken pre-dump/parent: leads back to a dump that builds on this one'), found.join('\n'));
});

test('a parent outside of what was opened is looked at too', async t => {
	const folder = editedCheckpoint('raw-chain', {});
	fs.truncateSync(path.join(folder, 'pre-dump/pages-1.img'), 4096);
	const found = (await findingsIn(path.join(folder, 'dump'))).filter(({severity}) => severity === 'broken');
	t.deepEqual(found.map(finding => lineOf(finding)), [`broken ${path.join(folder, 'pre-dump')}/pages-1.img: 4096 of 5017600 bytes are there: 1224 pages of memory are lost`]);
});

test('a page of one process that was left behind', async t => {
	t.deepEqual(await newFindings('raw-plain', folder => {
		let index = 0;
		changeMessages(path.join(folder, 'raw-plain/pagemap-7938.img'), 'pagemap_entry', entry => index++ === 0 ? {...entry, flags: 2} : entry);
		fs.truncateSync(path.join(folder, 'raw-plain/pages-1.img'), 5_013_504 - 4096);
	}), ['broken raw-plain/pagemap-7938.img: 1 page of memory is left on the source host (criu dump --lazy-pages)']);
});

test('no page is read', async t => {
	const archive = await openArchive(unpack('podman-zoo'));
	t.teardown(() => {
		archive.close();
	});
	t.deepEqual(brokenOf(findingsOf(checkpointIn(withoutPages(archive)))), []);
});
