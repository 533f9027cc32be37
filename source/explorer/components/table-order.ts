import {attempt} from '../../archive/attempt.js';
import {Untrusted} from '../../text/untrusted.js';
import {cellText} from '../../views/cell-text.js';
import type {Cell, Column, Rows} from '../../views/view.js';
import {cellOf, cellOfRow} from '../../views/cells.js';

/** `column` is the name of one. */
export type Sorting = {readonly column: string; readonly descending: boolean};

/** Rows between two looks at the clock. */
const stride = 32;
const blockSize = 2048;

/** Numbers of rows. */
export type RowNumbers = Uint32Array;

/** Rows that may hold something: these, and all from `end` on. */
type Candidates = {readonly rows: RowNumbers; readonly end: number};

const everyRow: Candidates = {rows: new Uint32Array(0), end: 0};

/**
Row numbers in the order in which a table shows them: those that hold `filter` in some cell, in any case, sorted.

There may be a million rows, so the work is done in slices: `run` goes on with it, and `order` holds what there is so far. What an order of a shorter filter, `before`, has left out is not looked at again.
*/
export class RowOrder<Row> {
	readonly #rows: Rows<Row>;
	readonly #columns: ReadonlyArray<Column<Row>>;
	readonly #needle: string;
	readonly #work: Generator<void>;
	readonly #candidates: Candidates;
	// Which of the candidates is looked at next.
	#next = 0;
	#found = new Uint32Array(64);
	#count = 0;
	#sorted: RowNumbers | undefined;
	#done = 0;
	#isComplete = false;

	constructor(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, filter: string, sorting: Sorting | undefined, before?: RowOrder<Row>) {
		this.#rows = rows;
		this.#columns = columns;
		this.#needle = filter.toLowerCase();
		const isNarrower = before !== undefined && before.#rows === rows && before.#columns === columns && this.#needle.includes(before.#needle);
		this.#candidates = isNarrower ? before.#left() : everyRow;
		this.#work = this.#steps(sorting);
	}

	/** What has been found so far; in its final order only when it is complete. */
	get order(): RowNumbers {
		return this.#sorted ?? this.#found.subarray(0, this.#count);
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

	#left(): Candidates {
		const {rows, end} = this.#candidates;
		const left = new Uint32Array(this.#count + rows.length - this.#next);
		left.set(this.#found.subarray(0, this.#count));
		left.set(rows.subarray(this.#next), this.#count);
		return {rows: left, end: Math.max(end, this.#done)};
	}

	* #steps(sorting: Sorting | undefined): Generator<void> {
		const holds = this.#needle === '' ? () => true : this.#filter();
		const {rows, end} = this.#candidates;
		const {length} = this.#rows;
		for (let looked = 1; this.#next < rows.length || this.#done < length; looked++) {
			const isKnown = this.#next < rows.length;
			const index = isKnown ? rows[this.#next]! : Math.max(end, this.#done);
			if (index < length && holds(index)) {
				this.#add(index);
			}

			this.#next += isKnown ? 1 : 0;
			this.#done = Math.min(length, index + 1);
			if (looked % stride === 0) {
				yield;
			}
		}

		const column = sorting && this.#columns.find(({name}) => name === sorting.column);
		if (column) {
			yield * this.#sort(this.order, column, sorting.descending);
		}
	}

	#add(index: number): void {
		if (this.#count === this.#found.length) {
			const larger = new Uint32Array(2 * this.#count);
			larger.set(this.#found);
			this.#found = larger;
		}

		this.#found[this.#count++] = index;
	}

	/** Whether a row holds what is looked for. */
	#filter(): (index: number) => boolean {
		const needle = this.#needle;
		const isIn = (text: string) => text.toLowerCase().includes(needle);
		const columns = this.#columns.map(column => {
			const shown = ofLast(isIn);
			const whole = ofLast(isIn);
			return (row: Row) => {
				const {text, value} = cellOfRow(row, column);
				return shown(text) || (column.text !== undefined && whole(cellText(value, column.type)));
			};
		});
		return index => {
			const row = attempt(() => this.#rows.at(index));
			return row.state === 'ready' ? columns.some(holds => holds(row.value)) : row.state === 'failed' && isIn(row.error.message);
		};
	}

	// Sorts by merging, stable: blocks first, then pairs of what is sorted.
	* #sort(found: RowNumbers, column: Column<Row>, descending: boolean): Generator<void> {
		const keys: Cell[] = [];
		for (const [position, index] of found.entries()) {
			keys.push(comparable(cellOf(this.#rows, index, column).value));
			if (position % stride === stride - 1) {
				yield;
			}
		}

		const sign = descending ? -1 : 1;
		const isBefore = (a: number, b: number) => compare(keys[a], keys[b], sign);
		let runs: RowNumbers[] = [];
		for (let from = 0; from < found.length; from += blockSize) {
			runs.push(Uint32Array.from(Array.from({length: Math.min(blockSize, found.length - from)}, (_, position) => from + position).sort(isBefore)));
			yield;
		}

		while (runs.length > 1) {
			const merged: RowNumbers[] = [];
			for (let pair = 0; pair < runs.length; pair += 2) {
				merged.push(pair + 1 === runs.length ? runs[pair]! : yield * merge(runs[pair]!, runs[pair + 1]!, isBefore));
			}

			runs = merged;
		}

		this.#sorted = (runs[0] ?? found).map(position => found[position]!);
	}
}

/** The answer for a text; many cells of a column say what the one before does. */
function ofLast(answer: (text: string) => boolean): (text: string) => boolean {
	let last: string | undefined;
	let answered = false;
	return text => {
		if (text !== last) {
			last = text;
			answered = answer(text);
		}

		return answered;
	};
}

function * merge(a: RowNumbers, b: RowNumbers, order: (a: number, b: number) => number): Generator<void, RowNumbers> {
	const result = new Uint32Array(a.length + b.length);
	let [left, right] = [0, 0];
	while (left < a.length && right < b.length) {
		result[left + right] = order(a[left]!, b[right]!) <= 0 ? a[left++]! : b[right++]!;
		if ((left + right) % blockSize === 0) {
			yield;
		}
	}

	result.set(a.subarray(left), left + right);
	result.set(b.subarray(right), a.length + right);
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
