import {attempt} from '../archive/attempt.js';
import type {Part} from './compose.js';

/** The answer, or in its place why there is none: damage to one image costs only the facts that stand in it. `what` begins the sentence. */
export function orComplaint<T extends Part | undefined>(question: () => T, what?: string): T | string {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	return result.state === 'ready' ? result.value : `${what === undefined ? '' : `${what} `}not known (${result.error.message})`;
}

/** The answer, or nothing where the image that has it is damaged. */
export function orNothing<T>(question: () => T): T | undefined {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	return result.state === 'ready' ? result.value : undefined;
}
