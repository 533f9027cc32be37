import {Automaton, stateMask, unknown, type Room} from './regex-automaton.js';
import {compileProgram, type Look} from './regex-program.js';

/** What the looks of one expression say of the positions of a window; each position is looked at once. */
export class Looks {
	readonly #looks: ReadonlyArray<{readonly look: Look; readonly automaton: Automaton; readonly inner: Looks}>;
	#answers: Int8Array[] = [];
	#window: Buffer = Buffer.alloc(0);
	#passed = 0;

	constructor(looks: readonly Look[], room?: Room) {
		this.#looks = looks.map(look => {
			const program = compileProgram(look.part, look.side === 'after' ? 'forward' : 'backward');
			const inner = new Looks(program.looks, room);
			return {look, inner, automaton: new Automaton(program, 'any', (index, position) => inner.holds(index, position), room)};
		});
	}

	/** The work so far, as the engine counts it. */
	get work(): number {
		return this.#looks.reduce((sum, {inner, automaton}) => sum + inner.work + automaton.visited, this.#passed);
	}

	begin(window: Buffer): void {
		this.#window = window;
		this.#answers = this.#looks.map((_, index) => {
			const known = this.#answers[index];
			return known !== undefined && known.length > window.length ? known.fill(0) : new Int8Array(window.length + 1);
		});
		for (const {inner} of this.#looks) {
			inner.begin(window);
		}
	}

	/** Whether a look holds at a position, from 0 to the length of the window. */
	holds(index: number, position: number): boolean {
		const answers = this.#answers[index]!;
		if (answers[position] === 0) {
			answers[position] = this.#matches(index, position) === this.#looks[index]!.look.negated ? -1 : 1;
		}

		return answers[position] === 1;
	}

	#matches(index: number, start: number): boolean {
		const {look, automaton} = this.#looks[index]!;
		const {classOf, classes} = automaton.program;
		const window = this.#window;
		const step = look.side === 'after' ? 1 : -1;
		const classAt = (position: number) => position >= 0 && position < window.length ? classOf[window[position]!]! : classes;
		// The byte after a position has its number, the one before it is one less.
		let position = look.side === 'after' ? start : start - 1;
		let state = automaton.start(classAt(position - step));
		for (let left = look.longest; ; left--) {
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
	}
}
