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

/** Texts that follow each other in every row, from `from` to before `to`, as they stand joined since some row. */
type Run = {to: number; text: string; row: number};

/** Joins the texts of a row, so many of them. Those that are what they were in the row before, as most often are, stay joined: many short texts cost more than their characters. */
export function joiner(count: number): (textAt: (index: number) => string) => string {
	const last = Array.from<string | undefined>({length: count});
	const runs = Array.from({length: count}, (): Run => ({to: 0, text: '', row: 0}));
	let row = 0;

	const unchanged = (from: number, to: number): string => {
		const run = runs[from]!;
		if (run.to !== to || run.row !== row - 1) {
			run.to = to;
			run.text = last.slice(from, to).join('');
		}

		run.row = row;
		return run.text;
	};

	return textAt => {
		row++;
		let line = '';
		let from = 0;
		for (let index = 0; index < count; index++) {
			const text = textAt(index);
			if (text !== last[index]) {
				line += from === index ? text : unchanged(from, index) + text;
				last[index] = text;
				from = index + 1;
			}
		}

		return from === count ? line : line + unchanged(from, count);
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
