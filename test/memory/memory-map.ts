import test from 'ava';
import {MemoryMap} from '../../source/memory/memory-map.js';
import {PagemapLayer} from '../../source/memory/pagemap-layer.js';
import type {Presence} from '../../source/memory/presence.js';
import {SharedObjects} from '../../source/memory/shared-objects.js';
import {fixtureImages, madeVmas} from '../support/memory.js';

const kindsOfBits: ReadonlyArray<readonly [bits: number, kind: string, outsideDump: Presence]> = [
	[1 << 9, 'anonymous', 'zero'],
	[1 << 9 | 1 << 5, 'heap', 'zero'],
	[1 << 9 | 1 << 1, 'stack', 'zero'],
	[1 << 9 | 1 << 15, 'shadow-stack', 'zero'],
	[1 << 6, 'file', 'file'],
	[1 << 7, 'file', 'never-dumped'],
	[1 << 9 | 1 << 2, 'vsyscall', 'never-dumped'],
	[1 << 9 | 1 << 3, 'vdso', 'never-dumped'],
	[1 << 9 | 1 << 12, 'vvar', 'never-dumped'],
	[1 << 7 | 1 << 11, 'socket', 'never-dumped'],
	[1 << 9 | 1 << 13, 'aio', 'never-dumped'],
	[1 << 17, 'uprobes', 'never-dumped'],
	[1 << 7 | 1 << 27, 'plugin', 'never-dumped'],
	[1 << 8, 'shared-anonymous', 'truncated'],
	[1 << 8 | 1 << 10, 'sysv', 'never-dumped'],
	[1 << 7 | 1 << 14, 'memfd', 'damaged'],
	[1 << 31, 'other', 'never-dumped'],
];

test('the status bits say the kind, and the kind what a page outside the dump is', async t => {
	const images = await fixtureImages('px-i386');
	const statuses = kindsOfBits.map(([bits]) => bits | 1);
	const vmas = madeVmas({status: statuses, start: statuses.map((_, index) => 0x1_0000 + index * 0x2000)});
	const map = new MemoryMap(vmas, new PagemapLayer(emptyPagemap, {pageSize: 4096, narrow: false, pages: () => 'truncated', parent: () => 'parent-missing'}), new SharedObjects(images, 4096), 4096);
	t.deepEqual(kindsOfBits.map((_, index) => {
		const {kind, start, end} = vmas.at(index);
		return [kind, [...map.stretches(Number(start), Number(end))].map(({presence}) => presence)];
	}), kindsOfBits.map(([, kind, presence]) => [kind, [presence]]));
});

test('without the pagemap it is not known whether a private page was dumped', async t => {
	const images = await fixtureImages('px-i386');
	const vmas = madeVmas({status: [1 << 9, 1 << 6, 1 << 7, 1 << 9 | 1 << 12], start: [0x1000, 0x2000, 0x3000, 0x4000]});
	const map = new MemoryMap(vmas, 'damaged', new SharedObjects(images, 4096), 4096);
	t.deepEqual([...map.stretches(0, 0x5000)].map(({presence}) => presence), ['unmapped', 'damaged', 'damaged', 'never-dumped', 'never-dumped']);
});

test('the pagemap is gone through once, however many mappings there are', async t => {
	const images = await fixtureImages('px-i386');
	const starts = Array.from({length: 1000}, (_, index) => 0x1_0000 + index * 0x2000);
	const vmas = madeVmas({status: starts.map(() => 1 << 9), start: starts});
	const asked: Array<[number, number]> = [];
	const layer = {
		knownUntil: Infinity,
		stretches(start: number, end: number) {
			asked.push([start, end]);
			// Over the end of the first mapping, and into the middle of the second.
			return [{start: 0x1_0000, end: 0x1_3000, presence: 'lazy' as const}];
		},
	};
	const map = new MemoryMap(vmas, layer, new SharedObjects(images, 4096), 4096);
	const stretches = [...map.stretches(0, 2 ** 64)];
	t.deepEqual(asked, [[0, 2 ** 64]]);
	const end = Number(vmas.at(0).end);
	t.deepEqual(stretches.slice(0, 4).map(({start, end: until, presence, vma}) => ({start, end: until, presence, vma})), [
		{start: 0, end: 0x1_0000, presence: 'unmapped', vma: undefined},
		{start: 0x1_0000, end, presence: 'lazy', vma: 0},
		{start: end, end: 0x1_2000, presence: 'lazy', vma: undefined},
		{start: 0x1_2000, end: 0x1_3000, presence: 'lazy', vma: 1},
	].filter(stretch => stretch.start < stretch.end));
	t.deepEqual(new Set(stretches.flatMap(({vma}) => vma ?? [])), new Set(starts.keys()));
});

const emptyPagemap = {pagesId: 1, length: 0, vaddr: new Float64Array(0), pages: new Float64Array(0), flags: new Uint32Array(0), blocks: undefined, problems: []};
