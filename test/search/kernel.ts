import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {filtersFor} from '../../source/search/kernel-filters.js';
import {anchors, kernelMatcher} from '../../source/search/kernel.js';
import {compilePattern, maxPatterns, severalPatterns, type BytesPattern, type PatternMode} from '../../source/search/pattern.js';
import {projectRoot, temporaryFolder} from '../support/fixtures.js';
import {naiveBytes, randomBytes, type Hit} from '../support/naive-search.js';
import {randomNumbers} from '../support/segments.js';

const compilerTest = ['clang', 'wasm-ld'].every(tool => spawnSync(tool, ['--version']).status === 0) ? test : test.skip;
const alphabet = Buffer.from('aaaabbABA\n\0\0р', 'utf8');

function compile(typed: string, mode: PatternMode): BytesPattern {
	return compilePattern(typed, mode).pattern as BytesPattern;
}

function found(patterns: readonly BytesPattern[], bytes: Buffer, module?: WebAssembly.Module): Hit[] {
	const hits: Hit[] = [];
	kernelMatcher(patterns, module).run(bytes, 0, bytes.length, (start, length) => {
		hits.push([start, length]);
	});
	return hits;
}

function randomPattern(random: (below: number) => number, bytes: Buffer): BytesPattern {
	const start = random(bytes.length);
	// Most are taken from the text, so that they occur, a few bytes or several times sixteen.
	const source = random(4) === 0 ? randomBytes(random, 1 + random(20), alphabet) : bytes.subarray(start, start + 1 + random(random(2) === 0 ? 5 : 70));
	if (random(2) === 0) {
		return compile(source.toString('latin1'), (['text', 'text-any-case', 'utf16', 'utf16-any-case'] as const)[random(4)]!);
	}

	const digits = [...source.toString('hex')].map(digit => random(8) === 0 ? '?' : digit).join('');
	return compilePattern(digits, 'bytes').pattern as BytesPattern | undefined ?? compile('61', 'bytes');
}

function compareWithNaive(t: ExecutionContext, seed: number, rounds: number, module?: WebAssembly.Module): void {
	const random = randomNumbers(seed);
	let hits = 0;
	for (let round = 0; round < rounds; round++) {
		const text = randomBytes(random, 1 + random(400), alphabet);
		const bytes = random(3) === 0 ? Buffer.from(text.toString('latin1'), 'utf16le') : text;
		const patterns = Array.from({length: [1, 1, 2 + random(9), 6 + random(90)][random(4)]!}, () => randomPattern(random, bytes));
		const expected = naiveBytes(bytes, patterns);
		hits += expected.length;
		t.deepEqual(found(patterns, bytes, module), expected);
	}

	t.true(hits > rounds * 5);
}

test('the kernel finds what a look at each byte finds, one pattern or several', t => {
	compareWithNaive(t, 5, 600);
});

compilerTest('the kernel, compiled anew where clang and wasm-ld are installed, is what its source says', t => {
	const file = path.join(temporaryFolder(), 'kernel.wasm');
	execFileSync(process.execPath, [path.join(projectRoot, 'source/search/compile-kernel.js'), file]);
	const module = new WebAssembly.Module(fs.readFileSync(file));
	compareWithNaive(t, 6, 200, module);
});

test('many patterns are looked for together in filters, in each of which all stand in some bucket; a few are not', t => {
	const words = Array.from({length: maxPatterns}, (_, index) => compile(`word ${index}`, index % 3 === 0 ? 'utf16' : 'text-any-case'));
	const members = filtersFor(words).flatMap(({buckets}) => buckets.flatMap(({patterns}) => patterns));
	t.deepEqual(members.toSorted((a, b) => a - b), [...words.keys()]);
	t.deepEqual(filtersFor(words.slice(0, 3)), []);
});

test('more matches than the kernel lists at a time are all found, each once', t => {
	const bytes = Buffer.alloc(40_000, 'ab');
	t.is(found([compile('a', 'text')], bytes).length, 20_000);
	t.deepEqual(found([compile('61 6?', 'bytes')], bytes), Array.from({length: 20_000}, (_, index) => [2 * index, 2] as const));
	t.deepEqual(found([compile('b', 'text'), compile('a', 'text')], bytes), Array.from({length: 40_000}, (_, index) => [index, 1] as const));
	const others = Array.from({length: 60}, (_, index) => compile(`other ${index}`, 'text'));
	t.deepEqual(found([...others, compile('b', 'text'), compile('a', 'text')], bytes), Array.from({length: 40_000}, (_, index) => [index, 1] as const));
});

test('of several patterns that match at one place the first counts, whatever its length', t => {
	const bytes = Buffer.from('-abc-abc');
	t.deepEqual(found([compile('ab', 'text'), compile('abc', 'text')], bytes), [[1, 2], [5, 2]]);
	t.deepEqual(found([compile('abc', 'text'), compile('ab', 'text'), compile('c-', 'text')], bytes), [[1, 3], [5, 3]]);
	t.deepEqual(found([compile('c-', 'text'), compile('ab', 'text')], bytes), [[1, 2], [3, 2], [5, 2]]);
});

test('of a choice with many forms each is found, and what stands between two of them is not', t => {
	const forms = Array.from({length: 5000}, (_, index) => Buffer.from([(index & 0x3f) * 2, index >> 6, 0xff]));
	const pattern: BytesPattern = {kind: 'bytes', value: Uint8Array.of(0, 0, 0xff), mask: Uint8Array.of(0, 0, 0xff), choices: [{offset: 0, forms}]};
	const others = forms.map(([low, high]) => Buffer.from([low! | 1, high!, 0xff]));
	t.deepEqual(found([pattern], Buffer.concat(forms)), forms.map((_, index) => [3 * index, 3] as const));
	t.deepEqual(found([pattern], Buffer.concat(others)), []);
});

test('a pattern at the very end is found, and one that what lies beyond would complete is not', t => {
	for (let length = 1; length < 150; length++) {
		const text = Buffer.from('x'.repeat(length));
		const bytes = Buffer.concat([Buffer.alloc(length), text]);
		const pattern = compile(text.toString(), 'text');
		t.deepEqual(found([pattern], bytes), [[length, length]]);
		const matcher = kernelMatcher([pattern]);
		bytes.copy(matcher.buffer!);
		const hits: Hit[] = [];
		matcher.run(matcher.buffer!.subarray(0, 2 * length - 1), 0, 2 * length - 1, (start, matched) => {
			hits.push([start, matched]);
		});
		t.deepEqual(hits, []);
	}
});

test('the bytes that are looked for first are the rarest two, of different kinds where there are', t => {
	t.deepEqual(anchors(compile('the quick', 'text')), [4, 8]);
	t.deepEqual(anchors(compile('00 00 ?? 91 00', 'bytes')), [3, 0]);
	t.deepEqual(anchors(compile('?? 41 ??', 'bytes')), [1, 1]);
	t.deepEqual(anchors(compile('zzz', 'text')), [0, 2]);
});

test('no pattern and too many patterns can\'t be looked for', t => {
	const pattern = compile('a', 'text');
	t.throws(() => severalPatterns([]), {message: 'Nothing to search for'});
	t.throws(() => severalPatterns(Array.from({length: maxPatterns + 1}, () => pattern)), {message: /^257 patterns are too many/});
	const most = severalPatterns([...Array.from({length: maxPatterns - 1}, () => compile('nowhere', 'text')), pattern]);
	t.deepEqual(found(most.patterns, Buffer.from('--a')), [[2, 1]]);
});
