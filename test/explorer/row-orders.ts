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
	t.deepEqual(orders.ask(rows, columns, {filter: '9', sorting}).order?.slice(0, 2), [999, 998]);
	t.is(orders.ask(rows, columns, {filter: '', sorting: undefined}).order, undefined);
	t.is(orders.work, undefined);
});
