import test from 'ava';
import {maxMatchLength} from '../../source/search/limits.js';
import {createMatcher} from '../../source/search/matcher.js';
import {compilePattern, type BytesPattern, type PatternMode, type RegexPattern} from '../../source/search/pattern.js';
import {scan, type Text} from '../../source/search/scan.js';
import {naiveRegex} from '../support/naive-regex.js';
import {naiveBytes, randomBytes} from '../support/naive-search.js';
import {scanned, textOf} from '../support/scanned.js';
import {randomNumbers} from '../support/segments.js';

const fixed: ReadonlyArray<readonly [PatternMode, string]> = [
	['text', 'ab'],
	['text', 'aa'],
	['text', 'aba'],
	['text-any-case', 'aB'],
	['text-any-case', 'aрa'],
	['utf16', 'ab'],
	['utf16-any-case', 'aa'],
	['bytes', '61 ?? 62'],
	['bytes', '?? 6? 61'],
	['bytes', '?1 ??'],
];

test('byte patterns: what is found does not depend on the windows', t => {
	const random = randomNumbers(1);
	const alphabet = Buffer.from('aaaabbABA\n\0\0р', 'utf8');
	let hits = 0;
	for (let round = 0; round < 3000; round++) {
		const [mode, typed] = fixed[random(fixed.length)]!;
		const pattern = compilePattern(typed, mode).pattern as BytesPattern;
		const bytes = randomBytes(random, 1 + random(300), alphabet);
		const expected = naiveBytes(bytes, [pattern]);
		hits += expected.length;
		t.deepEqual(scanned(bytes, {...createMatcher(pattern), chunk: 1 + random(40)}), expected, `${mode} ${typed} in ${JSON.stringify(bytes.toString('latin1'))}`);
	}

	t.true(hits > 3000);
});

const expressions = [
	'ab',
	'a{2,5}b',
	'(?<=a)b+',
	'\\bab\\b',
	'a(?=bc)',
	'(?i)[ab]{3,9}c',
	'ab*c',
	'a[^]*?c',
	'a[^]*c',
	'(?s)b.*',
	'.+',
	'(?:ab|abc)c?',
	'(?<!a)b{1,4}(?!c)',
	'^a+',
	'c$',
	'a+$',
	'(a|b)+?c',
	'a*?b',
	'(?<=^a)b|c(?=a\\b)',
	'[^a]{2,}(?=a)',
	'(?:a|ab)(?:c|bcd)*(?!\\n)',
];

test('expressions: what is found does not depend on the windows, nor does where matches are cut', t => {
	const random = randomNumbers(2);
	const alphabet = Buffer.from('aaabbbccA\n\0 ');
	let hits = 0;
	let cut = 0;
	for (let round = 0; round < 4000; round++) {
		const typed = expressions[random(expressions.length)]!;
		const compiled = compilePattern(typed, 'regex').pattern as RegexPattern;
		// A small bound, so that short texts meet it.
		const isBounded = compiled.longest < maxMatchLength;
		const longest = isBounded ? compiled.longest : 7;
		const pattern = {...compiled, longest};
		const bytes = randomBytes(random, 1 + random(300), alphabet);
		const expected = naiveRegex(bytes, typed, pattern);
		hits += expected.length;
		cut += expected.filter(([, length]) => !isBounded && length === longest).length;
		t.deepEqual(scanned(bytes, {...createMatcher(pattern), chunk: 1 + random(60)}), expected, `${typed} in ${JSON.stringify(bytes.toString('latin1'))}`);
	}

	t.true(hits > 20_000);
	t.true(cut > 1000);
});

test('a part of a text is searched as a part: what is around it is looked at, and matches may end beyond it', t => {
	const bytes = Buffer.from('xab ab abab');
	t.deepEqual(scanned(bytes, createMatcher(compilePattern('\\bab', 'regex').pattern!), 1), [[4, 2], [7, 2]]);
	t.deepEqual(scanned(bytes, createMatcher(compilePattern('abab', 'text').pattern!), 0, 8), [[7, 4]]);
});

test('an unbounded match is cut at 4096 bytes and goes on from there', t => {
	const bytes = Buffer.alloc(200_000);
	bytes[100_000] = 0x0A;
	const hits = scanned(bytes, createMatcher(compilePattern('.+', 'regex').pattern!));
	t.is(hits.length, 25 + 25);
	t.is(hits.reduce((sum, [, length]) => sum + length, 0), 199_999);
});

test('bytes that can\'t be read end the text', t => {
	const bytes = Buffer.from('needle needle');
	const short: Text = {...textOf(bytes), read: (target, position) => bytes.copy(target, 0, position, Math.min(9, position + target.length))};
	const hits: number[] = [];
	const matcher = {...createMatcher(compilePattern('needle', 'text').pattern!), chunk: 4};
	const windows = scan(short, matcher, Buffer.alloc(32), 0, bytes.length, start => {
		hits.push(start);
	});
	let passed = 0;
	let step = windows.next();
	for (; step.done !== true; step = windows.next()) {
		passed += step.value;
	}

	t.deepEqual(hits, [0]);
	t.is(passed, 9);
	t.is(step.value, 9);
});
