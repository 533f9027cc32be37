import type {Cell, CellType, Column} from '../../views/view.js';
import {Untrusted} from '../../text/untrusted.js';
import {cellText} from '../../views/cell-text.js';
import type {Format} from '../view-options.js';
import {jsonOf, recordWriter} from './record.js';
import {repeating} from './repeated.js';
import {tableWriter} from './table-text.js';

type Options = {
	readonly format: Format;
	/** Cells of a terminal's line; undefined where nobody looks. */
	readonly columns: number | undefined;
};

/** Writes rows in a format; what it yields is text in pieces. */
export type RowWriter<Row> = {
	/** What stands above the rows. The columns of a table are as wide as these first rows need, which are written later. */
	head(first: readonly Row[]): Iterable<string>;
	row(row: Row): string;
	/** What stands below them. */
	foot(): Iterable<string>;
};

// Rows that the widths of the columns are taken from; later ones may be wider.
const sampleSize = 2000;

/**
Rows in a format.
@yields the text in pieces
*/
export function * rowsText<Row>(columns: ReadonlyArray<Column<Row>>, rows: Iterable<Row>, options: Options): Generator<string> {
	const writer = rowWriter(columns, options);
	const iterator = rows[Symbol.iterator]();
	const sample: Row[] = [];
	let next = iterator.next();
	for (; !next.done && sample.length < (options.format === 'table' ? sampleSize : 0); next = iterator.next()) {
		sample.push(next.value);
	}

	yield * writer.head(sample);
	for (const row of sample) {
		yield writer.row(row);
	}

	for (; !next.done; next = iterator.next()) {
		yield writer.row(next.value);
	}

	yield * writer.foot();
}

/** What writes rows in a format as they come. */
export function rowWriter<Row>(columns: ReadonlyArray<Column<Row>>, {format, columns: width}: Options): RowWriter<Row> {
	switch (format) {
		case 'table': {
			return tableWriter(columns, width);
		}

		case 'json': {
			return listWriter(columns);
		}

		case 'ndjson': {
			const record = recordWriter(columns);
			return {head: () => [], row: row => `${record(row)}\n`, foot: () => []};
		}

		case 'csv': {
			return csvWriter(columns);
		}
	}
}

// One row a line: a list for a program, and still for `grep`.
function listWriter<Row>(columns: ReadonlyArray<Column<Row>>): RowWriter<Row> {
	let separator = '[\n';
	const record = recordWriter(columns);
	return {
		head: () => [],
		row(row) {
			const text = separator + record(row);
			separator = ',\n';
			return text;
		},
		foot: () => [separator === '[\n' ? '[]\n' : '\n]\n'],
	};
}

// RFC 4180, but for the line ends. Text is written as it is shown, since it goes to terminals and spreadsheets.
function csvWriter<Row>(columns: ReadonlyArray<Column<Row>>): RowWriter<Row> {
	const fields = columns.map(({type, value}, index) => {
		const separator = index === 0 ? '' : ',';
		const write = repeating(cell => separator + csvField(csvText(cell, type)));
		return (row: Row) => write(value(row));
	});
	return {
		head: () => [`${columns.map(({name}) => name).join(',')}\n`],
		row: row => `${fields.map(field => field(row)).join('')}\n`,
		foot: () => [],
	};
}

function csvText(cell: Cell, type: CellType): string {
	const json = jsonOf(cell, type);
	return json === null ? '' : cell instanceof Untrusted ? cellText(cell, type) : Untrusted.from(String(json as string | number | boolean)).toString();
}

function csvField(text: string): string {
	return /[\n\r",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
