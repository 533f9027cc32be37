import type {Holds} from './regex-automaton.js';
import type {Program, Step} from './regex-program.js';

// Ends that have no rank: none at all, that at the position after, and that at the position itself.
const never = 0x7F_FF_FF_FF;
const after = -1;
const here = -2;

/** What was worked out of a position. */
type Outcome = {
	/** By step: the rank, from the nearest on, of the nearest end of what can follow from it; or `never`, or `after` if it is this position, as the position before has to see it. */
	readonly ranks: Int32Array;
	/** The end of each rank, as the rank it had at the position after, or `after`; `undefined` if all stay what they were. */
	readonly origins: Int32Array | undefined;
	/** The nearest end from the start of the program with a byte passed, in the same terms; or `never`. */
	readonly start: number;
	/** By class of the bytes beside the position before: what follows there. */
	readonly before: Array<Outcome | undefined>;
};

// Of all steps of all outcomes that are kept.
const mostRanks = 1 << 20;

/**
Tells of each position of a window how near the nearest match ends that starts there, in a time that does not depend on how far that is.

From each position to the one before it, the nearest ends of all steps of the program are worked out of one another. Only their order counts in that, so it is done once for each order that is met.
*/
export class NearestEnds {
	readonly #program: Program;
	readonly #holds: Holds;
	/** The steps, each after those that it leads to without passing a byte. */
	readonly #order: Int32Array;
	readonly #isCyclic: boolean;
	readonly #looksBehind: boolean;
	readonly #settled: Int32Array;
	readonly #known = new Map<string, Outcome>();

	constructor(program: Program, holds: Holds) {
		this.#program = program;
		this.#holds = holds;
		this.#settled = new Int32Array(program.steps.length);
		const {order, isCyclic} = orderOf(program.steps);
		this.#order = order;
		this.#isCyclic = isCyclic;
		this.#looksBehind = program.steps.some(({kind}) => kind === 'passed');
	}

	/** Writes to `starts`, from the last to the first, where in `[from, window.length)` matches of 1 to `longest` bytes start. Returns how many there are. */
	starts(window: Buffer, from: number, longest: number, starts: Int32Array): number {
		const {steps, classOf, classes, looks} = this.#program;
		let [ends, moved] = [new Int32Array(steps.length), new Int32Array(steps.length)];
		let outcome: Outcome = {ranks: new Int32Array(steps.length).fill(never), origins: undefined, start: never, before: []};
		let coming = classes;
		let count = 0;
		for (let position = window.length; position >= from; position--) {
			const passed = position > 0 ? classOf[window[position - 1]!]! : classes;
			const symbol = this.#looksBehind ? passed * (classes + 1) + coming : coming;
			const last = outcome;
			outcome = last.before[symbol] ?? this.#outcome(last.ranks, {passed, coming, position});
			// What a look says holds for this position only.
			if (looks.length === 0) {
				last.before[symbol] = outcome;
			}

			coming = passed;
			const {start, origins} = outcome;
			if (start !== never && (start === after || ends[start]! - position <= longest)) {
				starts[count++] = position;
			}

			if (origins !== undefined) {
				let rank = 0;
				for (const origin of origins) {
					moved[rank++] = origin === after ? position + 1 : ends[origin]!;
				}

				[ends, moved] = [moved, ends];
			}
		}

		return count;
	}

	#outcome(next: Int32Array, at: {passed: number; coming: number; position: number}): Outcome {
		this.#settle(next, {...at, end: never});
		const start = this.#settled[this.#program.entry]!;
		this.#settle(next, {...at, end: here});
		const ends = new Set(this.#settled);
		ends.delete(never);
		ends.delete(here);
		const origins = Int32Array.from(ends).sort();
		const isSame = origins.every((origin, rank) => origin === rank);
		const rankOf = new Map(Array.from(origins, (origin, rank) => [origin, rank]));
		const ranks = this.#settled.map(end => end === never ? never : (end === here ? after : rankOf.get(end)!));
		const key = `${start} ${origins.join(' ')} ${ranks.join(' ')}`;
		let outcome = this.#known.get(key);
		if (outcome === undefined) {
			if ((this.#known.size + 1) * ranks.length > mostRanks) {
				this.#forget();
			}

			outcome = {ranks, origins: isSame ? undefined : origins, start, before: []};
			this.#known.set(key, outcome);
		}

		return outcome;
	}

	#forget(): void {
		for (const outcome of this.#known.values()) {
			outcome.before.length = 0;
		}

		this.#known.clear();
	}

	/** Works out the nearest end of each step from those at the position after. */
	#settle(next: Int32Array, at: {passed: number; coming: number; position: number; end: number}): void {
		const {steps} = this.#program;
		const settled = this.#settled;
		settled.fill(never);
		let isSettled = false;
		while (!isSettled) {
			isSettled = true;
			for (const number of this.#order) {
				const end = this.#endOf(steps[number]!, next, at);
				// One round is enough unless steps lead back to each other.
				isSettled &&= !this.#isCyclic || settled[number] === end;
				settled[number] = end;
			}
		}
	}

	#endOf(step: Step, next: Int32Array, {passed, coming, position, end}: {passed: number; coming: number; position: number; end: number}): number {
		const settled = this.#settled;
		switch (step.kind) {
			case 'match': {
				return end;
			}

			case 'byte': {
				return step.members[coming] === 1 ? next[step.next]! : never;
			}

			case 'split': {
				return Math.min(settled[step.next]!, settled[step.other]!);
			}

			case 'passed': {
				return step.members[passed] === 1 ? settled[step.next]! : never;
			}

			case 'coming': {
				return step.members[coming] === 1 ? settled[step.next]! : never;
			}

			case 'look': {
				return settled[step.next] !== never && this.#holds(step.index, position) ? settled[step.next]! : never;
			}

			case 'enter':
			case 'leave': {
				return settled[step.next]!;
			}
		}
	}
}

/** Whether steps lead back to each other without passing a byte, and else their order. */
function orderOf(steps: readonly Step[]): {order: Int32Array; isCyclic: boolean} {
	const order: number[] = [];
	const seen = new Uint8Array(steps.length);
	let isCyclic = false;
	for (let first = 0; first < steps.length; first++) {
		const stack = [first];
		while (stack.length > 0) {
			const number = stack.at(-1)!;
			if (seen[number] === 0) {
				seen[number] = 1;
				const following = leadsTo(steps[number]!);
				isCyclic ||= following.some(other => seen[other] === 1);
				stack.push(...following.filter(other => seen[other] === 0));
			} else {
				stack.pop();
				if (seen[number] === 1) {
					seen[number] = 2;
					order.push(number);
				}
			}
		}
	}

	return {order: Int32Array.from(order), isCyclic};
}

function leadsTo(step: Step): number[] {
	return step.kind === 'match' || step.kind === 'byte' ? [] : (step.kind === 'split' ? [step.next, step.other] : [step.next]);
}
