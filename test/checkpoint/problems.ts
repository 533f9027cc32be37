import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openArchive} from '../../source/archive/open.js';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {dumpMemory, readMemoryTotals} from '../../source/checkpoint/dump-memory.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {dumpNames, expected, expectedImages, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';
import {withoutPages} from '../support/without-pages.js';

async function open(t: ExecutionContext, file: string): Promise<Checkpoint> {
	const checkpoint = await openCheckpoint(file);
	t.teardown(() => {
		checkpoint.close();
	});
	return checkpoint;
}

async function problemsOf(t: ExecutionContext, file: string): Promise<string[]> {
	const {problems} = await open(t, file);
	return problems.map(({message}) => message);
}

/** Pages that the pagemaps of a dump have in one place, as CRIU's own decoder reads them. */
function pagesWith(name: string, flags: number, pagemap = /^pagemap-/v): number {
	return expectedImages(name).filter(image => pagemap.test(image)).flatMap(image => {
		const {entries} = expected(name, `images/${image}.json`) as {entries: Array<{flags?: number; nr_pages?: number}>};
		return entries.filter(entry => entry.flags === flags).map(entry => entry.nr_pages!);
	}).reduce((sum, pages) => sum + pages, 0);
}

const [inParent, lazyOnly] = [1, 2];

function cutTo(length: number): (file: string) => void {
	return file => {
		fs.truncateSync(file, length);
	};
}

function changed(name: string, file: string, change: (file: string) => void): string {
	const folder = editedCheckpoint(name, {});
	change(path.join(folder, file));
	return folder;
}

for (const name of dumpNames.filter(dump => dump !== 'raw-lazy')) {
	test(`nothing is wrong with ${name}`, async t => {
		t.deepEqual(await problemsOf(t, unpack(name)), []);
	});
}

test('a dump that was copied without the one it builds on misses it, and the pages in it', async t => {
	const folder = path.join(temporaryFolder(), 'dump');
	fs.cpSync(path.join(unpack('raw-chain'), 'dump'), folder, {recursive: true, verbatimSymlinks: true});
	const wanted = `parent: leads to ../pre-dump, which is not here: ${pagesWith('raw-chain-dump', inParent)} pages of memory are missing`;
	t.deepEqual(await problemsOf(t, folder), [wanted]);
	t.deepEqual(await problemsOf(t, editedCheckpoint('raw-chain', {'pre-dump': undefined})), [`dump/${wanted}`]);
	const linkless = await open(t, editedCheckpoint('raw-chain', {'pre-dump': undefined, 'dump/parent': undefined}));
	t.deepEqual(linkless.problems.map(({file, reason}) => [file, reason]), [['dump/parent', `there is no link to the dump that this one builds on: ${pagesWith('raw-chain-dump', inParent)} pages of memory are missing`]]);
	t.is(linkless.container.contents.kind, 'incremental');
	t.is(linkless.container.contents.parent, 'missing');
});

test('what is lost of the dump that another one builds on is lost of both', async t => {
	const short = changed('raw-chain', 'pre-dump/pages-1.img', cutTo(5_000_000));
	t.deepEqual(await problemsOf(t, short), ['pre-dump/pages-1.img: 5000000 of 5017600 bytes are there: 5 pages of memory are lost']);
	const without = editedCheckpoint('raw-chain', {'pre-dump/pagemap-8101.img': undefined});
	t.deepEqual(await problemsOf(t, without), [`pre-dump/pagemap-8101.img: missing: ${pagesWith('raw-chain-dump', inParent, /-8101/v)} pages of memory are lost`]);
});

test('a lazy dump says what was left on the source host', async t => {
	const folder = unpack('raw-lazy');
	t.deepEqual(await problemsOf(t, folder), [`${folder}: a lazy dump: ${pagesWith('raw-lazy', lazyOnly)} pages of memory are left on the source host`]);
});

test('a missing list of files and a pages file that is too short are both listed', async t => {
	const folder = editedCheckpoint('raw-plain', {'raw-plain/files.img': undefined});
	cutTo(50_000)(path.join(folder, 'raw-plain/pages-1.img'));
	t.deepEqual(await problemsOf(t, folder), [
		'raw-plain/files.img: missing',
		'raw-plain/pages-1.img: 50000 of 5013504 bytes are there: 1212 pages of memory are lost',
	]);
});

test('a pages file that is missing costs all of its pages, and is told once', async t => {
	t.deepEqual(await problemsOf(t, editedCheckpoint('raw-plain', {'raw-plain/pages-2.img': undefined})), ['raw-plain/pages-2.img: missing: 1226 pages of memory are lost']);
});

test('what is found twice is told once', async t => {
	const checkpoint = await open(t, editedCheckpoint('podman-zoo', {'checkpoint/files.img': undefined}));
	t.throws(() => checkpoint.process(1)!.descriptors);
	t.throws(() => checkpoint.process(7)!.descriptors);
	t.deepEqual(checkpoint.problems.map(({message}) => message), ['checkpoint/files.img: missing']);
});

test('of an archive that is cut off, it is known how much of the memory is there', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	const start = whole.indexOf('checkpoint/pages-3.img\0') + 512;
	fs.writeFileSync(file, whole.subarray(0, start + 512 * 1024));
	const {container, problems} = await open(t, file);
	const complete = await open(t, unpack('podman-zoo'));
	const there = 4096 + 4096 + 512 * 1024;
	t.deepEqual(container.memory.pages, {there, size: complete.container.memory.pages.size});
	t.is(container.sizes.checkpoint.size - container.sizes.checkpoint.there, 7_131_136 - 512 * 1024);
	const messages = problems.map(({message}) => message);
	t.true(messages.includes('checkpoint/pages-3.img: 524288 of 7131136 bytes are there: 1613 pages of memory are lost'), messages.join('\n'));
	t.true(messages.includes('checkpoint/pages-5.img: missing: 724 pages of memory are lost'), messages.join('\n'));
	t.true(messages.includes('checkpoint/pstree.img: missing'), messages.join('\n'));
});

test('memory in the parent, and on the source host, is none of this dump', async t => {
	const chain = await open(t, unpack('raw-chain'));
	t.deepEqual(chain.container.memory, {pages: {there: 0, size: 0}, inParent: pagesWith('raw-chain-dump', inParent) * 4096, leftBehind: 0});
	const mixed = await open(t, unpack('raw-chain-mixed'));
	t.true(mixed.container.memory.pages.size > 0 && mixed.container.memory.inParent > 0);
	const lazy = await open(t, unpack('raw-lazy'));
	t.deepEqual(lazy.container.memory, {pages: {there: 1_110_016, size: 1_110_016}, inParent: 0, leftBehind: pagesWith('raw-lazy', lazyOnly) * 4096});
});

test('memory is added up without reading a page', async t => {
	const archive = await openArchive(path.join(unpack('raw-plain'), 'raw-plain'));
	t.teardown(() => {
		archive.close();
	});
	t.deepEqual(dumpMemory(readMemoryTotals(new ImageDirectory(withoutPages(archive), ''))).pages, {there: 10_035_200, size: 10_035_200});
});
