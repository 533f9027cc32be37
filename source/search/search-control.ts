// The numbers that all threads of a search share, by their place.
const [cancelled, next, head, held, room, change, originState, shared] = [0, 1, 2, 3, 4, 5, 6, 7];

const unknown = -1;

/** What the threads of one search and whoever drives it tell each other without messages, in shared memory. */
export class SearchControl {
	static create(units: number): SearchControl {
		const control = new SearchControl(new SharedArrayBuffer(8 + 4 * (shared + units)));
		control.#overhangs.fill(unknown);
		return control;
	}

	readonly #firstMatch: Float64Array;
	readonly #numbers: Int32Array;
	readonly #overhangs: Int32Array;
	readonly memory: SharedArrayBuffer;

	constructor(memory: SharedArrayBuffer) {
		this.memory = memory;
		this.#firstMatch = new Float64Array(memory, 0, 1);
		this.#numbers = new Int32Array(memory, 8, shared);
		this.#overhangs = new Int32Array(memory, 8 + 4 * shared);
	}

	#changed(): void {
		Atomics.add(this.#numbers, change, 1);
		Atomics.notify(this.#numbers, change);
	}

	get isCancelled(): boolean {
		return Atomics.load(this.#numbers, cancelled) === 1;
	}

	cancel(): void {
		Atomics.store(this.#numbers, cancelled, 1);
		this.#changed();
	}

	/** The first unit that has not been reported to its end, and for which the others wait: it is not to wait for them. */
	get head(): number {
		return Atomics.load(this.#numbers, head);
	}

	set head(value: number) {
		Atomics.store(this.#numbers, head, value);
		this.#changed();
	}

	/** How many more matches are wanted. */
	get room(): number {
		return Atomics.load(this.#numbers, room);
	}

	set room(count: number) {
		Atomics.store(this.#numbers, room, Math.min(count, 0x7F_FF_FF_FF));
	}

	/** How many matches are on their way. */
	get held(): number {
		return Atomics.load(this.#numbers, held);
	}

	/** Sends as many more matches on their way, unless more than `most` are; says whether it did. */
	hold(count: number, most: number): boolean {
		for (;;) {
			const before = this.held;
			if (before > most) {
				return false;
			}

			if (Atomics.compareExchange(this.#numbers, held, before, before + count) === before) {
				return true;
			}
		}
	}

	release(count: number): void {
		Atomics.sub(this.#numbers, held, count);
		this.#changed();
	}

	/** Takes the next unit of work; undefined when none is left. */
	takeUnit(): number | undefined {
		const taken = Atomics.add(this.#numbers, next, 1);
		return taken < this.#overhangs.length ? taken : undefined;
	}

	/** No unit is to be taken any more. */
	stopTaking(): void {
		Atomics.store(this.#numbers, next, this.#overhangs.length);
	}

	/** By how many bytes the last match of a unit reaches into the next one; undefined while that is not known. */
	overhangOf(taken: number): number | undefined {
		const overhang = Atomics.load(this.#overhangs, taken);
		return overhang === unknown ? undefined : overhang;
	}

	setOverhang(taken: number, overhang: number): void {
		Atomics.store(this.#overhangs, taken, overhang);
		this.#changed();
	}

	/** Where the first match from the origin on starts in its segment, `Infinity` without one; undefined while that is not known. */
	get firstMatch(): number | undefined {
		return Atomics.load(this.#numbers, originState) === 0 ? undefined : this.#firstMatch[0];
	}

	setFirstMatch(position: number): void {
		this.#firstMatch[0] = position;
		Atomics.store(this.#numbers, originState, 1);
		this.#changed();
	}

	/** Sleeps until there is an answer, which must depend on what is here only; undefined when the search was cancelled. */
	waitFor<T>(answer: () => T | undefined): T | undefined {
		while (!this.isCancelled) {
			const seen = Atomics.load(this.#numbers, change);
			const found = answer();
			if (found !== undefined) {
				return found;
			}

			Atomics.wait(this.#numbers, change, seen);
		}

		return undefined;
	}
}
