import {PendingError} from '../../archive/byte-source.js';
import type {Process} from '../../checkpoint/process.js';
import type {Passed} from '../../forensics/find-pattern.js';
import type {Pattern} from '../../search/pattern.js';
import type {Problems} from '../problems.js';
import type {Found} from './checkpoint-search.js';
import {PlaceSearch} from './place-search.js';
import {memoryPlaces} from './places.js';

/**
Searches all memory of a process that the dump has, in the order of the addresses, until `found` says that it is enough.

@yields how far it is; it ends early when `signal` says so
@throws {PendingError} while a part of the memory is still being decompressed
*/
export async function * searchMemory(process: Process, pattern: Pattern, {found, problems, signal}: {readonly found: (found: Found) => boolean; readonly problems: Problems; readonly signal?: AbortSignal | undefined}): AsyncGenerator<Passed, void> {
	for (const {presence} of process.memory.runs(0n, 1n << 64n)) {
		if (presence === 'pending') {
			throw new PendingError('The memory of the process');
		}
	}

	const {places, common} = memoryPlaces([process], problems);
	for (const [space, place] of places.entries()) {
		for await (const news of new PlaceSearch(pattern, common).run(space, place, signal)) {
			for (const {match} of news.found) {
				if (!found({place, match, also: []})) {
					return;
				}
			}

			problems.addAll(news.problem === undefined ? [] : [news.problem]);
			yield {passed: news.passed * place.size, total: place.size};
		}
	}
}
