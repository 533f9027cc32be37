import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import type {Segment} from '../../source/memory/presence.js';
import {compilePattern, type Pattern, type PatternMode} from '../../source/search/pattern.js';
import {search} from '../../source/search/search.js';
import {projectRoot, temporaryFolder} from '../support/fixtures.js';
import {addressesOf, eventsOf, fileOf, fileSource, findAll, matchesOf, holeSource, randomNumbers, scatter, segment} from '../support/segments.js';

function compile(typed: string, mode: PatternMode = 'text'): Pattern {
	return compilePattern(typed, mode).pattern!;
}

function inMemory(start: bigint, text: Uint8Array | string): Segment {
	const bytes = Buffer.from(text as string);
	return segment(start, [{source: memorySource(bytes), position: 0, length: bytes.length}]);
}

function randomText(random: (below: number) => number): Buffer {
	return Buffer.from(Array.from({length: 1 + random(3000)}, () => 'aaabbbABc\0\0\n'.codePointAt(random(12))!));
}

const patterns: ReadonlyArray<readonly [PatternMode, string, RegExp]> = [
	['text', 'aba', /aba/g],
	['text-any-case', 'aab', /a[Aa][Bb]|A[Aa][Bb]/g],
	['bytes', '61 ?? 62 6?', /a[\s\S]b[\u0060-\u006F]/g],
	['utf16', 'ab', /a\0b\0/g],
	['regex', '(?<=b)a+\\b', /(?<=b)a+\b/g],
	['regex', 'a[^b]{0,9}?c', /a[^b]{0,9}?c/g],
];

test('whatever way the bytes lie, the matches are those of each whole segment, in address order', async t => {
	const random = randomNumbers(4);
	let hits = 0;
	for (let round = 0; round < 120; round++) {
		const [mode, typed, expression] = patterns[round % patterns.length]!;
		const texts = Array.from({length: 1 + random(4)}, () => randomText(random));
		const segments = scatter(texts, random);
		const expected = segments.flatMap(({start}, index) => {
			const found = texts[index]!.toString('latin1').matchAll(expression);
			return Array.from(found, ({0: text, index: position}) => ({address: start + BigInt(position), length: text.length}));
		});
		const {matches, last} = await findAll(segments, compile(typed, mode));
		hits += matches.length;
		t.deepEqual(matches, expected);
		t.true(last.done);
		t.is(last.scanned, last.total);
		t.is(last.total, texts.reduce((sum, text) => sum + text.length, 0));
	}

	t.true(hits > 5000);
});

test('windows of every kind of pattern meet: needles around each multiple of 4 KiB in 2 MiB are all found', async t => {
	const bytes = Buffer.alloc(2 * 1024 * 1024, 0x2E);
	const expected: bigint[] = [];
	for (let seam = 4096; seam < bytes.length; seam += 4096) {
		const position = seam - 1 - (seam / 4096) % 7;
		bytes.write('NeedLe01', position);
		expected.push(BigInt(position));
	}

	const segments = [segment(0n, [{source: fileSource(fileOf(bytes)), position: 0, length: bytes.length}])];
	for (const [mode, typed] of [['text', 'NeedLe01'], ['text-any-case', 'needle01'], ['bytes', '4e 65 ?? ?4 4c'], ['regex', '\\w{8}'], ['regex', 'N[a-z]+L.*?1']] as const) {
		const {matches} = await findAll(segments, compile(typed, mode));
		t.deepEqual(matches.map(({address}) => address), expected, `as ${mode}`);
	}
});

test('segments are never joined, even where their bytes are neighbours in one file', async t => {
	const source = fileSource(fileOf(Buffer.from('xxNEEDLExx')));
	const apart = [segment(0x1000n, [{source, position: 0, length: 5}]), segment(0x2000n, [{source, position: 5, length: 5}])];
	const joined = [segment(0x1000n, [{source, position: 0, length: 5}, {source, position: 5, length: 5}])];
	for (const mode of ['text', 'text-any-case', 'regex'] as const) {
		t.deepEqual(await matchesOf(apart, compile('NEEDLE', mode)), []);
		t.deepEqual(await matchesOf(joined, compile('NEEDLE', mode)), [{address: 0x1002n, length: 6}]);
	}

	t.deepEqual(await matchesOf(apart, compile('x$', 'regex')), [{address: 0x2004n, length: 1}]);
});

test('the zeros of a hole are content, and bytes that are in no file travel along', async t => {
	const segments = [segment(0x1000n, [
		{source: memorySource(Buffer.from('--ab')), position: 2, length: 2},
		{source: holeSource(4096), position: 0, length: 4096},
		{source: fileSource(fileOf(Buffer.from('cd'))), position: 0, length: 2},
	])];
	t.deepEqual(await matchesOf(segments, compile('62 00 00', 'bytes')), [{address: 0x1001n, length: 3}]);
	t.deepEqual(await matchesOf(segments, compile('00 63', 'bytes')), [{address: 0x2001n, length: 2}]);
	t.deepEqual(await matchesOf(segments, compile('b\\0{4094}c', 'regex')), []);
	t.deepEqual(await matchesOf(segments, compile('\\0{4096}', 'regex')), [{address: 0x1002n, length: 4096}]);
});

test('a search begins at the cursor and comes round', async t => {
	const segments = [inMemory(0x1000n, '-ab--ab-'), inMemory(0x2000n, 'ab-ab-ab'), inMemory(0x3000n, 'ab')];
	const order = async (from: bigint) => addressesOf(segments, compile('ab'), {from});
	const all = [0x1001n, 0x1005n, 0x2000n, 0x2003n, 0x2006n, 0x3000n];
	t.deepEqual(await order(0n), all);
	t.deepEqual(await order(0x2003n), [...all.slice(3), ...all.slice(0, 3)]);
	t.deepEqual(await order(0x2004n), [...all.slice(4), ...all.slice(0, 4)]);
	t.deepEqual(await order(0x1800n), [...all.slice(2), ...all.slice(0, 2)]);
	t.deepEqual(await order(0x9000n), all);
});

test('what is found before the cursor does not overlap what was found after it', async t => {
	const {matches, last} = await findAll([inMemory(0n, 'aaaaaaa')], compile('aa'), {from: 3n});
	t.deepEqual(matches.map(({address}) => address), [3n, 5n, 0n]);
	t.is(last.scanned, 7);
});

test('a match that begins before the cursor and ends after it is found', async t => {
	t.deepEqual(await matchesOf([inMemory(0n, '--needle--')], compile('needle'), {from: 4n}), [{address: 2n, length: 6}]);
});

test('beyond the limit the search stops and says so', async t => {
	const segments = [inMemory(0n, 'ab'.repeat(500_000))];
	const some = await findAll(segments, compile('ab'), {limit: 10});
	t.deepEqual(some.matches.map(({address}) => address), Array.from({length: 10}, (_, index) => BigInt(2 * index)));
	t.true(some.last.truncated);
	t.true(some.last.done);
	t.true(some.last.scanned < some.last.total);
	const most = await matchesOf(segments, compile('ab'));
	t.is(most.length, 100_000);
	const exact = await findAll([inMemory(0n, 'abab')], compile('ab'), {limit: 2});
	t.is(exact.matches.length, 2);
	t.is(exact.last.truncated, undefined);
});

test('of too many matches the last are kept on demand: those nearest before the place where the search began', async t => {
	const segments = [inMemory(0n, 'ab'.repeat(1000)), inMemory(0x10_000n, 'ab'.repeat(1000))];
	const kept = async (from: bigint, limit: number) => {
		const {matches, last} = await findAll(segments, compile('ab'), {keep: 'last', from, limit});
		t.true(last.truncated);
		t.is(last.scanned, last.total);
		return matches.map(({address}) => address);
	};

	t.deepEqual(await kept(0x64n, 3), [0x5en, 0x60n, 0x62n]);
	t.deepEqual(await kept(0x2n, 3), [0x10_7ccn, 0x10_7cen, 0n]);
	const all = await findAll(segments, compile('ab'), {keep: 'last', from: 0x64n, limit: 2000});
	t.is(all.matches.length, 2000);
	t.is(all.last.truncated, undefined);
});

test('a search that takes long is cancelled at once, and the next search works', async t => {
	const segments = [inMemory(0n, `${'a'.repeat(4096)}!`), segment(0x10_000n, [{source: holeSource(2 ** 46), position: 0, length: 2 ** 46}])];
	const events = await eventsOf(segments, compile('\\0b|a!', 'regex'), {signal: AbortSignal.timeout(300)});

	t.false(events.some(({done}) => done));
	t.deepEqual(await addressesOf(segments.slice(0, 1), compile('a!')), [4095n]);
});

test('an expression on which others never end is searched for as any', async t => {
	const segments = [inMemory(0x7000n, `${'a'.repeat(4096)}!`), inMemory(0x9000n, 'aaa')];
	const {last, matches} = await findAll(segments, compile('(a+)+$', 'regex'));
	t.deepEqual(matches, [{address: 0x9000n, length: 3}]);
	t.true(last.done);
	t.is(last.problem, undefined);
});

test('a search that is left, or cancelled before it began, harms no other', async t => {
	const long = [inMemory(0n, 'ab'.repeat(4_000_000))];
	const left = search(long, compile('(?:ab)+', 'regex'));
	const {value} = await left.next();
	t.false(value!.done);
	await left.return();

	const seen = await eventsOf(long, compile('ab'), {signal: AbortSignal.abort()});

	t.deepEqual(seen, []);
	const several = await Promise.all(['ab', 'ba', 'a', 'xyz'].map(async typed => findAll([inMemory(0n, 'abab')], compile(typed))));
	t.deepEqual(several.map(({matches}) => matches.length), [2, 1, 2, 0]);
});

test('a file that was cut short ends the stretch, and what follows is searched as a text of its own', async t => {
	const bytes = Buffer.alloc(8192, 0x2E);
	bytes.write('needle', 100);
	bytes.write('needle', 4093);
	bytes.write('needle', 5000);
	const file = fileOf(bytes);
	const segments = [segment(0x1000n, [
		{source: fileSource(file), position: 0, length: 8192},
		{source: memorySource(Buffer.from('needle needle')), position: 0, length: 13},
	])];
	fs.truncateSync(file, 4096);
	const {matches, problems, last} = await findAll(segments, compile('needle'));
	t.deepEqual(matches.map(({address}) => address), [0x1064n, 0x3000n, 0x3007n]);
	t.deepEqual(problems, ['Memory at 2000 can\'t be read: it ends early']);
	t.is(last.scanned, last.total);
});

test('a descriptor that can\'t be read is a problem, not a crash', async t => {
	const fd = fs.openSync(temporaryFolder(), 'r');
	const source = {...holeSource(4096), extents: (_position: number, length: number) => [{fd, offset: 0, length}]};
	const {matches, problems} = await findAll([segment(0x1000n, [{source, position: 0, length: 4096}]), inMemory(0x5000n, 'needle')], compile('needle'));
	t.deepEqual(matches.map(({address}) => address), [0x5000n]);
	t.deepEqual(problems, ['Memory at 1000 can\'t be read: EISDIR']);
	fs.closeSync(fd);
});

test('bytes that the source has lost since are said, and what is around them is not joined', async t => {
	const bytes = Buffer.from('need');
	const gone = {...memorySource(bytes), size: 8, extents: () => []};
	const {matches, problems} = await findAll([segment(0x1000n, [
		{source: gone, position: 0, length: 8},
		{source: memorySource(Buffer.from('le needle')), position: 0, length: 9},
	])], compile('needle'));
	t.deepEqual(matches, [{address: 0x100Bn, length: 6}]);
	t.deepEqual(problems, ['4 bytes of this memory are not there any more']);
});

test('nothing to search ends at once', async t => {
	const {matches, last} = await findAll([], compile('x'));
	t.deepEqual(matches, []);
	t.deepEqual(last, {matches: [], scanned: 0, total: 0, done: true});
});

test('the thread that waits for the next search does not keep the program running', t => {
	const script = `
		const {search} = await import(${JSON.stringify(path.join(projectRoot, 'build/source/search/search.js'))});
		const {compilePattern} = await import(${JSON.stringify(path.join(projectRoot, 'build/source/search/pattern.js'))});
		const bytes = Buffer.from('a needle');
		const source = {size: 8, available: 8, settled: true, extents: () => [], read: target => bytes.copy(target)};
		const segments = [{start: 0n, length: 8, pieces: [{source, position: 0, length: 8}]}];
		let count = 0;
		for await (const event of search(segments, compilePattern('needle', 'text').pattern)) {
			count += event.matches.length;
		}

		console.log(count);
	`;
	t.is(execFileSync(process.execPath, ['--input-type=module', '--eval', script], {encoding: 'utf8'}), '1\n');
});
