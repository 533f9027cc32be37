import {search, type Match} from '../search/search.js';
import type {Pattern} from '../search/pattern.js';
import type {PrivateMemory} from './private-memory.js';

/** How far a walk through memory is, in bytes. */
export type Passed = {readonly passed: number; readonly total: number};

/** What was found. */
export type FoundAll = {
	readonly matches: readonly Match[];
	/** There is more than was asked for. */
	readonly isCut: boolean;
	/** What could not be searched. */
	readonly problem: string | undefined;
};

/**
Finds a pattern in all of a process's private memory, at most `most` times, in the order of the addresses.

@yields how far it is; it ends early when `signal` says so
*/
export async function * findPattern({segments, size}: PrivateMemory, pattern: Pattern, most: number, signal?: AbortSignal): AsyncGenerator<Passed, FoundAll> {
	const matches: Match[] = [];
	let isCut = false;
	let problem: string | undefined;
	for await (const event of search(segments, pattern, {limit: most, ...signal && {signal}})) {
		for (const match of event.matches) {
			matches.push(match);
		}

		isCut ||= event.truncated ?? false;
		problem = event.problem ?? problem;
		yield {passed: event.scanned, total: size};
	}

	return {matches, isCut, problem};
}
