/** Ranges of pages in the order of their addresses, those that touch as one; 16 bytes each, for there may be millions. Addresses are numbers: a multiple of 4096 below 2^64 is exact. */
export class PageRanges implements Iterable<readonly [start: bigint, end: bigint]> {
	#bounds = new Float64Array(2);
	#length = 0;

	get length(): number {
		return this.#length / 2;
	}

	/** Adds `[start, end)`, which stands behind all that were added before. */
	add(start: number, end: number): void {
		if (this.#length > 0 && this.#bounds[this.#length - 1] === start) {
			this.#bounds[this.#length - 1] = end;
			return;
		}

		if (this.#length === this.#bounds.length) {
			const larger = new Float64Array(this.#length * 2);
			larger.set(this.#bounds);
			this.#bounds = larger;
		}

		this.#bounds[this.#length++] = start;
		this.#bounds[this.#length++] = end;
	}

	* [Symbol.iterator](): Generator<readonly [start: bigint, end: bigint]> {
		for (let index = 0; index < this.#length; index += 2) {
			yield [BigInt(this.#bounds[index]!), BigInt(this.#bounds[index + 1]!)];
		}
	}
}
