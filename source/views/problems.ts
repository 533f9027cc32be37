import {attempt} from '../archive/attempt.js';

/** What could not be read while something was put together: each is told once, and costs only what depends on it. */
export class Problems {
	readonly #messages = new Set<string>();

	/**
	The answer; undefined where it can't be had, which is noted.

	@throws {PendingError}
	*/
	of<T>(question: () => T): T | undefined {
		const result = attempt(question);
		if (result.state === 'pending') {
			throw result.error;
		}

		if (result.state === 'failed') {
			this.add(result.error.message);
			return undefined;
		}

		return result.value;
	}

	add(message: string): void {
		this.#messages.add(message);
	}

	/** There may be more than a call takes arguments. */
	addAll(messages: Iterable<string>): void {
		for (const message of messages) {
			this.#messages.add(message);
		}
	}

	get messages(): readonly string[] {
		return [...this.#messages];
	}
}
