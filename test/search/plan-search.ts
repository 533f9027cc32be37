/**
Searches by several threads and units so small that matches cross many of their seams.
*/
import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import type {Piece, Segment} from '../../source/memory/presence.js';
import type {News} from '../../source/search/gathering.js';
import {createMatcher} from '../../source/search/matcher.js';
import {compilePattern, severalPatterns, type BytesPattern, type Pattern, type PatternMode} from '../../source/search/pattern.js';
import {createPlan} from '../../source/search/plan.js';
import {searchPlan, type PlanSearch} from '../../source/search/plan-search.js';
import {ThreadPool} from '../../source/search/thread-pool.js';
import {naiveBytes, randomBytes, type Hit} from '../support/naive-search.js';
import {naiveStrings} from '../support/naive-strings.js';
import {fileOf, fileSource, holeSource, randomNumbers, scatter, segment} from '../support/segments.js';

const pool = new ThreadPool(4);
const defaults = {from: 0n, limit: Infinity, keep: 'first', countAll: false, threads: 3, unitSize: 64} as const;

function compile(typed: string, mode: PatternMode = 'text'): Pattern {
	return compilePattern(typed, mode).pattern!;
}

type Result = {readonly hits: ReadonlyArray<readonly [address: bigint, length: number]>; readonly last: News; readonly problems: readonly string[]};

async function run(segments: readonly Segment[], pattern: Pattern, settings: Partial<PlanSearch> = {}): Promise<Result> {
	const plan = await createPlan(segments);
	const hits: Array<readonly [bigint, number]> = [];
	const problems: string[] = [];
	let last: News | undefined;
	for await (const news of searchPlan(plan!, pool, {...defaults, pattern, ...settings})) {
		for (const [index, address] of news.addresses.entries()) {
			hits.push([address, news.lengths[index]!]);
		}

		problems.push(...news.problem === undefined ? [] : [news.problem]);
		last = news;
	}

	return {hits, last: last!, problems};
}

function inMemory(start: bigint, bytes: Buffer): Segment {
	return segment(start, [{source: memorySource(bytes), position: 0, length: bytes.length}]);
}

/** Matches that start in `[from, to)`, as one look at the whole text finds them. */
function hitsIn(bytes: Buffer, pattern: Pattern, from: number, to: number): Hit[] {
	if (pattern.kind === 'strings') {
		return naiveStrings(bytes.subarray(from), pattern).map(([start, length]): Hit => [from + start, length]).filter(([start]) => start < to);
	}

	if (pattern.kind !== 'regex') {
		const patterns = pattern.kind === 'several' ? pattern.patterns : [pattern];
		return naiveBytes(bytes.subarray(from), patterns).map(([start, length]): Hit => [from + start, length]).filter(([start]) => start < to);
	}

	const hits: Hit[] = [];
	createMatcher(pattern).run(bytes, from, to, (start, length) => {
		hits.push([start, length]);
	});
	return hits;
}

/** What a search from an address on finds, in its order. */
function expectedHits(segments: readonly Segment[], texts: readonly Buffer[], pattern: Pattern, from: bigint): Array<readonly [bigint, number]> {
	const place = (index: number, hits: readonly Hit[]) => hits.map(([start, length]) => [segments[index]!.start + BigInt(start), length] as const);
	const all = texts.map((text, index) => place(index, hitsIn(text, pattern, 0, text.length)));
	const first = segments.findIndex(({start, length}) => start + BigInt(length) > from);
	const inside = first === -1 ? 0 : Number(from - segments[first]!.start);
	if (inside <= 0) {
		return [...all.slice(Math.max(0, first)), ...all.slice(0, Math.max(0, first))].flat();
	}

	const after = hitsIn(texts[first]!, pattern, inside, texts[first]!.length);
	const before = hitsIn(texts[first]!, pattern, 0, inside).filter(([start, length]) => start + length <= (after[0]?.[0] ?? Infinity));
	return [place(first, after), ...all.slice(first + 1), ...all.slice(0, first), place(first, before)].flat();
}

const patterns: readonly Pattern[] = [
	compile('aa'),
	compile('aba'),
	compile('AAB', 'text-any-case'),
	compile('aa', 'utf16'),
	compile('61 ?? 6? 61', 'bytes'),
	compile('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
	severalPatterns(['ab', 'a', 'bba', 'aaaaaaaaaaaaaaaaaaaaaaa'].map(typed => compile(typed) as BytesPattern)),
	compile('a+', 'regex'),
	compile('(?<=b)a{2,5}', 'regex'),
	compile('b.{3,40}?b', 'regex'),
	compile('\\ba+\\b', 'regex'),
	{kind: 'strings', min: 2, encoding: 'both'},
	{kind: 'strings', min: 3, encoding: 'utf16'},
];

test('however a search is cut into units, and by one thread or several, it finds the same in the same order', async t => {
	const random = randomNumbers(7);
	const alphabets = ['ab', 'aaaaab', 'aabB\n', 'a\0', 'a'].map(text => Buffer.from(text));
	let hits = 0;
	for (let round = 0; round < 250; round++) {
		const pattern = patterns[round % patterns.length]!;
		const texts = Array.from({length: 1 + random(4)}, () => randomBytes(random, 1 + random(600), alphabets[random(alphabets.length)]!));
		const segments = scatter(texts, random, 100n);
		const from = random(3) === 0 ? 0n : 0xF80n + BigInt(random(1500));
		const expected = expectedHits(segments, texts, pattern, from);
		hits += expected.length;
		for (const threads of [1, 3]) {
			const unitSize = 1 + random(random(2) === 0 ? 20 : 300);
			const {hits: found, last} = await run(segments, pattern, {from, threads, unitSize});
			t.deepEqual(found, expected, `round ${round}: ${threads} threads, units of ${unitSize}, from ${from}`);
			t.is(last.count, expected.length);
			t.is(last.scanned, texts.reduce((sum, text) => sum + text.length, 0));
		}
	}

	t.true(hits > 10_000);
});

test('of more matches than the limit, the first or the last are told, and all are counted if asked', async t => {
	const random = randomNumbers(8);
	for (let round = 0; round < 60; round++) {
		const pattern = patterns[round % patterns.length]!;
		const texts = Array.from({length: 1 + random(3)}, () => randomBytes(random, 200 + random(600), Buffer.from('aaab')));
		const segments = scatter(texts, random, 100n);
		const from = BigInt(random(3000));
		const limit = 1 + random(12);
		const expected = expectedHits(segments, texts, pattern, from);
		const truncated = expected.length > limit;
		const settings = {from, limit, unitSize: 1 + random(100)};

		const first = await run(segments, pattern, settings);
		t.deepEqual(first.hits, expected.slice(0, limit));
		t.is(first.last.truncated, truncated);

		const counted = await run(segments, pattern, {...settings, countAll: true});
		t.deepEqual(counted.hits, expected.slice(0, limit));
		t.is(counted.last.count, expected.length);
		t.is(counted.last.truncated, truncated);

		const last = await run(segments, pattern, {...settings, keep: 'last'});
		t.deepEqual(last.hits, expected.slice(-limit));
		t.is(last.last.count, expected.length);
		t.is(last.last.truncated, truncated);
	}
});

test('a run of matches that no seam cuts where the units do is the same as one unit finds', async t => {
	const bytes = Buffer.alloc(100_001, 'a');
	const expected = Array.from({length: 33_333}, (_, index) => [BigInt(3 * index), 3] as const);
	for (const unitSize of [1000, 4096, 65_536]) {
		const {hits} = await run([inMemory(0n, bytes)], compile('aaa'), {unitSize});
		t.deepEqual(hits, expected);
	}
});

test('bytes that can\'t be read are told once, however many units they cover', async t => {
	const bytes = Buffer.alloc(40_000, 'ab');
	const file = fileOf(bytes.subarray(0, 10_001));
	const source = {...fileSource(file), size: 30_000};
	const segments = [segment(0x1000n, [
		{source, position: 0, length: 30_000},
		{source: memorySource(bytes), position: 0, length: 10_000},
	])];
	const {hits, problems, last} = await run(segments, compile('ab'), {unitSize: 3000});
	t.deepEqual(problems, ['Memory at 3711 can\'t be read: it ends early']);
	t.is(hits.length, 5000 + 5000);
	t.deepEqual(hits.slice(4999, 5001), [[0x1000n + 9998n, 2], [0x1000n + 30_000n, 2]]);
	t.is(last.scanned, 40_000);
});

test('of several places that can\'t be read it is said once how many there are', async t => {
	const bytes = Buffer.alloc(1000, 'ab');
	const broken = {...fileSource(fileOf(Buffer.alloc(0))), size: 1000};
	const there = {source: memorySource(bytes), position: 0, length: bytes.length};
	const missing = {source: broken, position: 0, length: bytes.length};
	const {hits, problems} = await run([segment(0x1000n, [missing, there, missing, there]), segment(0x9000n, [there, missing])], compile('ab'));
	t.is(hits.length, 1500);
	t.deepEqual(problems, ['Memory at 3 places can\'t be read']);
});

test('holes are passed over, and what lies at their edges is found', async t => {
	const size = 2 ** 40;
	const segments = [segment(0n, [
		{source: memorySource(Buffer.from('--ab')), position: 0, length: 4},
		{source: holeSource(size), position: 0, length: size},
		{source: memorySource(Buffer.from('ab--')), position: 0, length: 4},
	])];
	const after = BigInt(size) + 4n;
	const find = async (typed: string, mode: PatternMode, from = 0n) => {
		const {hits, last} = await run(segments, compile(typed, mode), {unitSize: 16 * 1024 * 1024, from});
		t.is(last.scanned, size + 8);
		return hits.map(([address]) => address);
	};

	t.deepEqual(await find('ab', 'text'), [2n, after]);
	t.deepEqual(await find('62 00 00', 'bytes'), [3n]);
	t.deepEqual(await find('00 00 61', 'bytes'), [after - 2n]);
	t.deepEqual(await find('a[b]\\0{3}', 'regex'), [2n]);
	t.deepEqual(await find('(?<=\\0\\0)ab', 'regex', 12_345n), [after]);
	t.deepEqual(await find('b$|\\ba', 'regex'), [2n, after]);
});

test('where zeros match, those of a hole are found and counted', async t => {
	const segments = [segment(0n, [{source: holeSource(1_000_001), position: 0, length: 1_000_001}])];
	const {hits, last} = await run(segments, compile('00 00', 'bytes'), {unitSize: 100_001, limit: 3, countAll: true});
	t.deepEqual(hits, [[0n, 2], [2n, 2], [4n, 2]]);
	t.is(last.count, 500_000);
});

test('a unit that takes long still has its say when the others have more to tell than may wait', async t => {
	const unitSize = 2 ** 21;
	const slow = (bytes: Buffer): Piece[] => {
		const source = fileSource(fileOf(bytes.toReversed()));
		return Array.from({length: bytes.length / 8}, (_, index) => ({source, position: bytes.length - 8 * (index + 1), length: 8}));
	};

	const fast = (bytes: Buffer): Piece => ({source: memorySource(bytes), position: 0, length: bytes.length});
	const pieces = [
		...slow(Buffer.alloc(unitSize - 8, 'x')),
		fast(Buffer.from('--aa----')),
		fast(Buffer.alloc(unitSize - 2 ** 18, 'x').fill('a', 1, 500_001)),
		...slow(Buffer.alloc(2 ** 18, 'x')),
		fast(Buffer.alloc(unitSize, 'a')),
	];
	const {last} = await run([segment(0n, pieces)], compile('aa'), {unitSize});
	t.is(last.count, 1 + 250_000 + unitSize / 2);
});
