import test from 'ava';
import {Untrusted} from '../../source/text/untrusted.js';
import {unfoldJson} from '../../source/views/unfold-json.js';

const unfold = (text: string) => unfoldJson(Untrusted.from(text))?.map(({name, value, depth}) => [depth, String(name), String(value)]);

test('objects and lists are taken apart, in order', t => {
	t.deepEqual(unfold('{"a": 1, "b": {"c": ["x", null]}, "d": [], "e": true}'), [
		[0, 'a', '1'], [0, 'b', ''], [1, 'c', ''], [2, '[0]', 'x'], [2, '[1]', 'null'], [0, 'd', '[]'], [0, 'e', 'true'],
	]);
});

test('any other text is left as it is', t => {
	for (const text of ['3', '"a"', 'uint64 10000000', '{broken', '', '[' + '['.repeat(500) + ']'.repeat(501)]) {
		t.is(unfold(text), undefined, text.slice(0, 20));
	}
});

test('what goes on for ever is cut off and says so', t => {
	const wide = unfold(JSON.stringify(Array.from({length: 100_000}, (_, index) => index)))!;
	t.is(wide.length, 501);
	t.deepEqual(wide.at(-1), [0, '...', 'and more']);
	const deep = unfold('['.repeat(50) + '1' + ']'.repeat(50))!;
	t.is(deep.length, 9);
	t.true(deep.at(-1)![2]!.toString().startsWith('[[['));
});
