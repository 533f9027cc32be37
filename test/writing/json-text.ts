import test from 'ava';
import type {Json} from '../../source/writing/json.js';
import {jsonText} from '../../source/writing/json-text.js';

const written = (value: Json, indent?: number) => [...jsonText(value, indent)].join('');

function * lazily(): Generator<Json> {
	yield 1;
	yield {two: [2n ** 64n]};
}

test('JSON as Python writes it, in a line or with indents', t => {
	const value: Json = {a: [], b: {}, c: [1, 'x', null, true, {d: [[2]]}], e: lazily()};
	t.is(written(value), '{"a": [], "b": {}, "c": [1, "x", null, true, {"d": [[2]]}], "e": [1, {"two": [18446744073709551616]}]}');
	const plain = {a: [], b: {}, c: [1, 'x', null, true, {d: [[2]]}]};
	t.is(written(plain, 2), JSON.stringify(plain, undefined, 2));
	t.is(written([], 2), '[]');
	t.is(written('x', 2), '"x"');
});

test('every character that does something to a terminal is an escape', t => {
	t.is(written(['\u001B[2J\u009B\u202E\u007F', '\uDC80"\\', '🦄']), String.raw`["\u001b[2J\u009b\u202e\u007f", "\udc80\"\\", "\ud83e\udd84"]`);
});

test('a hundred thousand levels are written like a few, and the indent stops growing', t => {
	const depth = 100_000;
	let value: Json = 'innermost';
	for (let level = 0; level < depth / 2; level++) {
		value = {of: [value]};
	}

	t.is(written(value), `${'{"of": ['.repeat(depth / 2)}"innermost"${']}'.repeat(depth / 2)}`);
	const lines = written(value, 2).split('\n');
	t.is(lines.length, depth * 2 + 1);
	t.is(lines[20], `${' '.repeat(40)}{`);
	t.is(Math.max(...lines.slice(0, depth).map(line => line.length)), 64 + '"of": ['.length);
});
