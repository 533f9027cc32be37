import {Worker} from 'node:worker_threads';
import type {Pattern} from './pattern.js';
import type {Plan} from './plan.js';
import {SearchControl} from './search-control.js';

export type SearchRequest = {
	readonly plan: Plan;
	readonly pattern: Pattern;
	readonly from: bigint;
	readonly limit: number;
	readonly keep: 'first' | 'last';
	readonly control: SharedArrayBuffer;
};

export type SearchReport = {
	readonly addresses: BigUint64Array<ArrayBuffer>;
	readonly lengths: Uint32Array<ArrayBuffer>;
	readonly scanned: number;
	readonly done: boolean;
	readonly truncated: boolean;
	readonly problem?: string;
};

/** How long a cancelled search may take to stop by itself, in ms. */
const grace = 50;
/** How often a search is looked after, in ms. */
const tick = 100;

/** A worker thread that runs one search at a time. It keeps the program running only while it does. */
export class SearchThread {
	readonly #worker = new Worker(new URL('search-worker.js', import.meta.url), {execArgv: []});
	readonly #control = new SearchControl();
	#busy = false;
	#isUsable = true;

	constructor() {
		this.#worker.unref();
		// Errors are for the search that runs; without one there is nobody to tell.
		this.#worker.on('error', () => {
			this.#isUsable = false;
		});
	}

	/**
	Runs one search.

	@yields what the thread reports, until the report that is `done`, or until `signal` says stop, at once. When the thread does not get on for `patience` ms it is ended, and that is the last report.
	*/
	async * run(request: Omit<SearchRequest, 'control'>, patience: number, signal?: AbortSignal): AsyncGenerator<SearchReport> {
		const reports: SearchReport[] = [];
		let failure: Error | undefined;
		let wake = Promise.withResolvers<void>();
		const {pulse: before} = this.#control;
		let pulse = before;
		let idleTicks = 0;
		let scanned = 0;

		const onMessage = (report: SearchReport) => {
			this.#busy = !report.done;
			scanned = report.scanned;
			reports.push(report);
			wake.resolve();
		};

		const onError = (error: Error) => {
			failure = error;
			wake.resolve();
		};

		const onAbort = () => {
			wake.resolve();
		};

		// Ticks are counted, not time, for a program that was stopped (Ctrl-Z) loses time but no ticks.
		const guard = setInterval(() => {
			const last = pulse;
			({pulse} = this.#control);
			// A thread that has not begun is not stuck.
			idleTicks = pulse === last && pulse !== before ? idleTicks + 1 : 0;
			if (idleTicks * tick < patience || !this.#busy) {
				return;
			}

			this.end();
			onMessage({
				addresses: new BigUint64Array(0),
				lengths: new Uint32Array(0),
				scanned,
				done: true,
				truncated: false,
				problem: `The expression takes too long for the memory near ${this.#control.address.toString(16)}: the search stopped there`,
			});
		}, tick);

		this.#worker.on('message', onMessage);
		this.#worker.on('error', onError);
		signal?.addEventListener('abort', onAbort);
		this.#worker.ref();
		this.#control.reset();
		this.#busy = true;
		this.#worker.postMessage({...request, control: this.#control.memory} satisfies SearchRequest, transferable(request.plan));
		try {
			while (!signal?.aborted) {
				for (const report of reports.splice(0)) {
					yield report;
					if (report.done || signal?.aborted) {
						return;
					}
				}

				if (failure) {
					throw failure;
				}

				await wake.promise;
				wake = Promise.withResolvers();
			}
		} finally {
			clearInterval(guard);
			this.#worker.off('message', onMessage);
			this.#worker.off('error', onError);
			signal?.removeEventListener('abort', onAbort);
			this.#worker.unref();
		}
	}

	/** Stops a search that was left before its end; says whether the thread can be used again. */
	async settle(): Promise<boolean> {
		if (this.#busy && this.#isUsable) {
			const done = Promise.withResolvers<void>();
			const onMessage = (report: SearchReport) => {
				if (!report.done) {
					return;
				}

				this.#busy = false;
				done.resolve();
			};

			this.#worker.on('message', onMessage);
			this.#control.cancel();
			const timer = setTimeout(done.resolve, grace);
			await done.promise;
			clearTimeout(timer);
			this.#worker.off('message', onMessage);
			this.#worker.unref();
			if (this.#busy) {
				this.end();
			}
		}

		return this.#isUsable;
	}

	end(): void {
		this.#isUsable = false;
		void this.#worker.terminate();
	}
}

function transferable(plan: Plan): ArrayBuffer[] {
	return [plan.starts, plan.firsts, plan.fds, plan.offsets, plan.ends, plan.bytes].map(array => array.buffer);
}
