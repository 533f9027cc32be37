import {Worker} from 'node:worker_threads';
import type {Pattern} from './pattern.js';
import type {Plan} from './plan.js';
import type {UnitReport, Wanted} from './unit-report.js';

export type SearchRequest = Wanted & {
	readonly plan: Plan;
	readonly pattern: Pattern;
	/** Where the search begins, in bytes of all segments. */
	readonly origin: number;
	/** Bytes of a unit of work. */
	readonly unitSize: number;
	/** What the threads of the search share. */
	readonly memory: SharedArrayBuffer;
};

export type ThreadListener = {
	reported(report: UnitReport): void;
	failed(error: Error): void;
};

/** How long a cancelled search may take to stop by itself, in ms. */
const grace = 50;

/** A worker thread that takes part in one search at a time. It keeps the program running only while it does. */
export class SearchThread {
	readonly #worker = new Worker(new URL('search-worker.js', import.meta.url), {execArgv: []});
	#listener: ThreadListener | undefined;
	#idle: PromiseWithResolvers<void> | undefined;
	readonly #ready = Promise.withResolvers<void>();
	#isUsable = true;

	constructor() {
		this.#worker.unref();
		this.#worker.on('message', (message: UnitReport | 'ready' | 'idle') => {
			if (message === 'ready') {
				this.#ready.resolve();
			} else if (message === 'idle') {
				this.#becomeIdle();
			} else {
				this.#listener?.reported(message);
			}
		});
		// Errors are for the search that runs; without one there is nobody to tell.
		this.#worker.on('error', (error: Error) => {
			this.#isUsable = false;
			this.#listener?.failed(error);
			this.#becomeIdle();
		});
	}

	#becomeIdle(): void {
		this.#ready.resolve();
		this.#idle?.resolve();
		this.#idle = undefined;
		this.#worker.unref();
	}

	run(request: SearchRequest, listener: ThreadListener): void {
		this.#idle = Promise.withResolvers();
		this.#listener = listener;
		this.#worker.ref();
		this.#worker.postMessage(request);
	}

	/** Leaves a search that is over or was cancelled; says whether the thread can be used again. */
	async settle(): Promise<boolean> {
		this.#listener = undefined;
		// Until it has started it does nothing.
		await this.#ready.promise;
		if (this.#idle !== undefined) {
			const timer = setTimeout(() => {
				this.end();
			}, grace);
			await this.#idle.promise;
			clearTimeout(timer);
		}

		return this.#isUsable;
	}

	end(): void {
		this.#isUsable = false;
		void this.#worker.terminate();
		this.#becomeIdle();
	}
}
