import test from 'ava';
import {find, move, selectionStart} from '../../../source/explorer/start/selection.js';

const rows = ['a', 'b', 'c', 'd', 'e'];

test('until it is moved, the cursor is at the top, whatever comes to be there', t => {
	t.deepEqual(find(selectionStart, rows, 3), {index: 0, top: 0});
	t.deepEqual(find(selectionStart, ['z', ...rows], 3), {index: 0, top: 0});
});

test('the cursor goes with its row', t => {
	const onB = move(selectionStart, rows, 3, {type: 'by', rows: 1});
	t.is(onB.key, 'b');
	t.deepEqual(find(onB, ['e', 'd', 'c', 'b', 'a'], 3), {index: 3, top: 1});
	t.deepEqual(find(onB, ['b', 'd'], 3), {index: 0, top: 0});
});

test('while its row is not there, the cursor is on the first; it comes back with it', t => {
	const onD = move(selectionStart, rows, 3, {type: 'to', index: 3});
	t.is(find(onD, ['a', 'c'], 3).index, 0);
	t.is(find(onD, [], 3).index, 0);
	t.is(find(onD, rows, 3).index, 3);
});

test('a move starts from where the cursor is seen', t => {
	const onD = move(selectionStart, rows, 3, {type: 'to', index: 3});
	t.is(move(onD, ['a', 'c'], 3, {type: 'by', rows: 1}).key, 'c');
	t.is(move(onD, ['a', 'c'], 3, {type: 'fit'}).key, 'a');
	t.is(move(onD, [], 3, {type: 'by', rows: 1}), onD);
});
