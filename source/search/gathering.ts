import {MatchBuffer, type MatchBatch} from './match-buffer.js';
import type {SearchControl} from './search-control.js';
import type {Fault, UnitReport, Wanted} from './unit-report.js';

/** What is new of a search. */
export type News = MatchBatch & {
	readonly count: number;
	readonly scanned: number;
	readonly done: boolean;
	readonly truncated: boolean;
	/** What could not be read, when it is done. */
	readonly problem?: string;
};

// Whoever is told makes more of them than 12 bytes each.
const mostTold = 1 << 16;

/** Puts what the threads of a search report into its order: of a unit nothing is told before all of those before it is. */
export class Gathering {
	readonly #wanted: Wanted;
	readonly #units: number;
	readonly #control: SearchControl;
	readonly #early = new Map<number, UnitReport[]>();
	readonly #ready = new MatchBuffer();
	#head = 0;
	#scanned = 0;
	#count = 0;
	// Matches that are or will be told.
	#taken = 0;
	#faults = 0;
	#firstFault: Fault | undefined;
	#lastFault = -1;
	#isDone = false;
	#hasNews = false;

	constructor(wanted: Wanted, units: number, control: SearchControl) {
		this.#wanted = wanted;
		this.#units = units;
		this.#control = control;
		control.room = wanted.limit;
	}

	get #isTruncated(): boolean {
		return this.#count > this.#wanted.limit;
	}

	#accept(report: UnitReport): void {
		const {keep, limit, countAll} = this.#wanted;
		const {length} = report.lengths;
		this.#count += report.count;
		if (keep === 'first') {
			const count = Math.min(length, limit - this.#taken);
			this.#ready.addAll({addresses: report.addresses.subarray(0, count), lengths: report.lengths.subarray(0, count)});
			this.#taken += count;
			this.#control.room = limit - this.#taken;
			this.#control.release(length - count);
		} else {
			this.#ready.addAll(report);
			this.#control.release(length);
			if (this.#ready.count > 2 * limit) {
				this.#ready.keepLast(limit);
			}
		}

		// They are copied, and need not wait for garbage to be collected.
		report.addresses.buffer.transfer(0);
		report.lengths.buffer.transfer(0);
		for (const fault of report.faults) {
			if (fault.stretch !== this.#lastFault) {
				this.#lastFault = fault.stretch;
				this.#firstFault ??= fault;
				this.#faults++;
			}
		}

		this.#isDone = (report.ends && report.unit === this.#units - 1)
			|| (keep === 'first' && !countAll && this.#isTruncated);
	}

	/** What could not be read, in all. */
	get #problem(): string | undefined {
		if (this.#firstFault === undefined) {
			return undefined;
		}

		const {address, reason} = this.#firstFault;
		return this.#faults === 1 ? `Memory at ${address.toString(16)} can't be read: ${reason}` : `Memory at ${this.#faults} places can't be read`;
	}

	get isDone(): boolean {
		return this.#isDone;
	}

	get hasNews(): boolean {
		return this.#hasNews;
	}

	/** As many matches can be told as are at once. */
	get isFull(): boolean {
		return this.#wanted.keep === 'first' && this.#ready.count >= mostTold;
	}

	/** Matches can be told. */
	get hasMatches(): boolean {
		return this.#wanted.keep === 'first' && this.#ready.count > 0;
	}

	add(report: UnitReport): void {
		this.#scanned += report.scanned;
		this.#hasNews = true;
		if (report.unit !== this.#head) {
			const early = this.#early.get(report.unit);
			if (early) {
				early.push(report);
			} else {
				this.#early.set(report.unit, [report]);
			}

			return;
		}

		for (let reports: readonly UnitReport[] | undefined = [report]; reports !== undefined;) {
			const {length} = reports;
			for (let index = 0; index < length && !this.#isDone; index++) {
				this.#accept(reports[index]!);
			}

			if (this.#isDone || reports.at(-1)?.ends !== true) {
				return;
			}

			this.#head++;
			this.#control.head = this.#head;
			reports = this.#early.get(this.#head);
			this.#early.delete(this.#head);
		}
	}

	/** Takes out what is new; of very many matches, some. */
	take(): News {
		const {keep, limit} = this.#wanted;
		if (keep === 'last') {
			this.#ready.keepLast(limit);
		}

		const batch = this.#ready.take(keep === 'first' || this.#isDone ? mostTold : 0);
		const isDone = this.#isDone && this.#ready.count === 0;
		if (keep === 'first') {
			this.#control.release(batch.lengths.length);
		}

		const problem = isDone ? this.#problem : undefined;
		this.#hasNews = this.#ready.count > 0;
		return {...batch, count: this.#count, scanned: this.#scanned, done: isDone, truncated: isDone && this.#isTruncated, ...(problem !== undefined && {problem})};
	}
}
