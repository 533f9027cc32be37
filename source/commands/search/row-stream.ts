import type {RowWriter} from '../output/rows.js';

// The columns of a table are as wide as the rows need that come so early, or are so many; ms.
const patience = 250;
const enough = 1000;

// So many rows are written as one piece.
const piece = 100;

/** Prints rows as they come. */
export class RowStream<Row> {
	readonly #writer: RowWriter<Row>;
	readonly #print: (text: Iterable<string>) => Promise<void>;
	// Rows that wait for the head; undefined when it is written.
	#first: Row[] | undefined;
	#began: number | undefined;

	/** Only a table waits for its first rows. */
	constructor(writer: RowWriter<Row>, print: (text: Iterable<string>) => Promise<void>, {isTable}: {readonly isTable: boolean}) {
		this.#writer = writer;
		this.#print = print;
		this.#first = [];
		this.#began = isTable ? undefined : 0;
	}

	/** Prints rows, or waits for more of them; it must be called also when there are none for a while. */
	async add(rows: readonly Row[]): Promise<void> {
		if (this.#first === undefined) {
			await this.#rows(rows);
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
		await this.#print(this.#writer.foot());
	}

	async #begin(): Promise<void> {
		const first = this.#first;
		if (first === undefined) {
			return;
		}

		this.#first = undefined;
		await this.#print(this.#writer.head(first));
		await this.#rows(first);
	}

	async #rows(rows: readonly Row[]): Promise<void> {
		for (let from = 0; from < rows.length; from += piece) {
			let text = '';
			const end = Math.min(from + piece, rows.length);
			for (let index = from; index < end; index++) {
				text += this.#writer.row(rows[index]!);
			}

			await this.#print([text]);
		}
	}
}
