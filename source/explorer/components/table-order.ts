import {Untrusted} from '../../text/untrusted.js';
import {cellText} from '../../views/cell-text.js';
import type {Cell, Column, Rows} from '../../views/view.js';
import {cellOf} from '../../views/cells.js';

/** `column` is the name of one. */
export type Sorting = {readonly column: string; readonly descending: boolean};

/** Rows between two looks at the clock. */
const stride = 32;
const blockSize = 2048;

/**
Row numbers in the order in which a table shows them: those that hold `filter` in some cell, in any case, sorted.

There may be a million rows, so the work is done in slices: `run` goes on with it, and `order` holds what there is so far.
*/
export class RowOrder<Row> {
	#order: readonly number[] = [];
	readonly #work: Generator<void>;
	#done = 0;
	#isComplete = false;
	readonly #rows: Rows<Row>;
	readonly #columns: ReadonlyArray<Column<Row>>;

	constructor(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, filter: string, sorting: Sorting | undefined) {
		this.#rows = rows;
		this.#columns = columns;
		this.#work = this.#steps(filter.toLowerCase(), sorting);
	}

	/** What has been found so far; in its final order only when it is complete. */
	get order(): readonly number[] {
		return this.#order;
	}

	get isComplete(): boolean {
		return this.#isComplete;
	}

	/** Part of the rows that has been looked at, 0 to 1. */
	get progress(): number {
		return this.#isComplete ? 1 : this.#done / Math.max(1, this.#rows.length);
	}

	/** Goes on for about `milliseconds`, or to the end. */
	run(milliseconds: number): this {
		const end = performance.now() + milliseconds;
		do {
			this.#isComplete = this.#work.next().done === true;
		} while (!this.#isComplete && performance.now() < end);

		return this;
	}

	* #steps(needle: string, sorting: Sorting | undefined): Generator<void> {
		const found: number[] = [];
		this.#order = found;
		for (let index = 0; index < this.#rows.length; index++) {
			if (needle === '' || this.#columns.some(column => this.#holds(index, column, needle))) {
				found.push(index);
			}

			this.#done = index + 1;
			if (index % stride === stride - 1) {
				yield;
			}
		}

		const column = sorting && this.#columns.find(({name}) => name === sorting.column);
		if (column) {
			yield * this.#sort(found, column, sorting.descending);
		}
	}

	#holds(index: number, column: Column<Row>, needle: string): boolean {
		const {text, value} = cellOf(this.#rows, index, column);
		return text.toLowerCase().includes(needle) || (column.text !== undefined && cellText(value, column.type).toLowerCase().includes(needle));
	}

	// Sorts by merging, stable: blocks first, then pairs of what is sorted.
	* #sort(found: readonly number[], column: Column<Row>, descending: boolean): Generator<void> {
		const keys: Cell[] = [];
		for (const [position, index] of found.entries()) {
			keys.push(comparable(cellOf(this.#rows, index, column).value));
			if (position % stride === stride - 1) {
				yield;
			}
		}

		const sign = descending ? -1 : 1;
		const isBefore = (a: number, b: number) => compare(keys[a], keys[b], sign);
		let runs: number[][] = [];
		for (let from = 0; from < found.length; from += blockSize) {
			runs.push(Array.from({length: Math.min(blockSize, found.length - from)}, (_, position) => from + position).sort(isBefore));
			yield;
		}

		while (runs.length > 1) {
			const merged: number[][] = [];
			for (let pair = 0; pair < runs.length; pair += 2) {
				merged.push(yield * merge(runs[pair]!, runs[pair + 1] ?? [], isBefore));
			}

			runs = merged;
		}

		this.#order = (runs[0] ?? []).map(position => found[position]!);
	}
}

function * merge(a: readonly number[], b: readonly number[], order: (a: number, b: number) => number): Generator<void, number[]> {
	const result: number[] = [];
	let [left, right] = [0, 0];
	while (left < a.length && right < b.length) {
		result.push(order(a[left]!, b[right]!) <= 0 ? a[left++]! : b[right++]!);
		if (result.length % blockSize === 0) {
			yield;
		}
	}

	for (; left < a.length; left++) {
		result.push(a[left]!);
	}

	for (; right < b.length; right++) {
		result.push(b[right]!);
	}

	return result;
}

// What is absent comes last, whichever way it is sorted.
function compare(a: Cell, b: Cell, sign: number): number {
	if (a === undefined || b === undefined) {
		return Number(a === undefined) - Number(b === undefined);
	}

	return a < b ? -sign : (a > b ? sign : 0);
}

function comparable(cell: Cell): Cell {
	return cell instanceof Untrusted ? cell.toKey() : (typeof cell === 'boolean' ? Number(cell) : cell);
}
