import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openCheckpoint, type Checkpoint} from '../../../source/checkpoint/checkpoint.js';
import {compareMemory, type MemoryComparison} from '../../../source/views/diff/memory.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {fixture, unpack} from '../../support/fixtures.js';
import {copyOfFixture, fileIn} from '../../support/memory.js';

async function opened(place: string): Promise<Checkpoint> {
	const checkpoint = await openCheckpoint(place);
	await checkpoint.archive.whenComplete();
	await checkpoint.whenReady();
	return checkpoint;
}

async function compared(a: string, b: string, pids: readonly number[] = []): Promise<MemoryComparison> {
	const work = compareMemory({a: await opened(a), b: await opened(b)}, pids);
	let step = work.next();
	while (!step.done) {
		step = work.next();
	}

	return step.value;
}

const hex = (value: bigint) => `0x${value.toString(16)}`;
const changedPages = ({processes}: MemoryComparison) => processes.flatMap(({pid, pageSize, mappings}) => mappings.flatMap(({changed}) => [...changed].flatMap(([start, end]) => Array.from({length: Number(end - start) / pageSize}, (_, page) => `${pid} ${hex(start + BigInt(page * pageSize))}`))));

/** The pages of a dump without a parent, by process and address, read without any address space. */
async function pagesOf(place: string): Promise<Map<string, string>> {
	const {images, processes} = await opened(place);
	const pages = new Map<string, string>();
	for (const {pid} of processes) {
		const head = images.message(`pagemap-${pid}.img`, 'pagemap_head');
		let position = 0;
		for (const {vaddr, nr_pages: count, compat_nr_pages: old} of images.messages(`pagemap-${pid}.img`, 'pagemap_entry')) {
			for (let page = 0; page < Number(count ?? old); page++) {
				const bytes = Buffer.alloc(4096);
				images.source(`pages-${head!.pages_id}.img`)!.read(bytes, position);
				pages.set(`${pid} ${hex(vaddr + BigInt(page) * 4096n)}`, bytes.toString('base64'));
				position += 4096;
			}
		}
	}

	return pages;
}

const pairs = [['podman-small.tar.xz', 'podman-small.tar.gz'], ['podman-small.tar.gz', 'podman-small.tar.zst'], ['podman-small.tar.zst', 'podman-small.tar.xz']] as const;
for (const [a, b] of pairs) {
	test(`${a} and ${b}, of one running container: the pages that changed are those whose bytes differ in the dumps`, async t => {
		const [earlier, later] = [await pagesOf(fixture(a)), await pagesOf(fixture(b))];
		const common = [...later.keys()].filter(page => earlier.has(page));
		const found = await compared(fixture(a), fixture(b));
		t.deepEqual(changedPages(found), common.filter(page => earlier.get(page) !== later.get(page)));
		t.is(found.processes.reduce((sum, {total}) => sum + total.changed + total.same, 0), common.length);
		t.deepEqual(found.doubts, []);
		t.true(found.processes.every(({total}) => total.lost === 0 && total.unknown === total.outside));
	});
}

test('a dump is the same as itself, in whatever form it comes', async t => {
	for (const [a, b] of [['podman-small.tar.xz', 'podman-small.tar.bz2'], ['px-vmas', 'px-vmas'], ['podman-zoo', 'podman-zoo'], ['raw-criu41', 'raw-criu41'], ['px-i386', 'px-i386']] as const) {
		const {processes} = await compared(fixture(a), b === 'podman-small.tar.bz2' ? fixture(b) : unpack(b));
		t.true(processes.some(({total}) => total.same > 0), a);
		t.deepEqual(processes.flatMap(({mappings}) => mappings), [], a);
	}
});

test('one byte of one page is found, and in shared memory in every process that maps it', async t => {
	const small = new ChangedCheckpoint('podman-small');
	const address = await small.overwrite(10, 'PLANT-ENV-small', 'plant');
	t.deepEqual(changedPages(await compared(small.original, small.folder)), [`10 ${hex(address & ~0xfffn)}`]);
	t.deepEqual(changedPages(await compared(small.original, small.folder, [1, 11])), []);
	const zoo = await opened(unpack('podman-zoo'));
	const copy = copyOfFixture('podman-zoo');
	const shared = zoo.process(1)!.memory;
	const run = [...shared.runs(0n, 1n << 64n)].find(({presence}) => presence === 'shared')!;
	const vma = shared.vmas.at(run.vma!);
	const name = zoo.images.names().find(file => file.startsWith('pagemap-shmem-') && zoo.images.has(file) && file.includes(`-${vma.shmid}.`));
	const pages = fileIn(copy, `pages-${zoo.images.message(name!, 'pagemap_head')!.pages_id}.img`);
	const bytes = fs.readFileSync(pages);
	bytes[run.position!]! ^= 1;
	fs.writeFileSync(pages, bytes);
	const found = await compared(unpack('podman-zoo'), copy);
	const holders = zoo.processes.filter(process => process.hasMemory && [...process.memory.runs(0n, 1n << 64n)].some(other => other.presence === 'shared' && other.vma !== undefined && process.memory.vmas.at(other.vma).shmid === vma.shmid));
	t.deepEqual(changedPages(found).map(page => Number(page.split(' ', 1)[0])), holders.map(({pid}) => pid));
	t.true(holders.length > 0);
});

test('pages of a dump are compared with its pre-dump: those in the parent are the same, those it has anew differ', async t => {
	const chain = unpack('raw-chain');
	const found = await compared(path.join(chain, 'pre-dump'), path.join(chain, 'dump'));
	t.deepEqual(found.processes.map(({pid, total: {same, changed, unknown}}) => [pid, same, changed, unknown]), [[8099, 1225, 0, 0], [8101, 1227, 0, 0]]);
	t.deepEqual(found.doubts, []);

	const mixed = unpack('raw-chain-mixed');
	const differing = await compared(path.join(mixed, 'pre-dump'), path.join(mixed, 'dump'));
	// Every page that the dump has itself was overwritten in the pre-dump.
	const own = new Map([[14_064, 'pages-1.img'], [14_066, 'pages-2.img']].map(([pid, file]) => [pid, fs.statSync(path.join(mixed, 'dump', String(file))).size / 4096]));
	t.deepEqual(new Map(differing.processes.map(({pid, total}) => [pid, total.changed])), own);
});

test('without the parent its pages are unknown', async t => {
	const chain = copyOfFixture('raw-chain-mixed');
	fs.rmSync(path.join(chain, 'pre-dump'), {recursive: true});
	const {processes} = await compared(path.join(unpack('raw-chain-mixed'), 'dump'), path.join(chain, 'dump'));
	for (const {total, unknown} of processes) {
		t.is(total.changed, 0);
		t.is(total.lost, unknown.find(({a, b}) => a === 'parent' && b === 'parent-missing')!.pages);
		t.true(total.lost > 700);
		t.true(total.same > 400);
	}
});

test('pages that a lazy dump left behind, or that were cut off, are unknown', async t => {
	const lazy = await compared(fixture('raw-lazy'), fixture('raw-lazy'));
	t.true(lazy.processes.every(({total, unknown}) => total.lost > 1000 && total.changed === 0 && unknown.some(({a, b}) => a === 'lazy' && b === 'lazy')));

	const copy = copyOfFixture('podman-small');
	const file = path.join(copy, 'checkpoint', 'pages-2.img');
	fs.truncateSync(file, 5 * 4096 + 100);
	const {processes} = await compared(copy, unpack('podman-small'), [10]);
	t.like(processes[0]!.total, {same: 5, changed: 0, lost: 22});
	fs.rmSync(file);
	t.like((await compared(unpack('podman-small'), copy, [10])).processes[0]!.total, {same: 0, changed: 0, lost: 27});
});

test('a process whose list of mappings is lost costs the others nothing', async t => {
	const copy = copyOfFixture('podman-small');
	fs.rmSync(path.join(copy, 'checkpoint', 'mm-10.img'));
	const {processes, doubts} = await compared(unpack('podman-small'), copy);
	t.deepEqual(processes.map(({pid}) => pid), [1, 11]);
	t.deepEqual(doubts.map(({side, pids, error}) => [side, pids, error.message]), [['b', [10], 'checkpoint/mm-10.img: missing']]);
});
