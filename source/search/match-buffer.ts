/** Matches on their way to whoever searches, in scan order. Given a `capacity`, of more than that only the last are kept. */
export class MatchBuffer {
	#addresses: bigint[] = [];
	#lengths: number[] = [];
	#next = 0;
	readonly #capacity: number;

	constructor(capacity = Infinity) {
		this.#capacity = capacity;
	}

	get count(): number {
		return this.#addresses.length;
	}

	add(address: bigint, length: number): void {
		this.#addresses[this.#next] = address;
		this.#lengths[this.#next] = length;
		this.#next = (this.#next + 1) % this.#capacity;
	}

	/** Takes out what there is. */
	take(): {readonly addresses: BigUint64Array<ArrayBuffer>; readonly lengths: Uint32Array<ArrayBuffer>} {
		// Where the next would overwrite one, that is the oldest.
		const order = this.count === this.#capacity ? this.#next : 0;
		const addresses = BigUint64Array.from([...this.#addresses.slice(order), ...this.#addresses.slice(0, order)]);
		const lengths = Uint32Array.from([...this.#lengths.slice(order), ...this.#lengths.slice(0, order)]);
		this.#addresses = [];
		this.#lengths = [];
		this.#next = 0;
		return {addresses, lengths};
	}
}
