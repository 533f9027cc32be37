import {attempt} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';

/**
The answer of the first source that knows one. A damaged source is passed over while another one knows; when none does, its damage is the answer.

@throws {PendingError} when a source that comes before the answer may still know better
@throws {InputError} the first source's that is damaged, when no source knows
*/
export function firstKnown<T>(...sources: ReadonlyArray<() => T | undefined>): T | undefined {
	let damage: InputError | undefined;
	for (const source of sources) {
		const result = attempt(source);
		if (result.state === 'pending') {
			throw result.error;
		}

		if (result.state === 'failed') {
			damage ??= result.error;
		} else if (result.value !== undefined) {
			return result.value;
		}
	}

	if (damage !== undefined) {
		throw damage;
	}

	return undefined;
}
