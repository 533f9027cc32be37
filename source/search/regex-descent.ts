import type {Holds} from './regex-automaton.js';
import {NearestEnds, type Row} from './regex-nearest.js';
import type {Direction, Program} from './regex-program.js';

// A row is kept of every so many positions, and those between are worked out again: no more rows are held at a time than that and the kept ones.
const spacing = 128;

/**
The rows of a part of a window, for a program that goes through it either way. Positions count in the direction of the program, from where it would start.

Works out each row twice at most, if they are asked for in order.
*/
export class Descent {
	readonly program: Program;
	readonly #isForward: boolean;
	readonly #nearest: NearestEnds;
	/** Numbers for rows, by what they are used for. */
	readonly #rooms: Int32Array[] = [];
	readonly #kept: Row[] = [];
	readonly #block: Row[] = [];
	#blockStart = -1;
	#first: Row;
	#window: Buffer = Buffer.alloc(0);
	#from = 0;
	#last = 0;

	constructor(program: Program, direction: Direction, isBounded: boolean, holds: Holds) {
		this.program = program;
		this.#isForward = direction === 'forward';
		this.#nearest = new NearestEnds(program, isBounded, this.#isForward ? holds : (index, position) => holds(index, this.#window.length - position));
		this.#first = this.#nearest.begin();
	}

	/** The work so far, in steps of the program that were worked out. */
	get work(): number {
		return this.#nearest.work;
	}

	/** Goes from `last` down to `from`, as if no match reached beyond `last`, and tells the row of each position. */
	run(window: Buffer, from: number, last: number, visit: (row: Row, position: number) => void): void {
		this.#window = window;
		this.#from = from;
		this.#last = last;
		this.#blockStart = -1;
		this.#kept.length = 0;
		this.#first = this.#nearest.begin();
		let row = this.#first;
		for (let position = last; position >= from; position--) {
			const isKept = position % spacing === 0;
			row = this.#before(row, position, isKept ? 2 + spacing + this.#kept.length : position % 2);
			if (isKept) {
				this.#kept.push(row);
			}

			visit(row, position);
		}
	}

	/** The row of a position that the last run came by. */
	rowAt(position: number): Row {
		const start = position - position % spacing;
		if (start !== this.#blockStart) {
			this.#blockStart = start;
			const end = Math.min(this.#last, start + spacing - 1);
			let row = end === this.#last ? this.#first : this.#kept[Math.floor(this.#last / spacing) - (end + 1) / spacing]!;
			for (let at = end; at >= Math.max(start, this.#from); at--) {
				row = this.#before(row, at, 2 + at - start);
				this.#block[at - start] = row;
			}
		}

		return this.#block[position - start]!;
	}

	#before(row: Row, position: number, room: number): Row {
		this.#rooms[room] ??= new Int32Array(this.program.steps.length);
		return this.#nearest.before(row, {passed: this.#classAt(position - 1), coming: this.#classAt(position), position}, this.#rooms[room]);
	}

	#classAt(position: number): number {
		const {classOf, classes} = this.program;
		const window = this.#window;
		return position >= 0 && position < window.length ? classOf[window[this.#isForward ? position : window.length - 1 - position]!]! : classes;
	}
}
