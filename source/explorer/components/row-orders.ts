import type {Column, Rows} from '../../views/view.js';
import {RowOrder, type RowNumbers, type Sorting} from './table-order.js';

/** What a person asked to see of the rows. */
export type RowQuestion = {readonly filter: string; readonly sorting: Sorting | undefined};

export type ShownRows<Row> = {
	readonly rows: Rows<Row>;
	/** Row numbers by position; undefined where each row stands at its own. */
	readonly order: RowNumbers | undefined;
	/** False while the order is still being made: there may be more rows, in another order. */
	readonly isComplete: boolean;
	/** Part of the rows that has been looked at, 0 to 1. */
	readonly progress: number;
};

type Made<Row> = {readonly rows: Rows<Row>; readonly question: RowQuestion; readonly order: RowOrder<Row>};

/**
The orders of a table whose rows are asked for anew while an archive arrives.

An order in the making is finished before one of newer rows is begun, and the last whole one is shown until the next is: the table neither starts over with each piece that arrives, nor flickers.
*/
export class RowOrders<Row> {
	#making: Made<Row> | undefined;
	#whole: Made<Row> | undefined;
	readonly #slice: number;

	/** A new order is worked on for about `slice` milliseconds before it is shown for the first time. */
	constructor(slice: number) {
		this.#slice = slice;
	}

	/** What has to be run on, if anything. */
	get work(): RowOrder<Row> | undefined {
		return this.#making?.order;
	}

	/** What to show for a question; the same question again costs nothing. */
	ask(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, question: RowQuestion): ShownRows<Row> {
		if (question.filter === '' && question.sorting === undefined) {
			this.#making = undefined;
			this.#whole = undefined;
			return {rows, order: undefined, isComplete: true, progress: 1};
		}

		const last = this.#making;
		const isSame = last?.question.filter === question.filter && last.question.sorting === question.sorting;
		if (!isSame || (last.order.isComplete && last.rows !== rows)) {
			this.#whole = isSame ? last : undefined;
			this.#making = {rows, question, order: new RowOrder(rows, columns, question.filter, question.sorting, last?.order).run(this.#slice)};
		}

		const making = this.#making!;
		const {rows: shown, order} = making.order.isComplete ? making : this.#whole ?? making;
		return {rows: shown, order: order.order, isComplete: order.isComplete, progress: order.progress};
	}
}
