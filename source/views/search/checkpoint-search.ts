import type {Archive} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {fileTars, filesIn} from '../../checkpoint/contents/stored-files.js';
import {layoutOf} from '../../checkpoint/layout.js';
import type {Process} from '../../checkpoint/process.js';
import {pageSizeOf, readPageTotals} from '../../memory/page-totals.js';
import type {Presence} from '../../memory/presence.js';
import type {Pattern} from '../../search/pattern.js';
import type {Match} from '../../search/search.js';
import type {Problems} from '../problems.js';
import type {Place} from './place.js';
import {PlaceSearch, type PlaceMatch} from './place-search.js';
import {ContentHolders, contentPlaces, memoryPlaces} from './places.js';
import type {SearchScope} from './scope.js';

export type CheckpointSearch = {
	readonly pattern: Pattern;
	readonly scope: SearchScope;
	/** In the order in which they are searched. */
	readonly processes: readonly Process[];
	/** They are all that the checkpoint has; else only what they have open is searched besides. */
	readonly areAll: boolean;
	/** What is around a match can be read until the search is closed, else until the next news. */
	readonly staysOpen?: boolean;
};

/** Something that was found. */
export type Found = {
	readonly place: Place;
	readonly match: Match;
	/** Who else has the same bytes, and where. */
	readonly also: readonly Also[];
};

export type Also = {readonly pid: number; readonly address: bigint} | {readonly pid: number; readonly fd: number};

/** News of a search. */
export type FoundNews = {
	/** Since the last news, in the order of the search. */
	readonly found: readonly Found[];
	/** Bytes passed, of as many as are known to be searched. */
	readonly passed: number;
	readonly total: number;
};

/** A search that is about to begin. */
export type StartedSearch = {
	/** Some of the memory is mapped by several, and may be found for several. */
	readonly hasCommon: boolean;
	/** Bytes of memory that are left to the files that were mapped, and such. */
	readonly notDumped: ReadonlyMap<Presence, bigint>;
	/** Runs it. */
	news(signal?: AbortSignal): AsyncGenerator<FoundNews>;
	/** Gives up what was kept open. */
	close(): void;
};

/**
Searches a checkpoint. Memory that several processes map is searched once: what is found in it is found in the first of them, with the others in `also`. What can't be searched is added to `problems`, from the start and while the search goes on.

@throws {PendingError} while the archive is being decompressed
*/
export function startSearch(checkpoint: Checkpoint, {pattern, scope, processes, areAll, staysOpen = false}: CheckpointSearch, problems: Problems): StartedSearch {
	const memory = memoryPlaces(processes, problems);
	const {common, notDumped} = memory;
	const layout = scope === 'everything' ? problems.of(() => layoutOf(checkpoint.images)) : undefined;
	const contents = layout && {layout, holders: new ContentHolders(processes, areAll)};
	const places = [...memory.places, ...contents === undefined ? [] : contentPlaces(contents.layout, memory, contents.holders, pageSize(checkpoint, memory.places), problems)];
	const tars = contents !== undefined && areAll ? problems.of(() => fileTars(contents.layout)) ?? [] : [];
	const placesSize = places.reduce((sum, {size}) => sum + size, 0);
	// Of files that are compressed no more is known.
	const total = placesSize + tars.reduce((sum, {source}) => sum + source.size, 0);
	const search = new PlaceSearch(pattern, common);

	const alsoOf = ({elsewhere}: PlaceMatch, {holders}: Place): readonly Also[] => {
		if (elsewhere.length === 0 && holders.length < 2) {
			return nobody;
		}

		const others = elsewhere.flatMap(({space, address}) => {
			const {isMemory, process} = places[space]!;
			return isMemory ? [{pid: process!.pid, address}] : [];
		});
		return [...others, ...holders.slice(1)];
	};

	const open = staysOpen ? new Set<Archive>() : undefined;
	let isClosed = false;
	const leave = (tar: Archive) => {
		if (open !== undefined && !isClosed) {
			open.add(tar);
		} else {
			tar.close();
		}
	};

	async function * news(signal?: AbortSignal): AsyncGenerator<FoundNews> {
		let passed = 0;
		let most = placesSize;
		async function * inPlace(space: number, place: Place): AsyncGenerator<FoundNews> {
			for await (const {found, passed: part, problem} of search.run(space, place, signal)) {
				if (problem !== undefined) {
					problems.add(`${place.isMemory ? `pid ${place.process!.pid}` : place.name!.toString()}: ${problem}`);
				}

				yield {found: found.map(one => ({place, match: one.match, also: alsoOf(one, place)})), passed: Math.min(passed + place.size * part, most), total};
			}

			passed += place.size;
		}

		for (const [space, place] of places.entries()) {
			yield * inPlace(space, place);
		}

		for (const tar of tars) {
			passed = most;
			most += tar.source.size;
			for await (const file of contentsOf(tar, leave)) {
				const place = file instanceof InputError ? undefined : contents!.holders.placeOf(file);
				if (file instanceof InputError) {
					problems.add(file.message);
				} else if (place !== undefined) {
					yield * inPlace(places.length, place);
				}
			}
		}
	}

	return {
		hasCommon: common.isAny, notDumped, news,
		close() {
			isClosed = true;
			for (const tar of open ?? []) {
				tar.close();
			}
		},
	};
}

const nobody: readonly Also[] = [];

async function * contentsOf(...of: Parameters<typeof filesIn>): ReturnType<typeof filesIn> {
	try {
		yield * filesIn(...of);
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		yield error;
	}
}

function pageSize({images}: Checkpoint, places: readonly Place[]): number {
	const [first] = places;
	return first?.isMemory ? first.process!.memory.pageSize : pageSizeOf(images, readPageTotals(images));
}
