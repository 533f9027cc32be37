/** What a search and the thread it runs on tell each other without messages, in shared memory. */
export class SearchControl {
	readonly #flags: Int32Array;
	readonly #address: BigUint64Array;
	readonly memory: SharedArrayBuffer;

	constructor(memory = new SharedArrayBuffer(16)) {
		this.memory = memory;
		this.#flags = new Int32Array(memory, 0, 2);
		this.#address = new BigUint64Array(memory, 8, 1);
	}

	get isCancelled(): boolean {
		return Atomics.load(this.#flags, 0) === 1;
	}

	/** Changes whenever the thread gets on. */
	get pulse(): number {
		return Atomics.load(this.#flags, 1);
	}

	/** Where the thread was when it last got on. */
	get address(): bigint {
		return Atomics.load(this.#address, 0);
	}

	cancel(): void {
		Atomics.store(this.#flags, 0, 1);
	}

	reset(): void {
		Atomics.store(this.#flags, 0, 0);
	}

	beat(address: bigint): void {
		Atomics.store(this.#address, 0, address);
		Atomics.add(this.#flags, 1, 1);
	}
}
