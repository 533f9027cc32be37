import {fit, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';
import {cellOf, shownColumns} from '../../views/cells.js';
import {placeColumns} from '../../views/table-layout.js';
import type {Column, Rows} from '../../views/view.js';

// As checkpointctl has them.
const leastWidth = 6;
const gap = 3;

// Rows that the widths of the columns are taken from; later ones may be wider.
const sampleSize = 2000;

/**
A table as checkpointctl prints it: headings in capitals, a rule below each, and every value at the left of its column. With `width`, the cells of a terminal's line, columns move together and lose their ends until it fits.

@yields lines
*/
export function * ruledTable<Row>(all: ReadonlyArray<Column<Row>>, rows: Rows<Row>, width: number | undefined): Generator<string> {
	const columns = shownColumns(all, rows);
	const headings = columns.map(({title}) => title.toUpperCase());
	const natural = headings.map(heading => heading.length);
	const cellsOf = (index: number) => columns.map(column => cellOf(rows, index, column).text);
	for (let index = 0; index < Math.min(rows.length, sampleSize); index++) {
		for (const [column, text] of cellsOf(index).entries()) {
			natural[column] = Math.max(natural[column]!, widthOf(text));
		}
	}

	const line = lineOf(columns, headings, natural, width);
	yield line(headings);
	yield line(headings.map(heading => '-'.repeat(heading.length)));
	for (let index = 0; index < rows.length; index++) {
		yield line(cellsOf(index));
	}
}

function lineOf(columns: ReadonlyArray<Column<never>>, headings: readonly string[], natural: readonly number[], width = Infinity): (cells: readonly string[]) => string {
	const inFull = natural.map(cells => Math.max(leastWidth, cells + gap));
	if (sum(inFull.slice(0, -1)) + natural.at(-1)! <= width) {
		return cells => `${cells.map((text, index) => text + ' '.repeat(Math.max(0, inFull[index]! - widthOf(text)))).join('').trimEnd()}\n`;
	}

	const {columns: placed} = placeColumns(headings.map((title, index) => ({title, type: 'text', min: columns[index]!.min ?? title.length})), natural, width);
	const ellipsis = terminalCharset() === 'ascii' ? '~' : '…';
	return cells => `${placed.map(({index, width: cellsOfColumn}) => fit(cells[index]!, cellsOfColumn, ellipsis)).join(' ').trimEnd()}\n`;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
