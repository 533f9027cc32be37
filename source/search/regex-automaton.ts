import type {Program, Step} from './regex-program.js';

/** In a table: what follows is not known yet. */
export const unknown = -1;
/** In a table, with the state that follows: a match ends before the byte that leads there. */
export const matchFlag = 0x80_00_00_00 | 0;
/** Takes `matchFlag` off. */
export const stateMask = 0x7F_FF_FF_FF;
/** The state in which nothing can match any more. */
export const dead = 0;

/**
What an automaton finds.

- `first`: of the matches from one start the one that the expression prefers.
- `any`: whether there is a match from one start.
- `floating`: every place that is the end of a match which is not empty, wherever it starts.
*/
export type Way = 'first' | 'any' | 'floating';

/** Says whether the look of an index holds at a position of the text. */
export type Holds = (index: number, position: number) => boolean;

/** How many numbers a table, and the places of all states, may hold: beyond that an automaton forgets its states. */
export type Room = {readonly table: number; readonly places: number};

const plenty: Room = {table: 1 << 18, places: 1 << 20};
/** What it takes to go through a place of a state, measured against passing a byte. */
export const workOfPlace = 16;
// What it takes to make a state, measured against going through a place.
const placesOfState = 4;

type State = {
	/** Where the program may be, in the order of preference: steps that pass a byte, match, or wait for what comes next. */
	readonly places: readonly number[];
	/** The class of the byte that was passed last, if a place waits; else -1. */
	readonly passed: number;
};

/** What is beside a position of the text, by class; what comes is -1 while it is not known. */
type Around = {readonly passed: number; readonly coming: number; readonly position: number};

/**
A deterministic automaton, made state by state as a text needs them.

`table[state + class]` is the state that follows a byte of that class, with `matchFlag`, or `dead`, or `unknown`.
*/
export class Automaton {
	readonly program: Program;
	readonly #way: Way;
	readonly #holds: Holds;
	readonly #room: Room;
	readonly #stride: number;
	#table: Int32Array<ArrayBuffer>;
	#states: State[] = [];
	readonly #numbers = new Map<string, number>();
	readonly #starts: Int32Array;
	#placesHeld = 0;
	#flushes = 0;
	#visited = 0;
	readonly #here: Reached;
	readonly #next: Reached;
	#asked = false;

	constructor(program: Program, way: Way, holds: Holds, room = plenty) {
		this.program = program;
		this.#way = way;
		this.#holds = holds;
		this.#room = room;
		this.#stride = program.classes + 1;
		this.#table = new Int32Array(16 * this.#stride);
		this.#starts = new Int32Array(this.#stride);
		this.#here = new Reached(program);
		this.#next = new Reached(program);
		this.#forget();
	}

	/** Another one whenever a state is made. */
	get table(): Int32Array<ArrayBuffer> {
		return this.#table;
	}

	/** How often it forgot its states, as there were too many. */
	get flushes(): number {
		return this.#flushes;
	}

	/** How many places of states were gone through to make others. */
	get visited(): number {
		return this.#visited;
	}

	/** The state at a start after a byte of the class `passed`. */
	start(passed: number): number {
		if (this.#starts[passed] === unknown) {
			const {entry, depth} = this.program;
			this.#next.clear();
			this.#walk(this.#next, entry, depth, {passed, coming: -1, position: -1}, this.#way !== 'floating');
			const state = this.#stateOf(this.#next, passed);
			this.#starts[passed] = state;
		}

		return this.#starts[passed]!;
	}

	/** What follows `state` at a byte of the class `coming`, as in the table. `position` is where looks are asked. */
	follow(state: number, coming: number, position: number): number {
		const {places, passed} = this.#states[state / this.#stride]!;
		const {steps, entry, depth} = this.program;
		const after: Around = {passed: coming, coming: -1, position};
		this.#asked = false;
		this.#visited += places.length + placesOfState;
		this.#next.clear();
		let match = 0;
		let isCut = false;
		for (const place of passed === -1 ? places : this.#resolved(places, {passed, coming, position})) {
			const step = steps[Math.floor(place / (depth + 1))]!;
			if (step.kind === 'match') {
				match = matchFlag;
				if (this.#way !== 'floating') {
					break;
				}
			} else if (!isCut && step.kind === 'byte' && step.members[coming] === 1) {
				// A match here counts none the less, where a longer one would be too long.
				isCut = this.#walk(this.#next, step.next, depth, after, true);
			}
		}

		if (this.#way === 'floating') {
			this.#walk(this.#next, entry, depth, after, false);
		}

		const {flushes} = this;
		const following = this.#stateOf(this.#next, coming) | match;
		// What was asked holds for this position only.
		if (!this.#asked && flushes === this.flushes) {
			this.#table[state + coming] = following;
		}

		return following;
	}

	/** The places where those that waited go on, now that it is known what comes. */
	#resolved(places: readonly number[], around: Around): readonly number[] {
		const {depth} = this.program;
		this.#here.clear();
		for (const place of places) {
			if (this.#walk(this.#here, Math.floor(place / (depth + 1)), place % (depth + 1), around, true)) {
				break;
			}
		}

		return this.#here.places;
	}

	/**
	Adds the places that can be reached from a step without passing a byte. `depth` is that of the outermost repeated part which was entered since a byte was passed.

	Returns whether nothing that comes after them can be preferred.
	*/
	#walk(reached: Reached, from: number, depth: number, around: Around, withMatch: boolean): boolean {
		const {steps, depth: deepest} = this.program;
		const stack = [from, depth];
		while (stack.length > 0) {
			const inside = stack.pop()!;
			const number = stack.pop()!;
			const step = steps[number]!;
			if (step.kind === 'byte' || step.kind === 'match') {
				if ((withMatch || step.kind === 'byte') && reached.add(number, deepest)) {
					reached.places.push(number * (deepest + 1) + deepest);
					if (step.kind === 'match' && this.#way === 'first') {
						return true;
					}
				}
			} else if (reached.add(number, inside)) {
				if (around.coming === -1 && (step.kind === 'coming' || step.kind === 'look')) {
					reached.places.push(number * (deepest + 1) + inside);
					reached.isWaiting = true;
				} else if (this.#passes(step, inside, around)) {
					if (step.kind === 'split') {
						stack.push(step.other, inside);
					}

					stack.push(step.next, step.kind === 'enter' ? Math.min(inside, step.depth) : inside);
				}
			}
		}

		return false;
	}

	/** Whether a step that passes no byte lets through. */
	#passes(step: Exclude<Step, {kind: 'byte' | 'match'}>, inside: number, {passed, coming, position}: Around): boolean {
		if (step.kind === 'passed' || step.kind === 'coming') {
			return step.members[step.kind === 'passed' ? passed : coming] === 1;
		}

		if (step.kind === 'look') {
			this.#asked = true;
			return this.#holds(step.index, position);
		}

		return step.kind !== 'leave' || inside > step.depth;
	}

	#stateOf({places, isWaiting}: Reached, lastPassed: number): number {
		if (places.length === 0 && this.#way !== 'floating') {
			return dead;
		}

		if (this.#way !== 'first') {
			places.sort((first, second) => first - second);
		}

		const passed = isWaiting ? lastPassed : -1;
		const numbers = Int32Array.from([...places, passed]);
		const key = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('latin1');
		return this.#numbers.get(key) ?? this.#addState(key, {places: places.slice(), passed});
	}

	#addState(key: string, state: State): number {
		if ((this.#states.length + 1) * this.#stride > this.#room.table || this.#placesHeld + state.places.length > this.#room.places) {
			this.#forget();
			this.#flushes++;
		}

		const number = this.#states.length * this.#stride;
		this.#states.push(state);
		this.#placesHeld += state.places.length;
		this.#numbers.set(key, number);
		if (number === this.#table.length) {
			const larger = new Int32Array(2 * number);
			larger.set(this.#table);
			this.#table = larger;
		}

		this.#table.fill(unknown, number, number + this.#stride);
		return number;
	}

	#forget(): void {
		this.#states = [{places: [], passed: -1}];
		this.#table.fill(dead, 0, this.#stride);
		this.#numbers.clear();
		this.#starts.fill(unknown);
		this.#placesHeld = 0;
	}
}

/** Steps that were reached at one position, and the places among them. */
export class Reached {
	readonly places: number[] = [];
	/** Whether a place waits for what comes next. */
	isWaiting = false;
	/** By step and depth: the round in which they were reached. */
	readonly #rounds: Float64Array;
	readonly #levels: number;
	#round = 0;

	constructor({steps, depth}: Program) {
		this.#levels = depth + 1;
		this.#rounds = new Float64Array(steps.length * this.#levels);
	}

	clear(): void {
		this.places.length = 0;
		this.isWaiting = false;
		this.#round++;
	}

	/** Notes a step; says whether it was not reached before at this depth. */
	add(number: number, depth: number): boolean {
		const index = number * this.#levels + depth;
		const isNew = this.#rounds[index] !== this.#round;
		this.#rounds[index] = this.#round;
		return isNew;
	}
}
