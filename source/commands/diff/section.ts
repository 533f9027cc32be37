import {fit, fitPath, start, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';
import {cellOf, shownColumns} from '../../views/cells.js';
import {listed} from '../../views/rows.js';
import {alignment, naturalWidths, placeColumns} from '../../views/table-layout.js';
import type {Column} from '../../views/view.js';

/** What became of a row: new, gone, changed, the same, or not known. */
export type Marker = '+' | '-' | '~' | '=' | '?';

/** A line of text, or one that tells two values of something. */
export type Line = string | {readonly title: string; readonly before: string; readonly after: string};

export type Entry<Row> = {
	readonly marker: Marker;
	readonly row: Row;
	/** What there is to say of it; read once. */
	readonly lines?: Iterable<Line>;
};

const indent = '  ';
const lineIndent = ' '.repeat(6);

/**
Rows with their markers under a heading, each with its lines below it, and notes on them all. With `columns`, the cells of a terminal's line, no line is longer: long values are cut, and columns without room are left out.

@yields lines
*/
export function * sectionText<Row>(heading: string, all: ReadonlyArray<Column<Row>>, entries: ReadonlyArray<Entry<Row>>, columns: number | undefined, notes: readonly string[] = []): Generator<string> {
	yield `${heading}\n`;
	if (entries.length > 0) {
		yield * rowsText(all, entries, columns);
	} else if (notes.length === 0) {
		yield `${indent}= No change\n`;
	}

	for (const note of notes) {
		yield `${cut(indent + note, columns)}\n`;
	}
}

function * rowsText<Row>(all: ReadonlyArray<Column<Row>>, entries: ReadonlyArray<Entry<Row>>, columns: number | undefined): Generator<string> {
	const rows = listed(entries.map(({row}) => row));
	const shown = shownColumns(all, rows);
	const cells = entries.map((_, index) => shown.map(column => cellOf(rows, index, column).text));
	const room = columns === undefined ? undefined : Math.max(1, columns - indent.length - 2);
	const widths = naturalWidths(shown, cells, room ?? Infinity);
	const placed = room === undefined ? widths.map((width, index) => ({index, width})) : placeColumns(shown, widths, room).columns;
	const line = (marker: string, texts: readonly string[]) => `${indent}${marker} ${placed.map(({index, width}) => place(texts[index]!, width, shown[index]!, room === undefined)).join(' ')}`.trimEnd() + '\n';
	yield line(' ', shown.map(({title}) => title));
	for (const [index, {marker, lines = []}] of entries.entries()) {
		yield line(marker, cells[index]!);
		for (const own of lines) {
			yield linesOf(own, columns).map(text => `${cut(lineIndent + text, columns)}\n`).join('');
		}
	}
}

// Values that do not fit beside each other stand below each other, so that no end of the second is lost with the first.
function linesOf(line: Line, columns = Infinity): string[] {
	if (typeof line === 'string') {
		return [line];
	}

	const {title, before, after} = line;
	const both = `${title}: ${before} -> ${after}`;
	return lineIndent.length + widthOf(both) <= columns ? [both] : [`${title}:`, `  - ${before}`, `  + ${after}`];
}

/** A line cut to the cells of a terminal's; without `columns` as it is. */
export function cut(line: string, columns: number | undefined): string {
	return columns === undefined || widthOf(line) <= columns ? line : start(line, columns - 1) + ellipsis();
}

function place<Row>(text: string, width: number, {type, isPath}: Column<Row>, isWhole: boolean): string {
	const align = alignment(type);
	if (isWhole) {
		const padding = ' '.repeat(Math.max(0, width - widthOf(text)));
		return align === 'right' ? padding + text : text + padding;
	}

	return isPath ? fitPath(text, width, ellipsis()) : fit(text, width, ellipsis(), align);
}

function ellipsis(): string {
	return terminalCharset() === 'ascii' ? '~' : '…';
}
