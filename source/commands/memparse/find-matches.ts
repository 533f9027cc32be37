import type {Process} from '../../checkpoint/process.js';
import {MatchList} from '../../search/match-list.js';
import type {Pattern} from '../../search/pattern.js';
import {search} from '../../search/search.js';

/** Every match in the memory of a process, however many, and why some of it could not be searched. */
export async function findMatches({memory}: Process, pattern: Pattern): Promise<{readonly matches: MatchList; readonly problems: readonly string[]}> {
	const matches = new MatchList();
	const problems: string[] = [];
	for await (const event of search(memory.segments(0n, 1n << 64n), pattern, {limit: Infinity})) {
		matches.add(event.matches);
		if (event.problem !== undefined) {
			problems.push(event.problem);
		}
	}

	return {matches, problems};
}
