/** Matches in scan order, in typed arrays. */
export type MatchBatch = {
	readonly addresses: BigUint64Array<ArrayBuffer>;
	/** Bytes. */
	readonly lengths: Uint32Array<ArrayBuffer>;
};

/** Matches on their way to whoever searches, in scan order. */
export class MatchBuffer {
	#addresses = new BigUint64Array(0);
	#lengths = new Uint32Array(0);
	#count = 0;

	#reserve(count: number): void {
		if (count <= this.#lengths.length) {
			return;
		}

		const capacity = Math.max(count, this.#lengths.length * 2, 64);
		this.#addresses = new BigUint64Array(this.#addresses.buffer.transfer(capacity * this.#addresses.BYTES_PER_ELEMENT));
		this.#lengths = new Uint32Array(this.#lengths.buffer.transfer(capacity * this.#lengths.BYTES_PER_ELEMENT));
	}

	get count(): number {
		return this.#count;
	}

	add(address: bigint, length: number): void {
		this.#reserve(this.#count + 1);
		this.#addresses[this.#count] = address;
		this.#lengths[this.#count] = length;
		this.#count++;
	}

	addAll({addresses, lengths}: MatchBatch): void {
		this.#reserve(this.#count + lengths.length);
		this.#addresses.set(addresses, this.#count);
		this.#lengths.set(lengths, this.#count);
		this.#count += lengths.length;
	}

	addressAt(index: number): bigint {
		return this.#addresses[index]!;
	}

	lengthAt(index: number): number {
		return this.#lengths[index]!;
	}

	keepFirst(count: number): void {
		this.#count = Math.min(this.#count, count);
	}

	keepLast(count: number): void {
		const first = this.#count - count;
		if (first <= 0) {
			return;
		}

		this.#addresses.copyWithin(0, first, this.#count);
		this.#lengths.copyWithin(0, first, this.#count);
		this.#count = count;
	}

	/** Takes out the first `count`, or all. */
	take(count = this.#count): MatchBatch {
		if (count >= this.#count) {
			return this.#takeAll();
		}

		const batch = {addresses: this.#addresses.slice(0, count), lengths: this.#lengths.slice(0, count)};
		this.keepLast(this.#count - count);
		return batch;
	}

	// Nothing is copied, and nothing left for the collection of garbage, which comes late to what is outside of the engine's heap.
	#takeAll(): MatchBatch {
		const addresses = new BigUint64Array(this.#addresses.buffer.transfer(this.#count * this.#addresses.BYTES_PER_ELEMENT));
		const lengths = new Uint32Array(this.#lengths.buffer.transfer(this.#count * this.#lengths.BYTES_PER_ELEMENT));
		this.#addresses = new BigUint64Array(0);
		this.#lengths = new Uint32Array(0);
		this.#count = 0;
		return {addresses, lengths};
	}
}
