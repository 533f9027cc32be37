import {Automaton, dead, stateMask, unknown, type Room} from './regex-automaton.js';
import {Looks} from './regex-looks.js';
import {NearestEnds} from './regex-nearest.js';
import {compileProgram} from './regex-program.js';
import {roughTree, type Tree} from './regex-tree.js';

// Programs of so few steps meet the same orders again and again.
const mostRemembered = 256;
// Measured against passing a byte.
const workOfStep = 16;

/** Runs an expression over windows of a text, in a time that grows with the bytes of the window and not with what they are. Its edges are taken for those of the text. */
export class Engine {
	readonly #longest: number;
	readonly #forward: Automaton;
	readonly #backward: Automaton;
	readonly #looks: Looks;
	readonly #nearest: NearestEnds;
	#window: Buffer = Buffer.alloc(0);
	#starts = new Int32Array(0);
	#passed = 0;

	/** `longest` is the most bytes of a match. */
	constructor(tree: Tree, longest: number, room?: Room) {
		const forward = compileProgram(tree, 'forward');
		this.#longest = longest;
		this.#looks = new Looks(forward.looks, room);
		const holds = (index: number, position: number) => this.#looks.holds(index, position);
		this.#forward = new Automaton(forward, 'first', holds, room);
		this.#nearest = new NearestEnds(forward, holds);
		this.#backward = new Automaton(compileProgram(roughTree(tree), 'backward'), 'floating', () => true, room);
	}

	/** The work so far: bytes that were passed, each as often as it was, and what it took to make states for them. */
	get work(): number {
		return this.#passed + this.#looks.work + this.#forward.visited + this.#backward.visited;
	}

	/** What `exactStarts` works for a byte, at most. */
	get exactWork(): number {
		const {length} = this.#forward.program.steps;
		return length > mostRemembered ? workOfStep * length : 1;
	}

	/** How often states were forgotten for want of room. */
	get flushes(): number {
		return this.#forward.flushes + this.#backward.flushes;
	}

	/** Takes another window, or one whose bytes have changed. */
	begin(window: Buffer): void {
		this.#window = window;
		this.#looks.begin(window);
		if (this.#starts.length <= window.length) {
			this.#starts = new Int32Array(window.length + 1);
		}
	}

	/** The length of the match at `start`: of those that are not too long the one that the expression prefers; 0 if that one is empty or there is none. */
	lengthAt(start: number): number {
		const window = this.#window;
		const automaton = this.#forward;
		const {classOf, classes} = automaton.program;
		const last = start + this.#longest;
		let state = automaton.start(start > 0 ? classOf[window[start - 1]!]! : classes);
		let {table} = automaton;
		let end = start;
		let position = start;
		for (;; position++) {
			const coming = position < window.length ? classOf[window[position]!]! : classes;
			let next = table[state + coming]!;
			if (next <= 0) {
				if (next === unknown) {
					next = automaton.follow(state, coming, position);
					({table} = automaton);
				}

				if (next < 0) {
					end = position;
					next &= stateMask;
				}

				if (next === dead) {
					break;
				}
			}

			if (position === last) {
				break;
			}

			state = next;
		}

		this.#passed += position - start + 1;
		return end - start;
	}

	/** Where matches may start that lie in `[from, to)`, from the last to the first; none is left out, but there may be others among them. */
	startsIn(from: number, to: number): Int32Array {
		const window = this.#window;
		const starts = this.#starts;
		const automaton = this.#backward;
		const {classOf, classes} = automaton.program;
		let state = automaton.start(to < window.length ? classOf[window[to]!]! : classes);
		let {table} = automaton;
		let count = 0;
		for (let position = to - 1; position >= from - 1; position--) {
			const coming = position >= 0 ? classOf[window[position]!]! : classes;
			let next = table[state + coming]!;
			if (next < 0) {
				if (next === unknown) {
					next = automaton.follow(state, coming, position);
					({table} = automaton);
				}

				if (next < 0) {
					starts[count++] = position + 1;
					next &= stateMask;
				}
			}

			state = next;
		}

		this.#passed += to - from + 1;
		return starts.subarray(0, count);
	}

	/** Where matches that are not empty start from `from` on, from the last to the first: there, and nowhere else. Takes longer, but not longer for any bytes. */
	exactStarts(from: number): Int32Array {
		this.#passed += this.#window.length - from + 1;
		return this.#starts.subarray(0, this.#nearest.starts(this.#window, from, this.#longest, this.#starts));
	}
}
