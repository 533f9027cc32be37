import {upperBound} from './columns.js';

/**
Intervals of numbers, of which those that hold a stretch are found without a look at all of them.

It is a tree over the intervals in the order of their starts, of which each node knows how far its intervals reach.
*/
export class Intervals {
	readonly #order: Uint32Array;
	readonly #starts: Float64Array;
	// The root is the first; the children of `i` are `2 * i` and `2 * i + 1`.
	readonly #reach: Float64Array;
	readonly #leaves: number;

	/** Interval `i` is `[starts[i], ends[i])`. */
	constructor(starts: Float64Array, ends: Float64Array) {
		const {length} = starts;
		this.#order = Uint32Array.from(starts, (_, index) => index).sort((one, other) => starts[one]! - starts[other]!);
		this.#starts = starts.toSorted();
		this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, length)));
		this.#reach = new Float64Array(2 * this.#leaves).fill(-Infinity);
		for (const [place, index] of this.#order.entries()) {
			this.#reach[this.#leaves + place] = ends[index]!;
		}

		for (let node = this.#leaves - 1; node > 0; node--) {
			this.#reach[node] = Math.max(this.#reach[2 * node]!, this.#reach[2 * node + 1]!);
		}
	}

	/** The numbers of the intervals that hold all of `[start, end)`, ascending. */
	holding(start: number, end: number): number[] {
		const count = upperBound(this.#starts, start);
		const found: number[] = [];
		const visit = (node: number, first: number, leaves: number) => {
			if (first >= count || this.#reach[node]! < end) {
				return;
			}

			if (leaves === 1) {
				found.push(this.#order[first]!);
				return;
			}

			const half = leaves / 2;
			visit(2 * node, first, half);
			visit(2 * node + 1, first + half, half);
		};

		visit(1, 0, this.#leaves);
		return found.sort((one, other) => one - other);
	}
}
