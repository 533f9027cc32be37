/** How much may be worked in vain: for each byte of a text, and beyond that of what was not used up before. */
export type Allowance = {readonly perByte: number; readonly saved: number};

// What is saved is so much that what it takes to get to know the states of an expression is always there.
const usual: Allowance = {perByte: 16, saved: 1 << 20};

/** Limits work to a number for each byte of a text. */
export class Patience {
	readonly #allowance: Allowance;
	#until: number;

	constructor(allowance = usual) {
		this.#allowance = allowance;
		this.#until = allowance.saved;
	}

	/** Allows for so many bytes more; `work` is what was worked so far. */
	refill(bytes: number, work: number): void {
		const {perByte, saved} = this.#allowance;
		this.#until = work + Math.min(saved, Math.max(0, this.#until - work)) + perByte * bytes;
	}

	lasts(work: number): boolean {
		return work <= this.#until;
	}
}
