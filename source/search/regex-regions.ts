import type {Hits} from './regex-hits.js';

/** A part of a window, `[start, end)`. */
export type Region = {readonly start: number; readonly end: number};

/** The next part of a window from a position on that may hold matches; `undefined` if in none a match starts before `to`. A match lies in one such part as a whole, and these do not overlap. */
export type NextRegion = (position: number) => Region | undefined;

/** Goes through a window. */
export type Regions = (window: Buffer, from: number, to: number) => NextRegion;

/** For a pattern that says nothing of what its matches are made of. */
export const wholeWindow: Regions = (window, _from, to) => position => position < to ? {start: position, end: window.length} : undefined;

/** The bytes around each of `hits` that can be in a match with it: those of `bytes`, by value 1, within `longest`. */
export function regionsAround(hits: Hits, longest: number, bytes: Uint8Array): Regions {
	return (window, from, to) => {
		const places = hits.list(window, from);
		let next = 0;
		return position => {
			while (next < places.length && places[next]! + hits.spread - 1 - hits.least < position) {
				next++;
			}

			if (next === places.length) {
				return undefined;
			}

			const place = places[next++]!;
			const first = Math.max(position, place - hits.most);
			if (first >= to) {
				return undefined;
			}

			let start = Math.max(position, place);
			while (start > first && bytes[window[start - 1]!] === 1) {
				start--;
			}

			let end = start;
			const extend = (most: number) => {
				while (end < most && bytes[window[end]!] === 1) {
					end++;
				}

				return end >= most;
			};

			const longestEnd = (hit: number) => Math.min(window.length, hit + hits.spread - 1 - hits.least + longest);
			let isUnbroken = extend(longestEnd(place));
			// A match may have the next one in it and not this one.
			while (isUnbroken && next < places.length && places[next]! - hits.most < end && extend(places[next]!)) {
				isUnbroken = extend(longestEnd(places[next]!));
				next++;
			}

			return {start, end};
		};
	};
}

const page = Buffer.alloc(4096);

function isZero(window: Buffer, start: number): boolean {
	const end = start + page.length;
	return end <= window.length && window.compare(page, 0, page.length, start, end) === 0;
}

/** The runs of `bytes` that have at least `shortest`. */
export function runsOf(bytes: Uint8Array, shortest: number): Regions {
	const skipsZeros = bytes[0] === 0;
	return (window, _from, to) => from => {
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
