import test from 'ava';
import {rowsText, rowWriter} from '../../../source/commands/output/rows.js';
import {formats} from '../../../source/commands/view-options.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import type {Cell, Column} from '../../../source/views/view.js';

const values: readonly Cell[] = [
	undefined,
	undefined,
	'',
	'',
	Untrusted.empty,
	Untrusted.empty,
	undefined,
	0,
	0n,
	0,
	false,
	'a',
	Untrusted.from('a'),
	Untrusted.from('a'),
	'a',
	Untrusted.from('b'),
	new Untrusted(Uint8Array.of(0x62, 0xff)),
	Untrusted.from('b'),
	Untrusted.from('x'.repeat(100)),
	Untrusted.from('x'.repeat(100)),
	1,
	1n,
	'1',
	true,
	'a,"b"\n',
	Untrusted.from('a,"b"\n'),
];

const columns: ReadonlyArray<Column<Cell>> = [
	{name: 'a', title: 'A', type: 'text', value: row => row},
	{name: 'b', title: 'B', type: 'address', value: row => typeof row === 'number' ? row : undefined},
	{name: 'c', title: 'C', type: 'text', value: row => row, text: row => row === undefined ? 'none' : row},
];

test('a row is written as if it were alone, whatever the row before it says', t => {
	for (const format of formats) {
		const options = {format, columns: undefined};
		const alone = values.map(value => {
			const writer = rowWriter(columns, options);
			// Also for its widths.
			const head = [...writer.head(values)].join('');
			return {head, row: writer.row(value), foot: [...writer.foot()].join('')};
		});
		const rows = alone.map(({row}, index) => format === 'json' && index > 0 ? row.replace('[', ',') : row);
		t.is([...rowsText(columns, values, options)].join(''), [alone[0]!.head, ...rows, alone[0]!.foot].join(''));
	}
});
