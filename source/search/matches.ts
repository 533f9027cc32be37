import type {MatchBatch} from './match-buffer.js';

export type Match = {
	readonly address: bigint;
	/** Bytes. */
	readonly length: number;
};

/** Matches in a row. */
export type Matches = Iterable<Match> & Pick<readonly Match[], 'length' | 'at' | 'slice'>;

/** The matches of a batch; each is made when it is looked at, for there may be very many. */
export class ListedMatches implements Matches {
	readonly #batch: MatchBatch;

	constructor(batch: MatchBatch) {
		this.#batch = batch;
	}

	get length(): number {
		return this.#batch.lengths.length;
	}

	at(index: number): Match | undefined {
		const {addresses, lengths} = this.#batch;
		const length = lengths.at(index);
		return length === undefined ? undefined : {address: addresses.at(index)!, length};
	}

	slice(start?: number, end?: number): Match[] {
		const lengths = this.#batch.lengths.subarray(start, end);
		const addresses = this.#batch.addresses.subarray(start, end);
		return Array.from(lengths, (length, index) => ({address: addresses[index]!, length}));
	}

	* [Symbol.iterator](): Generator<Match> {
		const {addresses, lengths} = this.#batch;
		for (const [index, length] of lengths.entries()) {
			yield {address: addresses[index]!, length};
		}
	}
}
