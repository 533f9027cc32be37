import test from 'ava';
import {RowOrders} from '../../source/explorer/components/row-orders.js';
import type {Column, Rows} from '../../source/views/view.js';

type Row = {readonly size: number};

const columns: ReadonlyArray<Column<Row>> = [{name: 'size', title: 'Size', type: 'number', value: row => row.size}];
const upTo = (length: number): Rows<Row> => ({length, at: size => ({size})});

test('an order in the making is finished though newer rows have arrived, and shown until theirs is made', t => {
	const orders = new RowOrders<Row>(0);
	const question = {filter: '9', sorting: undefined};
	t.false(orders.ask(upTo(1000), columns, question).isComplete);
	const first = orders.work!;
	t.false(orders.ask(upTo(2000), columns, question).isComplete);
	t.is(orders.work, first);
	first.run(Infinity);
	const newer = upTo(3000);
	const shown = orders.ask(newer, columns, question);
	t.is(shown.rows.length, 1000);
	t.is(shown.order?.length, 271);
	t.true(shown.isComplete);
	t.not(orders.work, first);
	orders.work!.run(Infinity);
	t.is(orders.ask(newer, columns, question).order?.length, 813);
});

test('another question is begun at once', t => {
	const orders = new RowOrders<Row>(0);
	const rows = upTo(1000);
	orders.ask(rows, columns, {filter: '9', sorting: undefined});
	orders.work!.run(Infinity);
	const sorting = {column: 'size', descending: true};
	t.false(orders.ask(rows, columns, {filter: '9', sorting}).isComplete);
	orders.work!.run(Infinity);
	t.deepEqual([...orders.ask(rows, columns, {filter: '9', sorting}).order!.subarray(0, 2)], [999, 998]);
	t.is(orders.ask(rows, columns, {filter: '', sorting: undefined}).order, undefined);
	t.is(orders.work, undefined);
});

test('a longer filter looks only at the rows that a shorter one has found, and at those it had not come to', t => {
	const looked: number[] = [];
	const rows: Rows<Row> = {length: 1000, at(size) {
		looked.push(size);
		return {size};
	}};
	const holding = (filter: string) => Array.from({length: 1000}, (_, index) => index).filter(index => String(index).includes(filter));
	const orders = new RowOrders<Row>(0);
	const sizes = (filter: string) => [...orders.ask(rows, columns, {filter, sorting: undefined}).order!];
	orders.ask(rows, columns, {filter: '9', sorting: undefined});
	orders.work!.run(Infinity);
	t.deepEqual(sizes('9'), holding('9'));

	looked.length = 0;
	orders.ask(rows, columns, {filter: '99', sorting: undefined});
	orders.work!.run(Infinity);
	t.deepEqual(sizes('99'), holding('99'));
	t.deepEqual(looked, holding('9'));

	orders.ask(rows, columns, {filter: '', sorting: undefined});
	looked.length = 0;
	for (const filter of ['1', '12', '123']) {
		t.false(orders.ask(rows, columns, {filter, sorting: undefined}).isComplete);
	}

	orders.work!.run(Infinity);
	t.deepEqual(sizes('123'), holding('123'));
	t.true(looked.length < 1100);

	looked.length = 0;
	orders.ask(rows, columns, {filter: '13', sorting: undefined});
	orders.work!.run(Infinity);
	t.deepEqual(sizes('13'), holding('13'));
	t.is(looked.length, 1000);
});

test('a sorting of rows that were filtered before begins with what was found', t => {
	const orders = new RowOrders<Row>(0);
	const rows = upTo(10_000);
	const sorting = {column: 'size', descending: true};
	orders.ask(rows, columns, {filter: '7', sorting: undefined});
	orders.work!.run(Infinity);
	orders.ask(rows, columns, {filter: '7', sorting});
	orders.work!.run(Infinity);
	const expected = Array.from({length: 10_000}, (_, index) => 9999 - index).filter(index => String(index).includes('7'));
	t.deepEqual([...orders.ask(rows, columns, {filter: '7', sorting}).order!], expected);
	orders.ask(rows, columns, {filter: '77', sorting});
	orders.work!.run(Infinity);
	t.deepEqual([...orders.ask(rows, columns, {filter: '77', sorting}).order!], expected.filter(index => String(index).includes('77')));
});
