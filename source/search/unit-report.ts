import {MatchBuffer, type MatchBatch} from './match-buffer.js';
import type {SearchControl} from './search-control.js';

/** Memory from `address` on that can't be read, up to the end of that stretch of the plan. */
export type Fault = {readonly address: bigint; readonly stretch: number; readonly reason: string};

/** What a thread says of a unit of work, since it last did. */
export type UnitReport = MatchBatch & {
	readonly unit: number;
	/** Matches found, of which the report may hold fewer. */
	readonly count: number;
	/** Bytes passed. */
	readonly scanned: number;
	readonly faults: readonly Fault[];
	/** Nothing more comes of this unit. */
	readonly ends: boolean;
};

/** Which matches are wanted, and how many. */
export type Wanted = {
	readonly keep: 'first' | 'last';
	readonly limit: number;
	/** Whether the search goes on beyond the limit, to count. */
	readonly countAll: boolean;
};

/** How often news is sent, in ms. */
export const interval = 50;
// Matches that wait to be sent, and that may be on their way before threads wait.
const mostWaiting = 1 << 16;
export const mostHeld = 1 << 18;

/** Collects what is found in a unit and sends it when it is due. */
export class UnitReporter {
	readonly matches = new MatchBuffer();
	/** Matches may still turn out to be wrong, so none is sent and none left out. */
	isHeldBack = false;
	readonly #unit: number;
	readonly #wanted: Wanted;
	readonly #control: SearchControl;
	readonly #post: (report: UnitReport) => void;
	#room: number;
	#count = 0;
	#scanned = 0;
	#faults: Fault[] = [];
	#hasSent = false;
	#due = performance.now() + interval;

	constructor(unit: number, wanted: Wanted, control: SearchControl, post: (report: UnitReport) => void) {
		this.#unit = unit;
		this.#wanted = wanted;
		this.#control = control;
		this.#post = post;
		this.#room = control.room;
	}

	#send(ends: boolean): void {
		const sendsMatches = !this.isHeldBack && (ends || this.#wanted.keep === 'first');
		const batch = (sendsMatches ? this.matches : new MatchBuffer()).take();
		const {length} = batch.lengths;
		if (length > 0) {
			// The unit that all wait for has room that the others leave: what they send arrives only when it is done.
			this.#control.waitFor(() => this.#control.hold(length, this.#control.head === this.#unit ? 2 * mostHeld : mostHeld - length) || undefined);
			this.#hasSent = true;
		}

		this.#post({
			...batch,
			unit: this.#unit,
			count: this.isHeldBack ? 0 : this.#count,
			scanned: this.#scanned,
			faults: this.#faults,
			ends,
		});
		this.#count = this.isHeldBack ? this.#count : 0;
		this.#scanned = 0;
		this.#faults = [];
		this.#due = performance.now() + interval;
	}

	/** More matches than can be held back. */
	get isFull(): boolean {
		return this.matches.count > mostHeld;
	}

	/** There are more matches than are asked for, so the search needs not go on. */
	get isEnough(): boolean {
		return this.#wanted.keep === 'first' && !this.#wanted.countAll && !this.isHeldBack && this.#count > this.#room;
	}

	/** A match at a position of the segment that begins at `start`. */
	found(start: bigint, position: number, length: number): void {
		this.#count++;
		if (this.isHeldBack || this.#wanted.keep === 'last' || this.matches.count < this.#room) {
			this.matches.add(start + BigInt(position), length);
		}
	}

	/** So many matches have come in, or gone from, those held back. */
	recount(difference: number): void {
		this.#count += difference;
	}

	passed(bytes: number): void {
		this.#scanned += bytes;
	}

	unreadable(fault: Fault): void {
		this.#faults.push(fault);
	}

	/** Sends what is due. */
	tick(): void {
		const {keep, limit} = this.#wanted;
		this.#room = this.#control.room;
		if (keep === 'last' && !this.isHeldBack && this.matches.count > 2 * limit) {
			this.matches.keepLast(limit);
		}

		const isReady = keep === 'first' && !this.isHeldBack && (this.matches.count > mostWaiting
			|| (!this.#hasSent && this.matches.count > 0 && this.#control.head === this.#unit));
		if (isReady || performance.now() >= this.#due) {
			this.#send(false);
		}
	}

	/** Sends the rest. */
	end(): void {
		if (this.#wanted.keep === 'last') {
			this.matches.keepLast(this.#wanted.limit);
		} else {
			this.matches.keepFirst(this.#control.room);
		}

		this.#send(true);
	}
}
