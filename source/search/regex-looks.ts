import {Automaton, stateMask, unknown, workOfPlace, type Room} from './regex-automaton.js';
import {Descent} from './regex-descent.js';
import {endOf} from './regex-nearest.js';
import {refilled, usual, type Allowance} from './regex-patience.js';
import {compileProgram, type Direction, type Look} from './regex-program.js';
import {never} from './regex-settling.js';

// Positions that are looked at together.
const together = 4096;

/** Limits other than the usual ones. */
export type EngineOptions = {readonly room?: Room; readonly allowance?: Allowance};

/** What the looks of one expression say of the positions of a window; each position is looked at once. */
export class Looks {
	readonly #looks: readonly OneLook[];

	constructor(looks: readonly Look[], options: EngineOptions) {
		this.#looks = looks.map(look => new OneLook(look, options));
	}

	/** The work so far, as the engine counts it. */
	get work(): number {
		return this.#looks.reduce((sum, {work}) => sum + work, 0);
	}

	begin(window: Buffer): void {
		for (const look of this.#looks) {
			look.begin(window);
		}
	}

	/** Whether a look holds at a position, from 0 to the length of the window. */
	holds(index: number, position: number): boolean {
		return this.#looks[index]!.holds(position);
	}
}

/** What one look says. As with the engine, from each position it is looked for what is there, until too much of that was in vain; then for many positions at once. */
class OneLook {
	readonly #look: Look;
	readonly #automaton: Automaton;
	readonly #inner: Looks;
	readonly #allowance: Allowance;
	readonly #direction: Direction;
	#descent: Descent | undefined;
	/** By position: 1 where it holds, -1 where not, 0 where that is not known yet. */
	#answers = new Int8Array(0);
	#window: Buffer = Buffer.alloc(0);
	#passed = 0;
	/** The work at which patience ends. */
	#until: number;

	constructor(look: Look, options: EngineOptions) {
		this.#look = look;
		this.#direction = look.side === 'after' ? 'forward' : 'backward';
		const program = compileProgram(look.part, this.#direction);
		this.#inner = new Looks(program.looks, options);
		this.#automaton = new Automaton(program, 'any', this.#holds, options.room);
		this.#allowance = options.allowance ?? usual;
		this.#until = this.#allowance.saved;
	}

	readonly #holds = (index: number, position: number) => this.#inner.holds(index, position);

	get #fastWork(): number {
		return this.#passed + workOfPlace * this.#automaton.visited;
	}

	get work(): number {
		return this.#fastWork + this.#inner.work + (this.#descent?.work ?? 0);
	}

	begin(window: Buffer): void {
		this.#window = window;
		this.#answers = this.#answers.length > window.length ? this.#answers.fill(0) : new Int8Array(window.length + 1);
		this.#inner.begin(window);
		this.#until = this.#fastWork + refilled(this.#allowance, this.#until - this.#fastWork, window.length);
	}

	holds(position: number): boolean {
		if (this.#answers[position] === 0) {
			const matches = this.#matchesFrom(position);
			if (matches === undefined) {
				this.#lookAround(position);
			} else {
				this.#note(position, matches);
			}
		}

		return this.#answers[position] === 1;
	}

	#note(position: number, matches: boolean): void {
		this.#answers[position] = matches === this.#look.negated ? -1 : 1;
	}

	/** Looks at the positions about one. */
	#lookAround(position: number): void {
		const {length} = this.#window;
		const isForward = this.#direction === 'forward';
		const at = isForward ? position : length - position;
		const from = at - at % together;
		const to = Math.min(length + 1, from + together);
		this.#descent ??= new Descent(compileProgram(this.#look.part, this.#direction, true), this.#direction, true, this.#holds);
		const {entry} = this.#descent.program;
		this.#descent.run(this.#window, from, Math.min(length, to - 1 + this.#look.longest), (row, here) => {
			if (here < to) {
				this.#note(isForward ? here : length - here, endOf(row, entry) !== never);
			}
		});
	}

	/** Whether a match starts, or for a look behind ends, at a position; undefined when patience does not last. */
	#matchesFrom(start: number): boolean | undefined {
		const look = this.#look;
		const automaton = this.#automaton;
		const {classOf, classes} = automaton.program;
		const window = this.#window;
		const step = look.side === 'after' ? 1 : -1;
		const classAt = (position: number) => position >= 0 && position < window.length ? classOf[window[position]!]! : classes;
		// The byte after a position has its number, the one before it is one less.
		let position = look.side === 'after' ? start : start - 1;
		let state = automaton.start(classAt(position - step));
		for (let left = look.longest; this.#fastWork <= this.#until; left--) {
			const coming = classAt(position);
			let next = automaton.table[state + coming]!;
			if (next === unknown) {
				next = automaton.follow(state, coming, look.side === 'after' ? position : position + 1);
			}

			this.#passed++;
			if (next < 0) {
				return true;
			}

			state = next & stateMask;
			if (state === 0 || left === 0) {
				return false;
			}

			position += step;
		}

		return undefined;
	}
}
