import {fit, fitPath, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';
import {cellOf, shownColumns} from '../../views/cells.js';
import {listed} from '../../views/rows.js';
import {alignment, naturalWidths, placeColumns, type PlacedColumn, type TableLayout} from '../../views/table-layout.js';
import type {Column} from '../../views/view.js';

// A longer value in a pipe is not padded to: it moves what stands behind it in its own row.
const widestPadded = 80;

// Rows that the widths of the columns are taken from; later ones may be wider.
const sampleSize = 2000;

/**
A table as lines of text under headings. With `columns`, the cells of a terminal's line, no line is longer: long values are cut, and columns without room are left out, which a mark behind the headings says. Without, everything is there in full.

@yields lines
*/
export function * tableText<Row>(all: ReadonlyArray<Column<Row>>, rows: Iterable<Row>, columns: number | undefined): Generator<string> {
	const iterator = rows[Symbol.iterator]();
	const sample: Row[] = [];
	let next = iterator.next();
	for (; !next.done && sample.length < sampleSize; next = iterator.next()) {
		sample.push(next.value);
	}

	const shown = shownColumns(all, listed(sample));
	const cells = sample.map((_, index) => shown.map(column => cellOf(listed(sample), index, column).text));
	const layout = columns === undefined ? inFull(shown, cells) : placeColumns(shown, naturalWidths(shown, cells, columns), columns);
	const ellipsis = terminalCharset() === 'ascii' ? '~' : '…';
	const more = terminalCharset() === 'ascii' ? '>' : '›';
	yield line(layout.columns, ({index, width}) => fit(shown[index]!.title, width, ellipsis, alignment(shown[index]!.type)), layout.hasRight ? ` ${more}` : '');
	for (const row of chain(sample, next, iterator)) {
		yield line(layout.columns, ({index, width}) => {
			const column = shown[index]!;
			const {text} = cellOf(listed([row]), 0, column);
			if (columns === undefined) {
				const padding = ' '.repeat(Math.max(0, width - widthOf(text)));
				return alignment(column.type) === 'right' ? padding + text : text + padding;
			}

			return column.isPath ? fitPath(text, width, ellipsis) : fit(text, width, ellipsis, alignment(column.type));
		});
	}
}

function * chain<Row>(first: Iterable<Row>, next: IteratorResult<Row, unknown>, rest: Iterator<Row>): Generator<Row> {
	yield * first;
	for (let result = next; !result.done; result = rest.next()) {
		yield result.value;
	}
}

function inFull(columns: ReadonlyArray<Column<never>>, cells: ReadonlyArray<readonly string[]>): TableLayout {
	return {columns: naturalWidths(columns.map(({title, type}) => ({title, type, max: widestPadded})), cells, widestPadded).map((width, index) => ({index, width})), hasLeft: false, hasRight: false};
}

function line(columns: readonly PlacedColumn[], text: (column: PlacedColumn) => string, end = ''): string {
	return `${columns.map(column => text(column)).join(' ')}${end}`.trimEnd() + '\n';
}
