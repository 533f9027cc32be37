import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {compare, pairOf, type Field} from '../../../source/views/diff/difference.js';

type Thing = {readonly key: string; readonly value: string | (() => never)};

const fields: ReadonlyArray<Field<Thing>> = [
	{name: 'value', title: 'Value', type: 'text', value: ({value}) => typeof value === 'string' ? Untrusted.from(value) : value()},
	{name: 'length', title: 'Length', type: 'number', value: ({value}) => value.length},
];

const things = (...list: ReadonlyArray<readonly [key: string, value: Thing['value']]>) => list.map(([key, value]) => ({key, value}));
const compared = (a: readonly Thing[], b: readonly Thing[]) => compare(a, b, ({key}) => key, (before, after) => pairOf(fields, before, after));
const keys = (list: readonly Thing[]) => list.map(({key}) => key).join('');

test('every thing is in one list, in the order of the later side, what is gone in that of the earlier', t => {
	const {added, removed, changed, unchanged, unknown} = compared(things(['z', ''], ['a', 'old'], ['y', ''], ['b', 'same']), things(['b', 'same'], ['n', ''], ['a', 'new'], ['m', '']));
	t.is(keys(added), 'nm');
	t.is(keys(removed), 'zy');
	t.deepEqual(changed.map(({after, changes}) => [after.key, ...changes.map(({field, before, after: now}) => `${field.name} ${before} ${now}`)]), [['a', 'value old new']]);
	t.is(keys(unchanged.map(({after}) => after)), 'b');
	t.deepEqual(unknown, []);
});

test('things that share a key are not taken for one', t => {
	const {added, removed, changed, unchanged} = compared(things(['k', '1'], ['k', '2'], ['k', '3']), things(['k', '1'], ['k', 'x']));
	t.deepEqual([added, removed, changed, unchanged].map(list => list.length), [0, 1, 1, 1]);
	t.is(removed[0]!.value, '3');
	t.is(compared(things(['k', '1']), things(['k', '1'], ['k', '1'])).added.length, 1);
});

test('what one side has lost is neither the same nor changed', t => {
	const lost = () => {
		throw new InputError('x.img', 'missing');
	};

	for (const [side, a, b] of [['a', lost, 'same'], ['b', 'same', lost]] as const) {
		const {changed, unchanged, unknown} = compared(things(['k', a]), things(['k', b]));
		t.deepEqual(unchanged, []);
		t.deepEqual(changed.flatMap(({changes}) => changes.map(({field}) => field.name)), ['length']);
		t.deepEqual([...changed, ...unknown].flatMap(pair => pair.unknown.map(({field, side: where, error}) => [field.name, where, error.message])), [['value', side, 'x.img: missing']]);
	}

	t.is(compared(things(['k', lost]), things(['k', lost])).unknown[0]!.unknown.length, 2);
});

test('bytes that look alike are not the same', t => {
	const bytes = (...values: number[]) => new Untrusted(Uint8Array.from(values));
	const field: Field<Untrusted> = {name: 'bytes', title: 'Bytes', type: 'text', value: text => text};
	t.is(pairOf([field], bytes(0xff), Untrusted.from(String.raw`\xff`)).changes.length, 1);
	t.is(pairOf([field], bytes(0xff), bytes(0xff)).changes.length, 0);
});
