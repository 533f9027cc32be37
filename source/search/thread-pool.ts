import {SearchThread} from './search-thread.js';

/** Keeps idle threads for the next search, for starting one takes longer than many a search. */
export class ThreadPool {
	readonly #spare: SearchThread[] = [];
	readonly #settling = new Set<Promise<void>>();
	readonly #size: number;

	/** Keeps `size` threads at most. */
	constructor(size: number) {
		this.#size = size;
	}

	async #settle(thread: SearchThread): Promise<void> {
		if (!await thread.settle()) {
			return;
		}

		if (this.#spare.length < this.#size) {
			this.#spare.push(thread);
		} else {
			thread.end();
		}
	}

	/** Starts threads, so that `count` can be taken at once. */
	prepare(count: number): void {
		while (this.#spare.length < Math.min(count, this.#size)) {
			this.#spare.push(new SearchThread());
		}
	}

	/** Threads that run nothing. Those that are about to stop are waited for rather than new ones started. */
	async take(count: number): Promise<SearchThread[]> {
		while (this.#spare.length < count && this.#settling.size > 0) {
			await Promise.race(this.#settling);
		}

		const threads = this.#spare.splice(0, count);
		while (threads.length < count) {
			threads.push(new SearchThread());
		}

		return threads;
	}

	/** Takes a thread back from a search that is over or was cancelled; a thread that does not stop is ended. */
	giveBack(thread: SearchThread): void {
		const settled = this.#settle(thread);
		this.#settling.add(settled);
		void settled.finally(() => this.#settling.delete(settled));
	}
}
