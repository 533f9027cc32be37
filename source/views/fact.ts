import {attempt} from '../archive/attempt.js';
import type {Part} from '../checkpoint/compose.js';
import type {Untrusted} from '../text/untrusted.js';

/** One line of the overview of a process. */
export type Fact = {readonly name: string; readonly value: Untrusted};

/** A fact that is left out where there is no value. */
export type Line = readonly [name: string, value: Part | undefined];

/** The answer, or in its place why there is none: damage costs only the facts that stand in the damaged image, and what is still to come holds up no other. */
export function known(question: () => Part | undefined): Part | undefined {
	const result = attempt(question);
	return result.state === 'ready' ? result.value : whyNot(result);
}

/** Lines that all stand in one image: while they are not known, one line in their place says why. */
export function section<T>(name: string, question: () => T | undefined, lines: (value: T) => Line[]): Line[] {
	const result = attempt(() => {
		const value = question();
		return value === undefined ? [] : lines(value);
	});
	return result.state === 'ready' ? result.value : [[name, whyNot(result)]];
}

function whyNot({state, error}: {readonly state: 'pending' | 'failed'; readonly error: Error}): string {
	return state === 'pending' ? 'has not arrived yet' : `not known (${error.message})`;
}
