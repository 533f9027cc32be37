import type {Writable} from 'node:stream';
import type {RowWriter} from '../output/rows.js';
import {print} from '../terminal.js';

// The columns of a table are as wide as the rows need that come so early, or are so many; ms.
const patience = 250;
const enough = 1000;

/** Prints rows as they come. */
export class RowStream<Row> {
	readonly #writer: RowWriter<Row>;
	readonly #output: Writable;
	// Rows that wait for the head; undefined when it is written.
	#first: Row[] | undefined;
	#began: number | undefined;

	constructor(writer: RowWriter<Row>, output: Writable, isTable: boolean) {
		this.#writer = writer;
		this.#output = output;
		this.#first = [];
		this.#began = isTable ? undefined : 0;
	}

	/** Prints rows, or waits for more of them; it must be called also when there are none for a while. */
	async add(rows: readonly Row[]): Promise<void> {
		if (this.#first === undefined) {
			await this.#print(rows);
			return;
		}

		for (const row of rows) {
			this.#first.push(row);
		}

		this.#began ??= this.#first.length === 0 ? undefined : performance.now();
		if (this.#began !== undefined && (this.#first.length >= enough || performance.now() - this.#began >= patience)) {
			await this.#begin();
		}
	}

	async end(): Promise<void> {
		await this.#begin();
		await print(this.#output, this.#writer.foot());
	}

	async #begin(): Promise<void> {
		const first = this.#first;
		if (first === undefined) {
			return;
		}

		this.#first = undefined;
		await print(this.#output, this.#writer.head(first));
		await this.#print(first);
	}

	async #print(rows: readonly Row[]): Promise<void> {
		const writer = this.#writer;
		await print(this.#output, rows.length === 0 ? [] : Iterator.from(rows).flatMap(row => writer.row(row)));
	}
}
