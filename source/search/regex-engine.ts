import {Automaton, dead, stateMask, unknown, workOfPlace} from './regex-automaton.js';
import {ExactSearch} from './regex-exact.js';
import {Looks, type EngineOptions} from './regex-looks.js';
import {refilled, usual, type Allowance} from './regex-patience.js';
import {compileProgram} from './regex-program.js';
import {longestOf, roughTree, type Tree} from './regex-tree.js';

/**
Runs an expression over windows of a text, in a time that grows with the bytes of the window and not with what they are. Its edges are taken for those of the text.

There are two ways to do that. The fast one goes through candidates and looks from each for its match, with automata that remember the states they met; it may pass bytes in vain, or meet new states all the time. That is counted, and beyond a fixed number for each byte of the text it gives up: the rest of the window is searched the exact way, which works out each step of the program a few times for each byte, whatever the bytes are.
*/
export class Engine {
	readonly #tree: Tree;
	readonly #longest: number;
	readonly #forward: Automaton;
	readonly #backward: Automaton;
	readonly #looks: Looks;
	readonly #isBounded: boolean;
	readonly #holds: (index: number, position: number) => boolean;
	readonly #allowance: Allowance;
	#exact: ExactSearch | undefined;
	#window: Buffer = Buffer.alloc(0);
	#starts = new Int32Array(0);
	#passed = 0;
	/** How much may still be worked in vain in this window. */
	#left = 0;

	/** `longest` is the most bytes of a match. */
	constructor(tree: Tree, longest: number, options: EngineOptions = {}) {
		const forward = compileProgram(tree, 'forward');
		this.#tree = tree;
		this.#longest = longest;
		this.#isBounded = longestOf(tree) <= longest;
		this.#looks = new Looks(forward.looks, options);
		this.#holds = (index, position) => this.#looks.holds(index, position);
		this.#forward = new Automaton(forward, 'first', this.#holds, options.room);
		this.#backward = new Automaton(compileProgram(roughTree(tree), 'backward'), 'floating', () => true, options.room);
		this.#allowance = options.allowance ?? usual;
		this.#left = this.#allowance.saved;
	}

	/** The work so far: bytes that were passed, each as often as it was, and what it took to make states for them, or to do without. */
	get work(): number {
		return this.#passed + workOfPlace * (this.#forward.visited + this.#backward.visited) + this.#looks.work + (this.#exact?.work ?? 0);
	}

	/** Whether the fast way is still worth it in this window. If not, what it found last does not count. */
	get isPatient(): boolean {
		return this.#left >= 0;
	}

	/** The exact way through the window. */
	get exact(): ExactSearch {
		if (this.#exact === undefined) {
			this.#exact = new ExactSearch(compileProgram(this.#tree, 'forward', true), this.#longest, this.#isBounded, this.#holds);
			this.#exact.begin(this.#window);
		}

		return this.#exact;
	}

	/** How often states were forgotten for want of room. */
	get flushes(): number {
		return this.#forward.flushes + this.#backward.flushes;
	}

	/** Takes another window, or one whose bytes have changed. */
	begin(window: Buffer): void {
		this.#window = window;
		this.#looks.begin(window);
		this.#exact?.begin(window);
		this.#left = refilled(this.#allowance, this.#left, window.length);
		if (this.#starts.length <= window.length) {
			this.#starts = new Int32Array(window.length + 1);
		}
	}

	/** The length of the match at `start` while patience lasts: of those that are not too long the one that the expression prefers; 0 if that one is empty or there is none. */
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
					next = this.#follow(automaton, state, coming, position);
					({table} = automaton);
					if (!this.isPatient) {
						break;
					}
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
		this.#left -= position - end + 1;
		return end - start;
	}

	/** Where matches may start, while patience lasts, that lie in `[from, to)`, from the last to the first; none is left out, but there may be others among them. */
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
					next = this.#follow(automaton, state, coming, position);
					({table} = automaton);
					if (!this.isPatient) {
						break;
					}
				}

				if (next < 0) {
					starts[count++] = position + 1;
					next &= stateMask;
				}
			}

			state = next;
		}

		this.#passed += to - from + 1;
		this.#left -= to - from + 1;
		return starts.subarray(0, count);
	}

	#follow(automaton: Automaton, state: number, coming: number, position: number): number {
		const {visited} = automaton;
		const next = automaton.follow(state, coming, position);
		this.#left -= workOfPlace * (automaton.visited - visited);
		return next;
	}
}
