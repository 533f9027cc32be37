import type {Holds} from './regex-automaton.js';
import type {Program, Step} from './regex-program.js';

/** The end of a match that there is not: farther than any. */
export const never = 0x7F_FF_FF_FF;

/** A position of a text and what is beside it, by class; `end` stands for a match that ends there. */
export type Place = {readonly passed: number; readonly coming: number; readonly position: number; readonly end: number};

/** A place where a run may stop, and the nearest end of a match from there; then a farther one from which that end is nearer. */
export type Stop = {readonly position: number; readonly end: number; readonly farther: Stop | undefined};

/** What is known of a position: by step, the nearest end of a match; and by run, where it may stop beyond the position if it is under way there. */
export type Settled = {readonly values: Int32Array; readonly stops: ReadonlyArray<Stop | undefined>};

/** The nearest end of a match from the stops up to a position. */
export function nearestEnd(stops: Stop | undefined, upTo: number): number {
	let end = never;
	for (let stop = stops; stop !== undefined && stop.position <= upTo; stop = stop.farther) {
		({end} = stop);
	}

	return end;
}

const [unchecked, checked] = [-1, -2];
/** No run is under way anywhere. */
export const noStops: ReadonlyArray<Stop | undefined> = [];

function withStop(stops: Stop | undefined, position: number, end: number): Stop | undefined {
	if (end === never) {
		return stops;
	}

	let farther = stops;
	while (farther !== undefined && farther.end >= end) {
		({farther} = farther);
	}

	return {position, end, farther};
}

/** By step: which of the runs it is. */
export function runsOf(steps: readonly Step[]): Int32Array {
	let runs = 0;
	return Int32Array.from(steps, ({kind}) => kind === 'run' ? runs++ : -1);
}

/** Works out for all steps of a program how near the nearest match ends that can follow from them, from one position to the one before it. */
export class Settling {
	readonly #steps: readonly Step[];
	readonly #holds: Holds;
	readonly #next: Int32Array;
	/** The other step of a split; else `checked` or `unchecked`. */
	readonly #other: Int32Array;
	/** By class: the steps that pass a byte of it. */
	readonly #passing: Array<Int32Array | undefined> = [];
	readonly #runs: ReadonlyArray<Extract<Step, {kind: 'run'}>>;
	readonly #runAt: Int32Array;
	/** The steps that may pass no byte, each after those that it leads to. */
	readonly #order: Int32Array;
	readonly #isCyclic: boolean;
	#work = 0;

	constructor({steps}: Program, holds: Holds) {
		this.#steps = steps;
		this.#holds = holds;
		this.#next = Int32Array.from(steps, step => 'next' in step ? step.next : 0);
		this.#other = Int32Array.from(steps, step => step.kind === 'split' ? step.other : (step.kind === 'enter' || step.kind === 'leave' ? unchecked : checked));
		this.#runAt = runsOf(steps);
		this.#runs = steps.filter(step => step.kind === 'run');
		const {order, isCyclic} = orderOf(steps);
		this.#order = order.filter(number => steps[number]!.kind !== 'byte' && steps[number]!.kind !== 'match');
		this.#isCyclic = isCyclic;
	}

	/** How many steps were worked out so far. */
	get work(): number {
		return this.#work;
	}

	/** Fills `values` from what is known of the position after. */
	settle(after: Settled, values: Int32Array, place: Place): Settled {
		const next = this.#next;
		const passing = this.#passingSteps(place.coming);
		values.fill(never);
		values[0] = place.end;
		for (const number of passing) {
			values[number] = after.values[next[number]!]!;
		}

		const stops = this.#stopsAfter(after, place);
		this.#work += passing.length + this.#runs.length + 1;
		// Once is enough unless steps lead back to each other.
		while (this.#settleOthers(values, stops, place) && this.#isCyclic) {
			this.#work++;
		}

		return {values, stops};
	}

	#passingSteps(coming: number): Int32Array {
		const steps = this.#steps;
		this.#passing[coming] ??= Int32Array.from([...steps.keys()].filter(number => {
			const step = steps[number]!;
			return step.kind === 'byte' && step.members[coming] === 1;
		}));
		return this.#passing[coming];
	}

	/** Where runs may stop that pass the byte which comes. */
	#stopsAfter({values, stops}: Settled, {coming, position}: Place): ReadonlyArray<Stop | undefined> {
		let result: Array<Stop | undefined> | undefined;
		for (const [index, {members, next}] of this.#runs.entries()) {
			const stop = members[coming] === 1 ? withStop(stops[index], position + 1, values[next]!) : undefined;
			if (stop !== undefined) {
				result ??= this.#runs.map(() => undefined);
				result[index] = stop;
			}
		}

		return result ?? noStops;
	}

	/** Returns whether anything changed. */
	#settleOthers(values: Int32Array, stops: ReadonlyArray<Stop | undefined>, place: Place): boolean {
		const next = this.#next;
		const other = this.#other;
		let hasChanged = false;
		for (const number of this.#order) {
			let end = values[next[number]!]!;
			const second = other[number]!;
			if (second >= 0) {
				end = Math.min(end, values[second]!);
			} else if (second === checked && (end !== never || stops !== noStops)) {
				end = this.#checked(number, end, stops, place);
			}

			hasChanged ||= end !== values[number];
			values[number] = end;
		}

		this.#work += this.#order.length;
		return hasChanged;
	}

	#checked(number: number, end: number, stops: ReadonlyArray<Stop | undefined>, {passed, coming, position}: Place): number {
		const step = this.#steps[number]!;
		switch (step.kind) {
			case 'run': {
				return Math.min(end, nearestEnd(stops[this.#runAt[number]!], position + step.most));
			}

			case 'passed': {
				return step.members[passed] === 1 ? end : never;
			}

			case 'coming': {
				return step.members[coming] === 1 ? end : never;
			}

			case 'look': {
				return end !== never && this.#holds(step.index, position) ? end : never;
			}

			case 'byte':
			case 'split':
			case 'enter':
			case 'leave':
			case 'match': {
				return end;
			}
		}
	}
}

/** The order of steps, and whether some lead back to each other without passing a byte. */
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
