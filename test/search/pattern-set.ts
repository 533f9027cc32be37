import test from 'ava';
import {bytesSet, regexSet, type PatternSet} from '../../source/search/pattern-set.js';
import {compilePattern, type BytesPattern, type PatternMode} from '../../source/search/pattern.js';

const texts = (mode: PatternMode, ...typed: readonly string[]): PatternSet => bytesSet(typed.map(text => compilePattern(text, mode).pattern as BytesPattern));

/** Which pattern a match of `length` bytes is of, that stands behind `before`. */
function which({which: tell}: PatternSet, before: string, match: string, after = ''): number | undefined {
	const [start, text] = [Buffer.from(before), Buffer.from(match)];
	return tell(Buffer.concat([start, text, Buffer.from(after)]), start.length, start.length + text.length);
}

test('of byte strings that match, the first with the length of the match', t => {
	t.is(which(texts('text', 'ab', 'abc', 'bc'), 'x', 'abc', 'd'), 1);
	t.is(which(texts('text', 'ab', 'abc', 'bc'), 'a', 'bc'), 2);
	t.is(which(texts('bytes', '6? 62', '61 6?'), '', 'ab'), 0);
	t.is(which(texts('text', 'ab', 'abc'), '', 'abd'), undefined);
});

test('a character matches in its forms, and no other', t => {
	const set = texts('text-any-case', 'é1', 'É2', 'k');
	t.is(which(set, '', 'É1'), 0);
	t.is(which(set, '', 'é2'), 1);
	t.is(which(set, '', 'K'), 2);
	t.is(which(set, '', 'è1'), undefined);
});

test('of expressions that match, the first; what stands beside the match counts', t => {
	const set = regexSet(['foo(?=bar)', String.raw`\bfoo`, 'fo+', '(?i)FOOX']);
	t.is(which(set, '-', 'foo', 'bar'), 0);
	t.is(which(set, '-', 'foo', 'baz'), 1);
	t.is(which(set, 'a', 'foo', 'baz'), 2);
	t.is(which(set, 'a', 'foox'), 3);
	t.true(set.reach > 3);
});

test('an expression is one by itself: its flags and its alternatives are not those of others', t => {
	const {pattern} = regexSet(['(?i)a|b', 'c']);
	const same = compilePattern('(?i:a|b)|(?:c)', 'regex').pattern;
	t.deepEqual(pattern, same);
});

test('expressions that are too large together are refused', t => {
	t.throws(() => regexSet(Array.from({length: 30}, (_, index) => `${index}.{1000}`)), {message: /too large/v});
});
