import {setImmediate} from 'node:timers/promises';

// How long work may keep the thread, in ms.
const slice = 8;

/** Lets others go on, in the middle of work that takes long. */
export class Breath {
	#due = performance.now() + slice;

	/** Whether it is time to. */
	get isDue(): boolean {
		return performance.now() > this.#due;
	}

	async take(): Promise<void> {
		await setImmediate();
		this.#due = performance.now() + slice;
	}
}
