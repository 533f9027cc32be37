import {SearchThread} from './search-thread.js';

/** Keeps one idle thread for the next search, for starting one takes longer than many a search. */
export class ThreadPool {
	#spare: SearchThread | undefined;
	readonly #settling = new Set<Promise<void>>();

	async #settle(thread: SearchThread): Promise<void> {
		if (!await thread.settle()) {
			return;
		}

		if (this.#spare === undefined) {
			this.#spare = thread;
		} else {
			thread.end();
		}
	}

	/** A thread that runs nothing. One that is about to stop is waited for rather than a new one started. */
	async take(): Promise<SearchThread> {
		while (this.#spare === undefined && this.#settling.size > 0) {
			await Promise.race(this.#settling);
		}

		const thread = this.#spare ?? new SearchThread();
		this.#spare = undefined;
		return thread;
	}

	/** Takes a thread back, stopping what it still runs; a thread that does not stop is ended. */
	giveBack(thread: SearchThread): void {
		const settled = this.#settle(thread);
		this.#settling.add(settled);
		void settled.finally(() => this.#settling.delete(settled));
	}
}
