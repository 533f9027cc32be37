import {attempt} from '../archive/attempt.js';
import {Untrusted} from '../text/untrusted.js';
import {cellText} from './cell-text.js';
import type {Cell, Column, Rows} from './view.js';

/** How a cell is shown: `empty` is a string without a character, which is something else than no string. */
export type ShownCell = {
	readonly text: string;
	readonly value: Cell;
	readonly state: 'ready' | 'empty' | 'pending' | 'failed';
};

/** What stands for a string without a character; its look tells it from a string that says so. */
export const emptyText = '(empty)';

/** One cell, or what stands for it while it is pending or when its image is damaged. */
export function cellOf<Row>(rows: Rows<Row>, index: number, column: Column<Row>): ShownCell {
	return shownCell(() => rows.at(index), column);
}

/** The same of a row that is there. */
export function cellOfRow<Row>(row: Row, column: Column<Row>): ShownCell {
	return shownCell(() => row, column);
}

function shownCell<Row>(rowOf: () => Row, column: Column<Row>): ShownCell {
	const result = attempt(() => {
		const row = rowOf();
		const value = column.value(row);
		return {value, text: cellText(column.text ? column.text(row) : value, column.type)};
	});
	switch (result.state) {
		case 'ready': {
			const {value, text} = result.value;
			return value instanceof Untrusted && value.length === 0 ? {text: emptyText, value, state: 'empty'} : {text, value, state: 'ready'};
		}

		case 'pending': {
			return {text: '', value: undefined, state: 'pending'};
		}

		case 'failed': {
			return {text: result.error.message, value: undefined, state: 'failed'};
		}
	}
}

// Looking at more rows than this would be felt.
const fewRows = 4096;

/** The columns that a table shows: of those that are shown only where they say something, those that do in some row. Of more rows than can be looked at they are all shown. */
export function shownColumns<Row>(columns: ReadonlyArray<Column<Row>>, rows: Rows<Row>): ReadonlyArray<Column<Row>> {
	return columns.filter(column => column.shown === undefined || (column.shown === 'if-filled' && (rows.length > fewRows || isFilled(column, rows))));
}

function isFilled<Row>(column: Column<Row>, rows: Rows<Row>): boolean {
	for (let index = 0; index < rows.length; index++) {
		const {state, value} = cellOf(rows, index, column);
		if (state === 'failed' || (value !== undefined && value !== false && value !== 0 && value !== 0n && value !== '')) {
			return true;
		}
	}

	return false;
}
