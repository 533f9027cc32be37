import type {Column} from '../../views/view.js';
import {Untrusted} from '../../text/untrusted.js';
import {cellText} from '../../views/cell-text.js';
import type {Format} from '../view-options.js';
import {jsonText} from './json-text.js';
import {jsonOf, record} from './record.js';
import {tableText} from './table-text.js';

type Options = {
	readonly format: Format;
	/** Cells of a terminal's line; undefined where nobody looks. */
	readonly columns: number | undefined;
};

/** Rows in a format: the text in pieces. */
export function rowsText<Row>(columns: ReadonlyArray<Column<Row>>, rows: Iterable<Row>, {format, columns: width}: Options): Iterable<string> {
	switch (format) {
		case 'table': {
			return tableText(columns, rows, width);
		}

		case 'json': {
			return jsonList(columns, rows);
		}

		case 'ndjson': {
			return jsonLines(columns, rows);
		}

		case 'csv': {
			return csvText(columns, rows);
		}
	}
}

// One row a line: a list for a program, and still for `grep`.
function * jsonList<Row>(columns: ReadonlyArray<Column<Row>>, rows: Iterable<Row>): Generator<string> {
	let separator = '[\n';
	for (const row of rows) {
		yield separator;
		yield * jsonText(record(columns, row));
		separator = ',\n';
	}

	yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function * jsonLines<Row>(columns: ReadonlyArray<Column<Row>>, rows: Iterable<Row>): Generator<string> {
	for (const row of rows) {
		yield * jsonText(record(columns, row));
		yield '\n';
	}
}

// RFC 4180, but for the line ends. Text is written as it is shown, since it goes to terminals and spreadsheets.
function * csvText<Row>(columns: ReadonlyArray<Column<Row>>, rows: Iterable<Row>): Generator<string> {
	yield `${columns.map(({name}) => name).join(',')}\n`;
	for (const row of rows) {
		yield `${columns.map(({type, value}) => {
			const cell = value(row);
			const json = jsonOf(cell, type);
			return csvField(json === null ? '' : cell instanceof Untrusted ? cellText(cell, type) : Untrusted.from(String(json as string | number | boolean)).toString());
		}).join(',')}\n`;
	}
}

function csvField(text: string): string {
	return /[\n\r",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
