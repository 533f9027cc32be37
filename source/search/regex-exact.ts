import {Reached, type Holds} from './regex-automaton.js';
import {Descent} from './regex-descent.js';
import {endOf} from './regex-nearest.js';
import type {Program} from './regex-program.js';
import {nearestEnd, runsOf} from './regex-settling.js';

// So much longer than a match that to look beyond the last start costs little.
const mostStarts = 16 * 1024;

/** A step, and how many bytes it has passed if it is a run. */
type Way = {readonly step: number; readonly passed: number};

/** A way on; `inside` is the depth of the outermost repeated part that was entered since a byte was passed, `isByte` says that a run passes another one. */
type Choice = Way & {readonly inside: number; readonly isByte: boolean};

/**
Finds matches without a byte that is passed in vain: a first pass, backward, tells of each step at each position how near the nearest match ends, so that the second, forward, takes of its choices the first that leads to a match which is not too long.
*/
export class ExactSearch {
	readonly #program: Program;
	readonly #longest: number;
	readonly #isBounded: boolean;
	readonly #descent: Descent;
	readonly #reached: Reached;
	readonly #runAt: Int32Array;
	readonly #starts = new Int32Array(mostStarts);
	#left = 0;
	#end = 0;
	#window: Buffer = Buffer.alloc(0);
	#passed = 0;

	/** Matches have up to `longest` bytes; `isBounded` says that the program matches no more. */
	constructor(program: Program, longest: number, isBounded: boolean, holds: Holds) {
		this.#program = program;
		this.#longest = longest;
		this.#isBounded = isBounded;
		this.#descent = new Descent(program, 'forward', isBounded, holds);
		this.#reached = new Reached(program);
		this.#runAt = runsOf(program.steps);
	}

	/** The work so far, in steps of the program that were looked at. */
	get work(): number {
		return this.#descent.work + this.#passed;
	}

	/** Takes another window, or one whose bytes have changed. */
	begin(window: Buffer): void {
		this.#window = window;
		this.#end = -1;
	}

	/** The first start from `from` on, and before `to`, of a match, which may be empty; -1 if there is none. */
	nextStart(from: number, to: number): number {
		for (let position = from; position < to; position = this.#end) {
			if (position >= this.#end) {
				this.#findStarts(position, Math.min(to, position + mostStarts));
			}

			while (this.#left > 0 && this.#starts[this.#left - 1]! < position) {
				this.#left--;
			}

			if (this.#left > 0) {
				return this.#starts[this.#left - 1]!;
			}
		}

		return -1;
	}

	#findStarts(from: number, to: number): void {
		const {entry} = this.#program;
		this.#end = to;
		this.#left = 0;
		this.#descent.run(this.#window, from, Math.min(this.#window.length, to - 1 + this.#longest), (row, position) => {
			if (position < to && endOf(row, entry) <= this.#limit(position)) {
				this.#starts[this.#left++] = position;
			}
		});
	}

	/** Where a match that starts at `start` may end, as rows have it. */
	#limit(start: number): number {
		return this.#isBounded ? 0 : start + this.#longest;
	}

	/** The length of the match that the expression prefers at a start which was found last. */
	lengthAt(start: number): number {
		const {steps, entry} = this.#program;
		const limit = this.#limit(start);
		let at: Way = {step: entry, passed: 0};
		for (let position = start; ; position++) {
			at = this.#choice(at, position, limit);
			const step = steps[at.step]!;
			if (step.kind === 'match') {
				return position - start;
			}

			if (step.kind === 'byte') {
				at = {step: step.next, passed: 0};
			}
		}
	}

	/** The step that passes a byte, or ends the match, at which the first choice arrives that leads to a match; of a run how much it has passed then. */
	#choice({step: from, passed}: Way, position: number, limit: number): Way {
		const {steps, depth} = this.#program;
		const row = this.#descent.rowAt(position);
		const reached = this.#reached;
		reached.clear();
		const choices: Choice[] = [{step: from, passed, inside: depth, isByte: false}];
		for (let choice = choices.pop(); choice !== undefined; choice = choices.pop()) {
			const {step: number, inside} = choice;
			const step = steps[number]!;
			this.#passed++;
			if (step.kind === 'match' || step.kind === 'byte' || choice.isByte) {
				if (choice.isByte || endOf(row, number) <= limit) {
					return {step: number, passed: choice.passed + 1};
				}
			} else if (endOf(row, number) <= limit && (choice.passed > 0 || reached.add(number, inside)) && (step.kind !== 'leave' || inside > step.depth)) {
				const next = {step: step.next, passed: 0, inside: step.kind === 'enter' ? Math.min(inside, step.depth) : inside, isByte: false};
				if (step.kind === 'split') {
					choices.push({...next, step: step.other});
				}

				choices.push(next);
				if (step.kind === 'run' && nearestEnd(row.stops[this.#runAt[number]!], position + step.most - choice.passed) <= limit) {
					choices.splice(step.isLazy ? -1 : choices.length, 0, {...choice, isByte: true});
				}
			}
		}

		throw new Error('A match that was found is not there');
	}
}
