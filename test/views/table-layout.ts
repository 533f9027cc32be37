import test from 'ava';
import {naturalWidths, placeColumns, type TableColumn} from '../../source/views/table-layout.js';

const columns: readonly TableColumn[] = [{title: 'FD', type: 'number'}, {title: 'Type', type: 'text', max: 9}, {title: 'Target', type: 'text', min: 20}, {title: 'Flags', type: 'text'}];
const samples = [['12', 'regular', 'x'.repeat(60), 'RW'], ['3', 'eventpoll with more', 'y', 'W']];

function placed(width: number, skipped = 0) {
	const {columns: shown, hasLeft, hasRight} = placeColumns(columns, naturalWidths(columns, samples, width), width, skipped);
	return [shown.map(column => `${column.index}:${column.width}`).join(' '), `${hasLeft ? '<' : ''}${hasRight ? '>' : ''}`];
}

test('a column is as wide as its values, within its most', t => {
	t.deepEqual(placed(79), ['0:2 1:9 2:60 3:5', '']);
});

test('the last column takes what is left', t => {
	t.deepEqual(placed(100), ['0:2 1:9 2:60 3:26', '']);
});

test('the widest text gives way, numbers never', t => {
	t.deepEqual(placed(50), ['0:2 1:9 2:31 3:5', '']);
});

test('a column that would cost the others more than they can give is left out', t => {
	t.deepEqual(placed(38), ['0:2 1:9 2:22', '>']);
	t.deepEqual(placed(20), ['0:2 1:9', '>']);
});

test('going to the right, the first column stays', t => {
	t.deepEqual(placed(30, 1), ['0:2 2:24', '<>']);
	t.deepEqual(placed(30, 2), ['0:2 3:5', '<']);
});

test('a screen without room for anything still has a column', t => {
	t.deepEqual(placed(6), ['0:2 1:0', '>']);
});

test('of a long value no more is measured than fits', t => {
	t.deepEqual(naturalWidths([{title: 'Value', type: 'text'}], [['x'.repeat(1_000_000)]], 40), [40]);
});
