import type {Found, Matcher} from './matcher.js';
import type {RegexPattern} from './pattern.js';
import {Engine} from './regex-engine.js';
import type {ExactSearch} from './regex-exact.js';
import {createHits, type Hits} from './regex-hits.js';
import {worthwhile} from './regex-needle.js';
import {regionsAround, runsOf, wholeWindow, type Region, type Regions} from './regex-regions.js';
import {addBytesOf} from './regex-tree.js';

// So much that what is read is still in the cache when it is looked at again.
const windowSize = 256 * 1024;

/** The next place from `position` on where a match may start; -1 when there is none before the end. */
type NextStart = (position: number) => number;

/** Goes through the starts in `[from, to)` of a window. */
type Starts = (window: Buffer, from: number, to: number) => NextStart;

/** Finds a regular expression, in a time that the bytes of the text do not change by more than a fixed factor. */
export function regexMatcher(pattern: RegexPattern, engine = new Engine(pattern.tree, pattern.longest)): Matcher {
	const {behind, longest, ahead} = pattern;
	const required = worthwhile(pattern.required);
	const hits = required && createHits(required);
	const likelyStarts = hits?.spread === 1 && hits.least === hits.most ? startsAtHits(hits) : startsInRegions(engine, regionsOf(pattern, hits));
	return {
		chunk: (hits?.buffer.length ?? windowSize) - behind - longest - ahead,
		behind,
		reach: longest + ahead,
		...(hits && {buffer: hits.buffer}),
		run(window, from, to, found) {
			engine.begin(window);
			const next = likelyStarts(window, from, to);
			let position = from;
			for (;;) {
				const start = next(position);
				const length = start === -1 ? 0 : engine.lengthAt(start);
				if (!engine.isPatient) {
					return runExactly(engine.exact, position, to, found);
				}

				if (start === -1) {
					return Math.max(position, to);
				}

				if (length > 0) {
					found(start, length);
				}

				position = start + Math.max(1, length);
			}
		},
	};
}

function runExactly(exact: ExactSearch, from: number, to: number, found: Found): number {
	let position = from;
	for (let start = exact.nextStart(position, to); start !== -1; start = exact.nextStart(position, to)) {
		const length = exact.lengthAt(start);
		if (length > 0) {
			found(start, length);
		}

		position = start + Math.max(1, length);
	}

	return Math.max(position, to);
}

/** For hits at a fixed place of a match. */
function startsAtHits({list, least}: Hits): Starts {
	return (window, from, to) => {
		const places = list(window, from + least);
		let next = 0;
		return position => {
			while (next < places.length && places[next]! - least < position) {
				next++;
			}

			const start = next < places.length ? places[next]! - least : to;
			return start < to ? start : -1;
		};
	};
}

/** Leaves out as much of a window as can be told from what matches are made of. */
function regionsOf({tree, shortest, longest}: RegexPattern, hits: Hits | undefined): Regions {
	const bytes = new Uint8Array(256);
	addBytesOf(tree, bytes);
	if (hits !== undefined) {
		return regionsAround(hits, longest, bytes);
	}

	return bytes.includes(0) ? runsOf(bytes, Math.max(1, shortest)) : wholeWindow;
}

function startsInRegions(engine: Engine, regions: Regions): Starts {
	return (window, from, to) => {
		const nextRegion = regions(window, from, to);
		let region: Region | undefined = {start: from, end: from};
		let inRegion: NextStart = () => -1;
		return position => {
			let start = inRegion(position);
			while (start === -1 && region !== undefined) {
				region = nextRegion(Math.max(position, region.end));
				if (region !== undefined) {
					inRegion = descending(engine.startsIn(region.start, region.end), to);
					start = inRegion(position);
				}
			}

			return start;
		};
	};
}

/** Takes starts that lie from the last to the first. */
function descending(starts: Int32Array, to: number): NextStart {
	let left = starts.length;
	return position => {
		while (left > 0 && starts[left - 1]! < position) {
			left--;
		}

		return left > 0 && starts[left - 1]! < to ? starts[left - 1]! : -1;
	};
}
