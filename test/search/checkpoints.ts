import test from 'ava';
import type {AddressSpace} from '../../source/memory/memory.js';
import {compilePattern, type Pattern, type PatternMode} from '../../source/search/pattern.js';
import {fixture} from '../support/fixtures.js';
import {bytesOf, find, fixtureImages, openImages, pagesByPresence, spaces} from '../support/memory.js';
import {addressesOf, findAll, matchesOf} from '../support/segments.js';

const everything = 2n ** 64n;

function compile(typed: string, mode: PatternMode = 'text'): Pattern {
	return compilePattern(typed, mode).pattern!;
}

async function spacesOf(name: string): Promise<AddressSpace[]> {
	return spaces(await fixtureImages(name));
}

async function found(space: AddressSpace, typed: string, mode?: PatternMode, from?: bigint): Promise<bigint[]> {
	return addressesOf(space.segments(0n, everything), compile(typed, mode), from === undefined ? {} : {from});
}

function crossesPage(address: bigint, length: number): boolean {
	return address / 4096n !== (address + BigInt(length) - 1n) / 4096n;
}

test('in every process of these checkpoints, a search finds what a scan of each whole segment finds', async t => {
	let hits = 0;
	for (const name of ['podman-zoo', 'podman-bash', 'raw-plain', 'raw-criu41', 'raw-chain-mixed', 'px-i386', 'px-threads', 'px-hugeenv', 'raw-runc', 'checkpoint-shop']) {
		for (const space of await spacesOf(name)) {
			for (const text of ['PLANT-', '/usr/lib', '\u0000\u0001']) {
				const expected = find(space, text);
				t.deepEqual(await found(space, text), expected, `${text} in ${name}`);
				hits += expected.length;
			}
		}
	}

	t.true(hits > 10_000);
});

test('a mark that crosses a page boundary is found in every mode', async t => {
	for (const [name, mark] of [['podman-zoo', 'CROSS-PAGE-BOUNDARY-MARK'], ['raw-criu41', 'PLANT-CROSS-PAGE41']] as const) {
		const [space] = await spacesOf(name);
		const hex = Buffer.from(mark).toString('hex').replace(/..$/, '??');
		for (const [typed, mode] of [[mark, 'text'], [mark.toLowerCase(), 'text-any-case'], [hex, 'bytes'], [`\\b${mark}`, 'regex']] as const) {
			const addresses = await found(space!, typed, mode);
			const crossing = addresses.filter(address => crossesPage(address, mark.length));
			t.is(crossing.length, 1, `${name} by ${mode}`);
			t.is(bytesOf(space!, crossing[0]!, crossing[0]! + BigInt(mark.length)).toString('latin1'), mark);
		}
	}
});

test('a compressed archive is searched where it was decompressed to', async t => {
	const [folder] = await spacesOf('podman-zoo');
	const [archive] = spaces(await openImages(fixture('podman-zoo')));
	const expected = await found(folder!, 'CROSS-PAGE-BOUNDARY-MARK');
	t.true(expected.length > 0);
	t.deepEqual(await found(archive!, 'CROSS-PAGE-BOUNDARY-MARK'), expected);
});

test('a UTF-16 secret is found in its encoding, in any case if asked', async t => {
	const [space] = await spacesOf('podman-zoo');
	const exact = await found(space!, 'Utf16Secret', 'utf16');
	t.true(exact.length > 0);
	for (const address of exact) {
		t.is(bytesOf(space!, address, address + 22n).toString('utf16le'), 'Utf16Secret');
	}

	t.deepEqual(await found(space!, 'utf16secret', 'utf16'), []);
	t.deepEqual(await found(space!, 'uTF16sECRET', 'utf16-any-case'), exact);
});

test('20,000 mappings of one page: each of the 5,000 marks is found, by text and by expression', async t => {
	const [space] = await spacesOf('px-vmas');
	const matches = await matchesOf(space!.segments(0n, everything), compile('PLANT-VMA-PAGE-\\d{5}', 'regex'));
	const numbers = matches.map(({address, length}) => Number(bytesOf(space!, address, address + BigInt(length)).toString('latin1', 15)));
	t.deepEqual(numbers.sort((a, b) => a - b), Array.from({length: 5000}, (_, index) => 4 * index));
	t.is(new Set(matches.map(({address}) => space!.vmas.find(address))).size, 5000);

	const byText = new Set(await found(space!, 'PLANT-VMA-PAGE-'));
	t.true(matches.every(({address}) => byText.has(address)));
});

test('from the middle of 20,000 mappings on, the same matches come, the nearest first', async t => {
	const [space] = await spacesOf('px-vmas');
	const all = await found(space!, 'PLANT-VMA-PAGE-');
	const from = all[3000]! + 1n;
	t.deepEqual(await found(space!, 'PLANT-VMA-PAGE-', 'text', from), [...all.slice(3001), ...all.slice(0, 3001)]);
});

test('a variable of 128 KiB is found whole, cut at 4096 bytes', async t => {
	const [space] = await spacesOf('px-hugeenv');
	const matches = await matchesOf(space!.segments(0n, everything), compile('HUGE=[^\\0]+', 'regex'));
	t.true(matches.some(({length}) => length === 4096));
});

test('what is in the parent image only is found', async t => {
	const [space] = await spacesOf('raw-chain');
	const addresses = await found(space!, 'PLANT-RAW-MEM1');
	t.true(addresses.length > 0);
	t.true(addresses.some(address => [...space!.runs(address, address + 1n)][0]!.presence === 'parent'));
});

test('nothing is found in pages that a lazy dump left behind', async t => {
	let lazy = 0;
	for (const space of await spacesOf('raw-lazy')) {
		const {last} = await findAll(space.segments(0n, everything), compile('PLANT-RAW-MEM'));
		t.is(last.scanned, space.contentSize);
		lazy += pagesByPresence(space).lazy ?? 0;
		for (const text of ['PLANT-', '\0']) {
			for (const address of await found(space, text)) {
				const [run] = space.runs(address, address + 1n);
				t.is(run!.presence, 'dumped');
			}
		}
	}

	t.true(lazy > 1000);
});

test('pages that are neighbours in the pages file, but not in memory, are not joined', async t => {
	const [space] = await spacesOf('podman-zoo');
	const segments = [...space!.segments(0n, everything)];
	const contents = segments.map(({start, length}) => bytesOf(space!, start, start + BigInt(length)));
	let seams = 0;
	for (const [index, {start, pieces}] of segments.entries()) {
		const before = segments[index - 1]?.pieces.at(-1);
		const [after] = pieces;
		if (before?.source !== after!.source || before.position + before.length !== after!.position) {
			continue;
		}

		const seam = Buffer.concat([contents[index - 1]!.subarray(-8), contents[index]!.subarray(0, 8)]);
		if (seam.every(byte => byte === 0)) {
			continue;
		}

		const inFile = Buffer.alloc(seam.length);
		after!.source.read(inFile, after!.position - 8);
		t.deepEqual(inFile, seam);

		const addresses = await found(space!, seam.toString('hex'), 'bytes');
		t.false(addresses.includes(start - 8n));
		t.is(addresses.length, contents.reduce((count, content) => count + occurrences(content, seam), 0));
		seams++;
	}

	t.true(seams >= 20);
});

function occurrences(content: Buffer, needle: Buffer): number {
	let count = 0;
	for (let position = content.indexOf(needle); position !== -1; position = content.indexOf(needle, position + needle.length)) {
		count++;
	}

	return count;
}
