import type {Matcher} from './matcher.js';
import type {RegexPattern} from './pattern.js';
import {Engine} from './regex-engine.js';
import {regionsOf, searchable} from './regex-regions.js';

/** How many starts a window should hold: so much that what is read is still in the cache when it is looked at again. */
const chunk = 256 * 1024;

/** How many bytes may be passed in vain, for each byte of a window, before starts are looked for more exactly. */
const patience = 1;

/** The next place from `position` on where a match may start; -1 when there is none before `to`. */
type NextStart = (position: number) => number;

/** Goes through the starts in `[from, to)` of a window. */
type Starts = (window: Buffer, from: number, to: number) => NextStart;

/** Finds a regular expression, in a time that the bytes of the text do not change by more than a fixed factor. */
export function regexMatcher(pattern: RegexPattern, engine = new Engine(pattern.tree, pattern.longest)): Matcher {
	const required = searchable(pattern.required);
	const likelyStarts = required !== undefined && required.least === required.most
		? startsFromHits(Buffer.from(required.bytes), required.least)
		: startsInRegions(engine, pattern);
	return {
		chunk,
		behind: pattern.behind,
		reach: pattern.longest + pattern.ahead,
		run(window, from, to, found) {
			engine.begin(window);
			let next = likelyStarts(window, from, to);
			let left = patience * window.length;
			let position = from;
			for (let start = next(position); start !== -1; start = next(position)) {
				const {passed} = engine;
				const length = engine.lengthAt(start);
				if (length > 0) {
					found(start, length);
					position = start + length;
					continue;
				}

				position = start + 1;
				const isPatient = left > 0;
				left -= engine.passed - passed;
				if (isPatient && left <= 0) {
					next = descending(engine.exactStarts(position), to);
				}
			}

			return Math.max(position, to);
		},
	};
}

/** For a pattern that has `needle` at a fixed place, `offset` bytes after its start. */
function startsFromHits(needle: Buffer, offset: number): Starts {
	return (window, _from, to) => position => {
		const start = window.indexOf(needle, position + offset) - offset;
		return start >= position && start < to ? start : -1;
	};
}

function startsInRegions(engine: Engine, pattern: RegexPattern): Starts {
	const nextRegion = regionsOf(pattern);
	return (window, from, to) => {
		let passed = from;
		let inRegion: NextStart = () => -1;
		return position => {
			for (;;) {
				const start = inRegion(position);
				if (start !== -1) {
					return start;
				}

				const region = nextRegion(window, Math.max(position, passed), to);
				if (region === undefined) {
					return -1;
				}

				passed = region.end;
				inRegion = descending(engine.startsIn(region.start, region.end), to);
			}
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
