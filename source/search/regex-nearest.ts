import type {Holds} from './regex-automaton.js';
import type {Program} from './regex-program.js';
import {never, noStops, Settling, type Place, type Settled} from './regex-settling.js';

/** How near the nearest match ends that can follow from each step of a program, at one position. */
export type Row = Settled & {
	/** If there are any, `values` are places among them. */
	readonly ends: readonly number[] | undefined;
	readonly outcome: Outcome | undefined;
};

/** What was worked out of a position; only the order of the ends counts in that, so it is the same at many. */
type Outcome = {
	readonly ranks: Int32Array;
	/** The end of each rank, as the rank it had at the position after, or `here`; `undefined` if all stay what they were. */
	readonly origins: readonly number[] | undefined;
	/** By class of the bytes beside the position before: what follows there. */
	readonly before: Array<Outcome | undefined>;
};

// The end of a match at the position itself, nearer than any other.
const here = -1;
// Measured against working out a step of a position that is not kept.
const workOfStep = 16;
// Of all steps of all outcomes that are kept.
const mostRanks = 1 << 21;
const zero = [0];

export function endOf({values, ends}: Row, step: number): number {
	const value = values[step]!;
	return ends === undefined || value === never ? value : ends[value]!;
}

/**
Tells of each position of a window how near the nearest match ends that starts there, in a time that does not depend on how far that is.

It goes from the end of the window to its start. What was worked out for an order of ends is kept for where that order is met again; where new ones are met all the time, it is worked out of the ends themselves and not kept, as it is where runs are under way. Where no match can be too long all ends are 0.
*/
export class NearestEnds {
	readonly #program: Program;
	readonly #isBounded: boolean;
	readonly #settling: Settling;
	readonly #looksBehind: boolean;
	readonly #known = new Map<string, Outcome>();
	readonly #settled: Int32Array;
	readonly #ends: Int32Array;
	readonly #nothing: Outcome;
	#credit = 0;
	#work = 0;

	constructor(program: Program, isBounded: boolean, holds: Holds) {
		const {length} = program.steps;
		this.#program = program;
		this.#isBounded = isBounded;
		this.#settling = new Settling(program, holds);
		this.#looksBehind = program.steps.some(({kind}) => kind === 'passed');
		this.#settled = new Int32Array(length);
		this.#ends = new Int32Array(length);
		this.#nothing = {ranks: new Int32Array(length).fill(never), origins: undefined, before: []};
	}

	/** The work so far, in steps that were worked out. */
	get work(): number {
		return this.#settling.work + this.#work;
	}

	/** The position after the last one from which anything can match. */
	begin(): Row {
		if ((this.#known.size + 1) * this.#settled.length > mostRanks) {
			this.#forget();
		}

		// As much as it takes to know a few orders.
		this.#credit = 32 * workOfStep;
		return {values: this.#nothing.ranks, stops: noStops, ends: zero, outcome: this.#nothing};
	}

	/** The row of the position before that of `row`. May use `room`, of as many numbers as there are steps. */
	before(row: Row, {passed, coming, position}: Omit<Place, 'end'>, room: Int32Array): Row {
		this.#work++;
		const symbol = this.#looksBehind ? passed * (this.#program.classes + 1) + coming : coming;
		const outcome = row.outcome && (row.outcome.before[symbol] ?? this.#outcome(row.outcome, {passed, coming, position, end: this.#isBounded ? 0 : here}, symbol));
		return outcome === undefined ? this.#direct(row, {passed, coming, position, end: this.#isBounded ? 0 : position}, room) : this.#moved(row, outcome, position);
	}

	#direct(row: Row, place: Place, room: Int32Array): Row {
		const after = row.ends === undefined ? row : {values: this.#expanded(row), stops: noStops};
		const {values, stops} = this.#settling.settle(after, room, place);
		this.#credit++;
		if (stops === noStops && this.#isBounded && this.#canKeep) {
			const outcome = this.#kept(values, '', undefined);
			return {values: outcome.ranks, stops, ends: zero, outcome};
		}

		return {values, stops, ends: undefined, outcome: undefined};
	}

	#moved(row: Row, outcome: Outcome, position: number): Row {
		const {ranks, origins} = outcome;
		this.#credit++;
		this.#work += origins?.length ?? 0;
		const ends = origins === undefined ? row.ends : origins.map(origin => origin === here ? position : row.ends![origin]!);
		return outcome === row.outcome && ends === row.ends ? row : {values: ranks, stops: noStops, ends, outcome};
	}

	#expanded(row: Row): Int32Array {
		const ends = this.#ends;
		for (let step = 0; step < ends.length; step++) {
			ends[step] = endOf(row, step);
		}

		this.#work += ends.length;
		return ends;
	}

	get #canKeep(): boolean {
		// What a look says holds for one position only.
		return this.#credit >= workOfStep && this.#program.looks.length === 0 && (this.#known.size + 1) * this.#settled.length <= mostRanks;
	}

	/** What follows `next` before a byte; undefined if that can't be kept. */
	#outcome(next: Outcome, place: Place, symbol: number): Outcome | undefined {
		if (!this.#canKeep) {
			return undefined;
		}

		const settled = this.#settled;
		if (this.#settling.settle({values: next.ranks, stops: noStops}, settled, place).stops !== noStops) {
			return undefined;
		}

		const ends = new Set(settled);
		ends.delete(never);
		const origins = [...ends].sort((first, second) => first - second);
		const isSame = origins.every((origin, rank) => origin === rank);
		if (!isSame) {
			const rankOf = new Map(Array.from(origins, (origin, rank) => [origin, rank]));
			for (const [step, end] of settled.entries()) {
				settled[step] = rankOf.get(end) ?? never;
			}
		}

		const outcome = this.#kept(settled, isSame ? '' : origins.join(' '), isSame ? undefined : origins);
		next.before[symbol] = outcome;
		return outcome;
	}

	#kept(ranks: Int32Array, name: string, origins: readonly number[] | undefined): Outcome {
		this.#credit -= workOfStep;
		this.#work += workOfStep * ranks.length;
		const key = `${name}:${Buffer.from(ranks.buffer, ranks.byteOffset, ranks.byteLength).toString('latin1')}`;
		let outcome = this.#known.get(key);
		if (outcome === undefined) {
			outcome = {ranks: ranks.slice(), origins, before: []};
			this.#known.set(key, outcome);
		}

		return outcome;
	}

	#forget(): void {
		for (const outcome of this.#known.values()) {
			outcome.before.length = 0;
		}

		this.#nothing.before.length = 0;
		this.#known.clear();
	}
}
