import {Untrusted} from '../../text/untrusted.js';
import type {Cell} from '../../views/view.js';

// A longer text is written sooner than compared.
const longestCompared = 64;

/** Writes the values of a column; one that is that of the row before, as it often is, is not written anew. */
export function repeating<Value extends Cell>(write: (value: Value) => string): (value: Value) => string {
	let last: Value | undefined;
	let written: string | undefined;
	return value => {
		if (written === undefined || !isSame(value, last)) {
			last = value;
			written = write(value);
		}

		return written;
	};
}

function isSame(one: Cell, other: Cell): boolean {
	return one === other || (one instanceof Untrusted && other instanceof Untrusted && areSame(one.bytes, other.bytes));
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
	const {length} = one;
	if (length !== other.length || length > longestCompared) {
		return false;
	}

	for (let index = 0; index < length; index++) {
		if (one[index] !== other[index]) {
			return false;
		}
	}

	return true;
}
