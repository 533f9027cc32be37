import fs from 'node:fs';
import test from 'ava';
import {maxMatchLength} from '../../source/search/limits.js';
import {compilePattern, type RegexPattern} from '../../source/search/pattern.js';
import {Engine} from '../../source/search/regex-engine.js';
import {regexMatcher} from '../../source/search/regex-matcher.js';
import {sizeForByte} from '../../source/search/regex-tree.js';
import {unpack} from '../support/fixtures.js';
import {naiveRegex} from '../support/naive-regex.js';
import {scanned} from '../support/scanned.js';
import {randomNumbers} from '../support/segments.js';

type Random = (below: number) => number;

function compile(typed: string): RegexPattern {
	const {pattern, error} = compilePattern(typed, 'regex');
	if (pattern?.kind !== 'regex') {
		throw new Error(error);
	}

	return pattern;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
	return items[random(items.length)]!;
}

const singles = ['a', 'a', 'b', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\W', '\\d', '\\0', 'ab', 'abc', '_'];
const edges = ['^', '$', '\\b', '\\B', '(?=a)', '(?!b)', '(?<=a)', '(?<![bc])'];
const boundedCounts = ['?', '??', '{2}', '{1,3}', '{0,2}?', '{2,5}', '{0}'];
const openCounts = ['*', '*?', '+', '+?', '{2,}', '{1,}?'];

// Empty parts, repeated ones within repeated ones, and assertions at any place: where two engines could differ.
function randomExpression(random: Random, depth: number, isOpen: boolean): string {
	const part = () => {
		const kind = random(depth > 0 ? 14 : 7);
		if (kind === 6) {
			return pick(random, edges);
		}

		if (kind === 13) {
			return `(?${pick(random, ['=', '!', '<=', '<!'])}${randomExpression(random, depth - 1, false)})`;
		}

		const atom = kind < 6 ? pick(random, singles) : `${pick(random, ['(', '(?:', '(?:|'])}${randomExpression(random, depth - 1, isOpen)})`;
		return atom + (random(2) === 0 ? '' : pick(random, isOpen ? [...boundedCounts, ...openCounts] : boundedCounts));
	};

	const branch = () => Array.from({length: 1 + random(3)}, part).join('');
	return Array.from({length: 1 + random(2)}, branch).join('|');
}

function randomPattern(random: Random): string {
	return pick(random, ['', '', '(?i)', '(?s)']) + randomExpression(random, 2, random(3) > 0);
}

const alphabet = Buffer.from('aaabbbccAB1_ \n\0\0');

function randomText(random: Random): Buffer {
	return Buffer.from(Array.from({length: 1 + random(80)}, () => pick(random, [...alphabet])));
}

/** The pattern with a bound that short texts meet, unless it has one of its own. */
function shortened(pattern: RegexPattern, longest: number): RegexPattern {
	return pattern.longest < maxMatchLength ? pattern : {...pattern, longest};
}

function randomCases(seed: number, count: number, check: (typed: string, pattern: RegexPattern, text: Buffer, random: Random) => void): void {
	const random = randomNumbers(seed);
	for (let round = 0; round < count; round++) {
		const typed = randomPattern(random);
		const {pattern} = compilePattern(typed, 'regex');
		if (pattern?.kind === 'regex') {
			check(typed, shortened(pattern, 3 + random(8)), randomText(random), random);
		}
	}
}

function caseName(typed: string, {longest}: RegexPattern, text: Buffer): string {
	return `${typed} up to ${longest} in ${JSON.stringify(text.toString('latin1'))}`;
}

test('what an expression finds is what JavaScript finds, whatever the expression, the text and the windows', t => {
	let hits = 0;
	randomCases(11, 4000, (typed, pattern, text, random) => {
		const expected = naiveRegex(text, typed, pattern);
		hits += expected.length;
		t.deepEqual(scanned(text, {...regexMatcher(pattern), chunk: 1 + random(90)}), expected, caseName(typed, pattern, text));
	});
	t.true(hits > 15_000);
});

test('an engine that forgets its states all the time finds the same', t => {
	let flushes = 0;
	randomCases(12, 2000, (typed, pattern, text, random) => {
		const engine = new Engine(pattern.tree, pattern.longest, {room: {table: 24, places: 12}, allowance: {perByte: Infinity, saved: 0}});
		t.deepEqual(scanned(text, {...regexMatcher(pattern, engine), chunk: 1 + random(90)}), naiveRegex(text, typed, pattern), caseName(typed, pattern, text));
		flushes += engine.flushes;
	});
	t.true(flushes > 10_000);
});

test('an engine that may pass no byte in vain finds the same', t => {
	randomCases(13, 2000, (typed, pattern, text, random) => {
		const engine = new Engine(pattern.tree, pattern.longest, {allowance: {perByte: 0, saved: 0}});
		t.deepEqual(scanned(text, {...regexMatcher(pattern, engine), chunk: 1 + random(90)}), naiveRegex(text, typed, pattern), caseName(typed, pattern, text));
	});
});

const manyCounts = ['{1,50}', '{2,40}?', '{20}', '{0,3000}', '{5,}', '*', '+?', '?'];

function countedExpression(random: Random, depth: number): string {
	const part = () => {
		const look = random(12) === 0 ? `(?${pick(random, ['=', '!', '<=', '<!'])}.{0,300}[ab])` : '';
		const atom = depth > 0 && random(2) === 0 ? `(?:${countedExpression(random, depth - 1)})` : pick(random, ['a', '[ab]', '.', 'b', '[^b]', 'c']);
		return look + atom + pick(random, manyCounts);
	};

	return Array.from({length: 1 + random(2)}, () => Array.from({length: 1 + random(3)}, part).join('')).join('|');
}

const length = 30_000;

function randomBytes(bytes: string): Buffer {
	const random = randomNumbers(14);
	return Buffer.from(Array.from({length}, () => pick(random, [...Buffer.from(bytes)])));
}

const worstTexts = [
	...['a', 'ab', `${'a'.repeat(2000)}b`, `${'a'.repeat(5000)}c`].map(unit => Buffer.alloc(length, unit)),
	...['aaab', 'abc\n'].map(bytes => randomBytes(bytes)),
];

function mostWork({tree}: RegexPattern): number {
	return 32 + (4 * sizeForByte(tree));
}

/** The most work for a byte, of all of the worst texts, and what is allowed. */
function workFor(typed: string): {work: number; most: number} {
	const pattern = compile(typed);
	const engines = worstTexts.map(text => {
		const engine = new Engine(pattern.tree, pattern.longest, {allowance: {perByte: 16, saved: 0}});
		scanned(text, regexMatcher(pattern, engine));
		return engine;
	});
	return {work: Math.max(...engines.map(({work}) => work / length)), most: mostWork(pattern)};
}

for (const typed of [
	'(a+)+$',
	'(a|aa)+b',
	'(x+x+)+y',
	'(a|aa)+$',
	'(a*)*b',
	'a.*b',
	'a.*a.*a.*b',
	'(?:a*c|a)',
	'(a|b|ab)*c',
	'(?:a{1,50}){1,50}c',
	'(?:a{1,60}){1,80}c',
	'a.{0,4000}b',
	'a[ab]{300}c|a',
	'([ax]+)+[by]$',
	'(?:a*|[ax]*)*[^ab!]',
	'(?=(?:a{1,9}){1,9}b)a+c',
	'a(?=.{0,4000}c)',
	'(?<!b.{0,4000})a',
	'((((((a*)*)*)*)*)*)*b',
]) {
	test(`the work for a byte stays within a fixed bound, whatever the text is: ${typed}`, t => {
		const {work, most} = workFor(typed);
		t.true(work <= most, `${work} > ${most}`);
	});
}

test('the bound on the work for a byte holds for expressions with counts in counts', t => {
	const random = randomNumbers(15);
	const expressions = Array.from({length: 200}, () => countedExpression(random, 2))
		.filter(typed => compilePattern(typed, 'regex').pattern !== undefined && mostWork(compile(typed)) < 1000);
	t.true(expressions.length > 40);
	for (const typed of expressions.slice(0, 40)) {
		const {work, most} = workFor(typed);
		t.true(work <= most, `${typed}: ${work} > ${most}`);
	}
});

test('in the memory of a container it finds what JavaScript finds', t => {
	const folder = `${unpack('podman-zoo')}/checkpoint`;
	const images = fs.readdirSync(folder).filter(name => name.startsWith('pages-'));
	const counts = new Map<string, number>();
	for (const image of images) {
		const bytes = fs.readFileSync(`${folder}/${image}`);
		const text = bytes.toString('latin1');
		for (const [typed, flags] of [
			['[0-9]{6,60}', ''],
			['[A-Za-z0-9+/]{20,400}={0,2}', ''],
			['\\b[a-z]{2,30}_[a-z]{2,30}\\b', ''],
			['https?://[!-~]{1,200}', ''],
			['(?:error|warning)[^\\n]{0,40}', 'i'],
			['\\x00{1,9}[\\x01-\\x1f]\\x00{3}', ''],
			['(?<=lib)[a-z]{1,20}(?=\\.so)', ''],
			['[^\\0]{8,4000}?\\0', ''],
		] as const) {
			const expected = Array.from(text.matchAll(new RegExp(typed, `g${flags}`)), ({0: match, index}) => [index, match.length]);
			t.deepEqual(scanned(bytes, regexMatcher(compile(flags === '' ? typed : `(?${flags})${typed}`))), expected, `${typed} in ${image}`);
			counts.set(typed, (counts.get(typed) ?? 0) + expected.length);
		}
	}

	t.deepEqual([...counts].filter(([, count]) => count < 10), []);
});
