import {type Rows, type Column} from '../../views/view.js';
import {cellOfRow, shownColumns} from '../../views/cells.js';

/** A part of a report. Every text is harmless in a terminal already. */
export type Section = {
	readonly title: string;
	/** What it is about, a sentence. */
	readonly summary?: string;
	readonly table?: ReportTable;
	/** Sentences: what is missing, what is to be known. */
	readonly notes: readonly string[];
	/** As it stands, in lines: what somebody wrote, bytes in hexadecimal. */
	readonly text?: readonly string[];
};

export type ReportTable = {
	readonly headings: readonly string[];
	/** Made when they are written. */
	readonly rows: Iterable<readonly string[]>;
	readonly length: number;
};

// A reader stops long before; who wants them all has the commands.
const mostRows = 5000;

/** Rows of a view as a table, and what is said where it does not have all of them. */
export function tableOf<Row>(columns: ReadonlyArray<Column<Row>>, rows: Rows<Row>): {readonly table: ReportTable; readonly notes: readonly string[]} {
	const shown = shownColumns(columns, rows);
	const length = Math.min(rows.length, mostRows);
	return {
		table: {headings: shown.map(({title}) => title), rows: rowTexts(shown, rows, length), length},
		notes: rows.length > length ? [`Only the first ${length} of ${rows.length} rows are here.`] : [],
	};
}

function * rowTexts<Row>(columns: ReadonlyArray<Column<Row>>, rows: Rows<Row>, length: number): Generator<string[]> {
	for (let index = 0; index < length; index++) {
		const row = rows.at(index);
		yield columns.map(column => cellOfRow(row, column).text);
	}
}
