import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {AddressSpace} from '../../source/memory/memory.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';
import {hasContent} from '../../source/memory/presence.js';
import {expected} from '../support/fixtures.js';
import {bytesOf, copyOfFixture, fileIn, find, fixtureImages, mappingsOf, openImages, pagesByPresence, presenceOfPages, processesOf, spaces} from '../support/memory.js';

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
	for (const space of spaces(images)) {
		t.true(pagesByPresence(space).lazy! > 100);
		for (const run of space.runs(...wholeMemory)) {
			t.is(run.source !== undefined, hasContent(run.presence));
		}
	}
});

test('behind the cut of a pages file, every page is truncated, and no other', async t => {
	const folder = copyOfFixture('raw-plain');
	const whole = await fixtureImages('raw-plain');
	const [pid] = processesOf(whole);
	const before = openAddressSpace(whole, pid!);
	const runs = [...before.runs(...wholeMemory)].filter(run => run.presence === 'dumped');
	const file = fileIn(folder, fs.readdirSync(path.dirname(fileIn(folder, 'inventory.img'))).filter(name => name.startsWith('pages-')).find(name => fs.statSync(fileIn(folder, name)).size === runs[0]!.source!.size)!);
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
