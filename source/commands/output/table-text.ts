import {fit, fitPath, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';
import {cellOf, shownColumns} from '../../views/cells.js';
import {listed} from '../../views/rows.js';
import {alignment, naturalWidths, placeColumns, type PlacedColumn, type TableLayout} from '../../views/table-layout.js';
import type {Column} from '../../views/view.js';
import type {RowWriter} from './rows.js';

// A longer value in a pipe is not padded to: it moves what stands behind it in its own row.
const widestPadded = 80;

/**
A table as lines of text under headings, whose columns are as wide as the first rows need. With `columns`, the cells of a terminal's line, no line is longer: long values are cut, and columns without room are left out, which a mark behind the headings says. Without, everything is there in full.
*/
export function tableWriter<Row>(all: ReadonlyArray<Column<Row>>, columns: number | undefined): RowWriter<Row> {
	let shown = all;
	let layout: TableLayout = {columns: [], hasLeft: false, hasRight: false};
	const ellipsis = terminalCharset() === 'ascii' ? '~' : '…';
	const more = terminalCharset() === 'ascii' ? '>' : '›';
	return {
		head(first) {
			shown = shownColumns(all, listed(first));
			const cells = first.map((_, index) => shown.map(column => cellOf(listed(first), index, column).text));
			layout = columns === undefined ? inFull(shown, cells) : placeColumns(shown, naturalWidths(shown, cells, columns), columns);
			return [line(layout.columns, ({index, width}) => fit(shown[index]!.title, width, ellipsis, alignment(shown[index]!.type)), layout.hasRight ? ` ${more}` : '')];
		},
		row: row => [line(layout.columns, ({index, width}) => {
			const column = shown[index]!;
			const {text} = cellOf(listed([row]), 0, column);
			if (columns === undefined) {
				const padding = ' '.repeat(Math.max(0, width - widthOf(text)));
				return alignment(column.type) === 'right' ? padding + text : text + padding;
			}

			return column.isPath ? fitPath(text, width, ellipsis) : fit(text, width, ellipsis, alignment(column.type));
		})],
		foot: () => [],
	};
}

function inFull(columns: ReadonlyArray<Column<never>>, cells: ReadonlyArray<readonly string[]>): TableLayout {
	return {columns: naturalWidths(columns.map(({title, type}) => ({title, type, max: widestPadded})), cells, widestPadded).map((width, index) => ({index, width})), hasLeft: false, hasRight: false};
}

function line(columns: readonly PlacedColumn[], text: (column: PlacedColumn) => string, end = ''): string {
	return `${columns.map(column => text(column)).join(' ')}${end}`.trimEnd() + '\n';
}
