import test from 'ava';
import {columnWidths, type TableColumn} from '../../source/explorer/components/table-layout.js';

const columns: readonly TableColumn[] = [{title: 'FD', type: 'number'}, {title: 'Type', type: 'text', max: 9}, {title: 'Target', type: 'text'}];
const samples = [['12', 'regular', 'x'.repeat(60)], ['3', 'eventpoll with more', 'y']];

test('a column is as wide as its values, within its most', t => {
	t.deepEqual(columnWidths(columns, samples, 73), [2, 9, 60]);
});

test('the last column takes what is left', t => {
	t.deepEqual(columnWidths(columns, samples, 100), [2, 9, 87]);
});

test('the widest text gives way, numbers never', t => {
	t.deepEqual(columnWidths(columns, samples, 40), [2, 9, 27]);
});

test('what cannot be squeezed any more is left for scrolling', t => {
	t.deepEqual(columnWidths([{title: 'Start', type: 'address'}, {title: 'End', type: 'address'}], [['7f0000000000', '7f0000001000']], 20), [12, 12]);
});
