import test from 'ava';
import {rowWriter} from '../../../source/commands/output/rows.js';
import {RowStream} from '../../../source/commands/search/row-stream.js';
import type {Column} from '../../../source/views/view.js';

const columns: ReadonlyArray<Column<string>> = [{name: 'a', title: 'A', type: 'text', value: row => row}];

function stream(format: 'table' | 'json' | 'ndjson' | 'csv'): {rows: RowStream<string>; printed: () => string} {
	let text = '';
	const rows = new RowStream(rowWriter(columns, {format, columns: undefined}), async pieces => {
		text += [...pieces].join('');
	}, {isTable: format === 'table'});
	return {rows, printed: () => text};
}

test('what is for programs is printed at once', async t => {
	for (const [format, first, all] of [['ndjson', '{"a": "x"}\n', '{"a": "x"}\n{"a": "y"}\n'], ['csv', 'a\nx\n', 'a\nx\ny\n'], ['json', '[\n{"a": "x"}', '[\n{"a": "x"},\n{"a": "y"}\n]\n']] as const) {
		const {rows, printed} = stream(format);
		await rows.add(['x']);
		t.is(printed(), first);
		await rows.add([]);
		await rows.add(['y']);
		await rows.end();
		t.is(printed(), all);
	}
});

test('a table waits for rows that its columns are as wide as, but not for all', async t => {
	const {rows, printed} = stream('table');
	await rows.add(['x']);
	t.is(printed(), '');
	await rows.add(Array.from({length: 1000}, () => 'wide'));
	t.true(printed().startsWith('A\nx\nwide\n'));
	await rows.add(['y']);
	t.true(printed().endsWith('wide\ny\n'));
	await rows.end();
});

test('nothing found: a list without items, headings', async t => {
	for (const [format, text] of [['json', '[]\n'], ['ndjson', ''], ['csv', 'a\n']] as const) {
		const {rows, printed} = stream(format);
		await rows.end();
		t.is(printed(), text);
	}
});
