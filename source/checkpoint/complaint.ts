import {attempt} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';

/** What stands in the place of an answer that is lost. */
export type Complaint = {readonly complaint: string; readonly error: InputError};

/** The answer, or in its place why there is none: damage to one image costs only the facts that stand in it. `what` begins the sentence. */
export function orComplaint<T>(question: () => T, what: string): T | Complaint {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	return result.state === 'ready' ? result.value : {complaint: `${what} not known (${result.error.message})`, error: result.error};
}

/** The answer, or nothing where the image that has it is damaged. */
export function orNothing<T>(question: () => T): T | undefined {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	return result.state === 'ready' ? result.value : undefined;
}
