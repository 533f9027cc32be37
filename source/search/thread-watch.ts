import type {SearchControl} from './search-control.js';
import type {SearchThread} from './search-thread.js';
import {interval, type UnitReport} from './unit-report.js';

/** Looks after the threads of a search: one that does not get on for `patience` ms is stuck. */
export class ThreadWatch {
	readonly #threads: readonly SearchThread[];
	readonly #control: SearchControl;
	readonly #patience: number;
	readonly #seen: Array<{readonly pulse: number; readonly ticks: number}>;

	constructor(threads: readonly SearchThread[], control: SearchControl, patience: number) {
		this.#threads = threads;
		this.#control = control;
		this.#patience = patience;
		this.#seen = threads.map(() => ({pulse: 0, ticks: 0}));
	}

	/**
	Ends threads that are stuck; to be called every `interval` ms. Calls are counted, not time, for a program that was stopped (Ctrl-Z) loses time but no calls.

	@yields for each what it would report if it could
	*/
	* endStuck(): Generator<UnitReport> {
		for (const [index, thread] of this.#threads.entries()) {
			const pulse = this.#control.pulseOf(index);
			const last = this.#seen[index]!;
			// A thread that has not begun is not stuck.
			const ticks = pulse !== 0 && pulse === last.pulse && thread.isBusy ? last.ticks + 1 : 0;
			this.#seen[index] = {pulse, ticks};
			if (ticks > 0 && ticks * interval >= this.#patience) {
				thread.end();
				yield {
					unit: this.#control.unitOf(index),
					addresses: new BigUint64Array(0),
					lengths: new Uint32Array(0),
					count: 0,
					scanned: 0,
					faults: [],
					ends: true,
					failure: `The expression takes too long for the memory near ${this.#control.addressOf(index).toString(16)}: the search stopped there`,
				};
			}
		}
	}
}
