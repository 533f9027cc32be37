import {attempt} from '../archive/attempt.js';
import type {Cell, Column, Rows} from './view.js';

/** Rows that are all there. */
export function listed<Row>(rows: readonly Row[]): Rows<Row> {
	return {length: rows.length, at: index => rows[index]!};
}

export function * each<Row>(rows: Rows<Row>): Generator<Row> {
	for (let index = 0; index < rows.length; index++) {
		yield rows.at(index);
	}
}

/** A cell that stays empty where the image that fills it is damaged or not there yet, so that it doesn't cost the row. */
export function cell(value: () => Cell): Cell {
	const result = attempt(value);
	return result.state === 'ready' ? result.value : undefined;
}

/** The same for a column of a row, of which there may be millions. */
export function cellIn<Row>(column: Column<Row>, row: Row): Cell {
	try {
		return column.value(row);
	} catch {
		return cell(() => column.value(row));
	}
}

/** Why cells of a row are empty: the complaints of these questions, each once. */
export function complaints(...questions: ReadonlyArray<() => unknown>): string | undefined {
	const messages = questions.map(question => attempt(question)).flatMap(result => result.state === 'ready' ? [] : [result.error.message]);
	return messages.length === 0 ? undefined : [...new Set(messages)].join('; ');
}
