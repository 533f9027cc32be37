import {fit, fitPath, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';
import {cellOfRow, shownColumns} from '../../views/cells.js';
import {listed} from '../../views/rows.js';
import {alignment, naturalWidths, placeColumns, type TableLayout} from '../../views/table-layout.js';
import type {Column} from '../../views/view.js';
import {repeating} from './repeated.js';
import type {RowWriter} from './rows.js';

// A longer value in a pipe is not padded to: it moves what stands behind it in its own row.
const widestPadded = 80;

/**
A table as lines of text under headings, whose columns are as wide as the first rows need. With `columns`, the cells of a terminal's line, no line is longer: long values are cut, and columns without room are left out, which a mark behind the headings says. Without, everything is there in full.
*/
export function tableWriter<Row>(all: ReadonlyArray<Column<Row>>, columns: number | undefined): RowWriter<Row> {
	let cells: ReadonlyArray<(row: Row) => string> = [];
	const ellipsis = terminalCharset() === 'ascii' ? '~' : '…';
	const more = terminalCharset() === 'ascii' ? '>' : '›';
	return {
		head(first) {
			const shown = shownColumns(all, listed(first));
			const samples = first.map(row => shown.map(column => cellOfRow(row, column).text));
			const layout = columns === undefined ? inFull(shown, samples) : placeColumns(shown, naturalWidths(shown, samples, columns), columns);
			cells = layout.columns.map(({index, width}) => {
				const column = shown[index]!;
				const write = repeating((text: string) => columns === undefined ? padded(text, width, column) : cut(text, width, column, ellipsis));
				return row => write(cellOfRow(row, column).text);
			});
			const headings = layout.columns.map(({index, width}) => fit(shown[index]!.title, width, ellipsis, alignment(shown[index]!.type)));
			return [line([...headings, ...layout.hasRight ? [more] : []])];
		},
		row: row => line(cells.map(cell => cell(row))),
		foot: () => [],
	};
}

function padded(text: string, width: number, {type}: Column<never>): string {
	const padding = ' '.repeat(Math.max(0, width - widthOf(text)));
	return alignment(type) === 'right' ? padding + text : text + padding;
}

function cut(text: string, width: number, {type, isPath = false}: Column<never>, ellipsis: string): string {
	return isPath ? fitPath(text, width, ellipsis) : fit(text, width, ellipsis, alignment(type));
}

function inFull(columns: ReadonlyArray<Column<never>>, cells: ReadonlyArray<readonly string[]>): TableLayout {
	return {columns: naturalWidths(columns.map(({title, type}) => ({title, type, max: widestPadded})), cells, widestPadded).map((width, index) => ({index, width})), hasLeft: false, hasRight: false};
}

function line(cells: readonly string[]): string {
	return `${cells.join(' ').trimEnd()}\n`;
}
