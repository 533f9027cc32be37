import {InputError, PendingError} from './byte-source.js';

/** What came of asking: the value, a part of the archive that is still being decompressed, or damage that costs only this answer. */
export type Result<T> =
	| {readonly state: 'ready'; readonly value: T}
	| {readonly state: 'pending'; readonly error: PendingError}
	| {readonly state: 'failed'; readonly error: InputError};

/** Runs `question` and turns its complaint about the input into a value; every other error is a defect of this program and passes. */
export function attempt<T>(question: () => T): Result<T> {
	try {
		return {state: 'ready', value: question()};
	} catch (error) {
		if (error instanceof PendingError) {
			return {state: 'pending', error};
		}

		if (error instanceof InputError) {
			return {state: 'failed', error};
		}

		throw error;
	}
}

/** Answers `question` once and remembers the answer, a complaint about the input included; only a pending answer is asked for again. */
export function lazy<T>(question: () => T): () => T {
	let result: Result<T> | undefined;
	return () => {
		if (result === undefined || result.state === 'pending') {
			result = attempt(question);
		}

		if (result.state === 'ready') {
			return result.value;
		}

		throw result.error;
	};
}
