import {attempt} from '../../archive/attempt.js';
import {Untrusted} from '../../text/untrusted.js';
import {cellText} from '../../views/cell-text.js';
import type {Cell, Column, Rows} from '../../views/view.js';

export type Sorting = {readonly column: number; readonly descending: boolean};

/** Which rows are shown, in which order, as indexes into the rows; undefined when it is all of them as recorded. */
export function rowOrder<Row>(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, filter: string, sorting: Sorting | undefined): readonly number[] | undefined {
	if (filter === '' && sorting === undefined) {
		return undefined;
	}

	const needle = filter.toLowerCase();
	let order = Array.from({length: rows.length}, (_, index) => index);
	if (needle !== '') {
		order = order.filter(index => columns.some(column => cellOf(rows, index, column).text.toLowerCase().includes(needle)));
	}

	const column = sorting && columns[sorting.column];
	if (column) {
		const keys = new Map(order.map(index => [index, cellOf(rows, index, column).value]));
		const sign = sorting.descending ? -1 : 1;
		order.sort((a, b) => sign * compare(keys.get(a), keys.get(b)));
	}

	return order;
}

export type ShownCell = {
	readonly text: string;
	readonly value: Cell;
	readonly state: 'ready' | 'pending' | 'failed';
};

/** One cell, or what stands for it while it is pending or when its image is damaged. */
export function cellOf<Row>(rows: Rows<Row>, index: number, column: Column<Row>): ShownCell {
	const result = attempt(() => column.value(rows.at(index)));
	switch (result.state) {
		case 'ready': {
			return {text: cellText(result.value, column.type), value: result.value, state: 'ready'};
		}

		case 'pending': {
			return {text: '', value: undefined, state: 'pending'};
		}

		case 'failed': {
			return {text: result.error.message, value: undefined, state: 'failed'};
		}
	}
}

// What is absent comes last whatever it is compared with.
function compare(a: Cell, b: Cell): number {
	if (a === undefined || b === undefined) {
		return Number(a === undefined) - Number(b === undefined);
	}

	const [left, right] = [comparable(a), comparable(b)];
	return left < right ? -1 : left > right ? 1 : 0;
}

function comparable(cell: Exclude<Cell, undefined>): string | number | bigint {
	return cell instanceof Untrusted ? cell.toKey() : typeof cell === 'boolean' ? Number(cell) : cell;
}
