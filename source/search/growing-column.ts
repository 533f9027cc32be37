import {shared} from './shared-numbers.js';

type Numbers = Int32Array | Uint32Array | Float64Array | BigUint64Array;

type Kind<N extends Numbers> = {readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike): N};

const [smallest, largest] = [64, 1 << 16];

/** A column of numbers of which it is not known how many there will be. It grows by chunks: what is copied whole whenever it is full is there twice, and so is an array of JavaScript. */
export class GrowingColumn<N extends Numbers> {
	readonly #kind: Kind<N>;
	readonly #chunks: N[] = [];
	#length = 0;
	// Of the last chunk.
	#used = 0;

	constructor(kind: Kind<N>) {
		this.#kind = kind;
	}

	#add(): N {
		const size = Math.min(Math.max(this.#length, smallest), largest);
		const chunk = new this.#kind(new ArrayBuffer(size * this.#kind.BYTES_PER_ELEMENT));
		this.#chunks.push(chunk);
		this.#used = 0;
		return chunk;
	}

	get length(): number {
		return this.#length;
	}

	push(value: N[number]): void {
		const last = this.#chunks.at(-1);
		const chunk = last === undefined || this.#used === last.length ? this.#add() : last;
		chunk[this.#used++] = value;
		this.#length++;
	}

	replaceLast(value: N[number]): void {
		this.#chunks.at(-1)![this.#used - 1] = value;
	}

	/** The column, with room for `more` numbers, in memory that threads share. There is nothing left here. */
	finish(more = 0): N {
		const column = shared(this.#kind, this.#length + more);
		let rest = this.#length;
		let position = 0;
		for (const chunk of this.#chunks.splice(0)) {
			const part = chunk.subarray(0, Math.min(rest, chunk.length));
			column.set(part as never, position);
			position += part.length;
			rest -= part.length;
			(chunk.buffer as ArrayBuffer).transfer(0);
		}

		this.#length = 0;
		return column;
	}
}
