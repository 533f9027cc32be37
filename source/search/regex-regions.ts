import type {RegexPattern} from './pattern.js';
import type {Required} from './regex-term.js';
import {addBytesOf} from './regex-tree.js';

/** A part of a window, `[start, end)`. */
export type Region = {readonly start: number; readonly end: number};

/** The next part of a window, from a position on, that holds matches whole; `undefined` if none starts before `to`. A match lies in one such part, or in none. */
export type NextRegion = (window: Buffer, from: number, to: number) => Region | undefined;

/** Leaves out as much of a window as can be told from what a pattern must have. */
export function regionsOf(pattern: RegexPattern): NextRegion {
	const bytes = new Uint8Array(256);
	addBytesOf(pattern.tree, bytes);
	const isEvery = !bytes.includes(0);
	const required = searchable(pattern.required);
	if (required !== undefined) {
		return regionsAround(required, pattern.longest, bytes);
	}

	return isEvery ? (window, from, to) => from < to ? {start: from, end: window.length} : undefined : runsOf(bytes, Math.max(1, pattern.shortest));
}

// Memory is full of zeros, and a search for bytes begins with the first of them.
export function searchable({bytes, least, most}: Required): Required | undefined {
	const zeros = bytes.findIndex(byte => byte !== 0);
	return zeros === -1 ? undefined : {bytes: bytes.subarray(zeros), least: least + zeros, most: most + zeros};
}

/** The bytes around each place where `required` stands that can be in a match with it. */
function regionsAround(required: Required, longest: number, bytes: Uint8Array): NextRegion {
	const needle = Buffer.from(required.bytes);
	const {least} = required;
	const most = Math.min(required.most, longest - needle.length);
	return (window, from, to) => {
		let hit = window.indexOf(needle, from + least);
		if (hit === -1 || hit - most >= to) {
			return undefined;
		}

		const first = Math.max(from, hit - most);
		let start = hit;
		while (start > first && bytes[window[start - 1]!] === 1) {
			start--;
		}

		let end = hit;
		for (;;) {
			const last = Math.min(window.length, hit - least + longest);
			while (end < last && bytes[window[end]!] === 1) {
				end++;
			}

			// A match may have the next one in it and not this one.
			const next = window.indexOf(needle, hit + 1);
			if (next === -1 || end < last || next - most >= end) {
				return {start, end};
			}

			hit = next;
		}
	};
}

const page = Buffer.alloc(4096);

function isZero(window: Buffer, start: number): boolean {
	const end = start + page.length;
	return end <= window.length && window.compare(page, 0, page.length, start, end) === 0;
}

/** The runs of `bytes` that are long enough. */
function runsOf(bytes: Uint8Array, shortest: number): NextRegion {
	const skipsZeros = bytes[0] === 0;
	return (window, from, to) => {
		// Where the last byte of a match could be: a match has one of these places in it, wherever it starts.
		let position = from + shortest - 1;
		let tried = 0;
		while (position < window.length) {
			const byte = window[position]!;
			if (bytes[byte] === 0) {
				if (skipsZeros && byte === 0 && position >= tried) {
					tried = position + page.length;
					position += isZero(window, position) ? page.length + shortest - 1 : shortest;
				} else {
					position += shortest;
				}

				continue;
			}

			let start = position;
			while (start > from && bytes[window[start - 1]!] === 1) {
				start--;
			}

			if (start >= to) {
				return undefined;
			}

			let end = position + 1;
			while (end < window.length && bytes[window[end]!] === 1) {
				end++;
			}

			if (end - start >= shortest) {
				return {start, end};
			}

			position = end + shortest;
		}

		return undefined;
	};
}
