import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {JsonObject, parseJson} from '../../source/checkpoint/json-file.js';

const object = (text: string) => JsonObject.of(parseJson(Buffer.from(text), 'config.dump'), 'config.dump')!;
const complaint = (question: () => unknown) => {
	try {
		question();
	} catch (error) {
		if (error instanceof InputError) {
			return error.message;
		}

		throw error;
	}

	return 'none';
};

test('absent, null and empty are all unknown', t => {
	const {length} = ['text', 'object', 'integer', 'time'].filter(type => object('{"a": null, "b": ""}')[type as 'text']('a') !== undefined || object('{}')[type as 'text']('a') !== undefined);
	t.is(length, 0);
	t.is(object('{"b": ""}').text('b'), undefined);
	t.deepEqual(object('{"a": null}').texts('a'), []);
});

test('what is not JSON is a complaint about the file, not a crash, and quotes nothing', t => {
	t.regex(complaint(() => object('{"name": "\u001B[2J" oops')), /^config\.dump: not valid JSON(?: \(at byte \d+\))?$/v);
	t.is(complaint(() => object('')), 'config.dump: not valid JSON');
	t.is(complaint(() => parseJson(new Uint8Array([0x22, 0xFF, 0x22]), 'spec.dump')), 'spec.dump: not valid JSON: it is not UTF-8');
	t.is(complaint(() => object('['.repeat(1_000_000))), 'config.dump: JSON of at most 100 levels expected');
	t.is(complaint(() => object('[]')), 'config.dump: it should be an object, not a list');
});

test('brackets in strings are no nesting', t => {
	t.is(object(JSON.stringify({text: '[{"'.repeat(1000)})).text('text')!.length, 3000);
});

test('each value of another type than asked for is named with its place', t => {
	const value = object('{"a": {"b": 1, "c": ["x", 2], "d": "soon", "e": 1.5, "\\u001b": 1}}').object('a')!;
	t.is(complaint(() => value.text('b')), 'config.dump: a.b should be a string, not a number');
	t.is(complaint(() => value.object('b')), 'config.dump: a.b should be an object, not a number');
	t.is(complaint(() => value.array('b')), 'config.dump: a.b should be a list, not a number');
	t.is(complaint(() => value.texts('c')), 'config.dump: a.c should be a list of strings, one of them is a number');
	t.is(complaint(() => value.time('d')), 'config.dump: a.d should be a time (RFC 3339), not "soon"');
	t.is(complaint(() => value.integer('e')), 'config.dump: a.e should be an integer, not a number');
	t.is(complaint(() => value.text('\u001B')), 'config.dump: a.␛ should be a string, not a number');
});

test('names of an object\'s inner workings are names like any other', t => {
	const value = object('{"__proto__": {"text": "x"}, "a": "b"}');
	t.is(value.text('constructor'), undefined);
	t.is(value.text('text'), undefined);
	t.deepEqual(value.keys(), ['__proto__', 'a']);
});

test('integers may be written as digits, as annotations are', t => {
	const value = object('{"a": "3", "b": 4, "c": "", "d": "-1"}');
	t.deepEqual(['a', 'b', 'c', 'd'].map(key => value.integer(key)), [3, 4, undefined, -1]);
});
