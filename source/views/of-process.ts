import type {Process} from '../checkpoint/process.js';
import type {Column} from './view.js';

/** A row of a view of one process, among those of several. */
export type OfProcess<Row> = {readonly process: Process; readonly row: Row};

export function ofProcess<Row>(column: Column<Row>): Column<OfProcess<Row>> {
	const {text, json} = column;
	return {
		...column,
		value: ({row}) => column.value(row),
		...(text && {text: ({row}: OfProcess<Row>) => text(row)}),
		...(json && {json: ({row}: OfProcess<Row>) => json(row)}),
	} as Column<OfProcess<Row>>;
}

export function noteText({pid}: Process, note: string): string {
	return `pid ${pid}: ${note}`;
}
