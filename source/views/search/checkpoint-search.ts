import type {ByteSource} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {savedContent} from '../../checkpoint/contents/stored-files.js';
import {layoutOf} from '../../checkpoint/layout.js';
import type {Process} from '../../checkpoint/process.js';
import type {SavedTrees} from '../../checkpoint/saved-files/saved-trees.js';
import {pageSizeOf, readPageTotals} from '../../memory/page-totals.js';
import type {Presence} from '../../memory/presence.js';
import type {Pattern} from '../../search/pattern.js';
import type {Match} from '../../search/search.js';
import type {Problems} from '../problems.js';
import {namePlaces, processNames, savedNames} from './names.js';
import type {Place} from './place.js';
import {PlaceSearch, type PlaceMatch} from './place-search.js';
import {ContentHolders, contentPlaces, memoryPlaces, type AddressRange} from './places.js';
import type {SearchScope} from './scope.js';

export type CheckpointSearch = {
	readonly pattern: Pattern;
	readonly scope: SearchScope;
	/** In the order in which they are searched. */
	readonly processes: readonly Process[];
	/** They are all that the checkpoint has; else only what they have open is searched besides. */
	readonly areAll: boolean;
	/** Which addresses of their memory; all, unless it is given. */
	readonly range?: AddressRange;
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
};

/**
Searches a checkpoint. Memory that several processes map is searched once: what is found in it is found in the first of them, with the others in `also`. What can't be searched is added to `problems`, from the start and while the search goes on.

@throws {PendingError} while the archive is being decompressed
*/
export function startSearch(checkpoint: Checkpoint, {pattern, scope, processes, areAll, range}: CheckpointSearch, problems: Problems): StartedSearch {
	const memory = memoryPlaces(processes, problems, range);
	const {savedTrees} = checkpoint;
	const {common, notDumped} = memory;
	const layout = scope === 'everything' ? problems.of(() => layoutOf(checkpoint.images)) : undefined;
	const contents = layout && {layout, holders: new ContentHolders(processes, areAll)};
	const places = [...memory.places, ...contents === undefined ? [] : [...contentPlaces(contents.layout, memory, contents.holders, pageSize(checkpoint, memory.places), problems), ...namePlaces(processNames(processes, problems))]];
	const search = new PlaceSearch(pattern, common);

	const told = (one: PlaceMatch, whole: Place): Found => {
		const {place, match} = whole.partOf?.(one.match) ?? {place: whole, match: one.match};
		return {place, match, also: alsoOf(one, place)};
	};

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

	async function * news(signal?: AbortSignal): AsyncGenerator<FoundNews> {
		let passed = 0;
		let total = places.reduce((sum, {size}) => sum + size, 0);
		async function * inPlace(space: number, place: Place): AsyncGenerator<FoundNews> {
			for await (const {found, passed: part, problem} of search.run(space, place, signal)) {
				if (problem !== undefined) {
					problems.add(`${place.isMemory ? `pid ${place.process!.pid}` : place.name!.toString()}: ${problem}`);
				}

				yield {found: found.map(one => told(one, place)), passed: passed + place.size * part, total};
			}

			passed += place.size;
		}

		// What is compressed is unpacked meanwhile.
		const opening = contents !== undefined && areAll ? savedTrees.whenOpen() : undefined;
		opening?.catch(() => undefined);
		for (const [space, place] of places.entries()) {
			yield * inPlace(space, place);
		}

		if (opening === undefined) {
			return;
		}

		await opening;
		const saved = savedPlaces(savedTrees, contents!.holders, problems);
		total += saved.reduce((sum, {size}) => sum + size, 0);
		for (const place of saved) {
			yield * inPlace(places.length, place);
		}
	}

	return {hasCommon: common.isAny, notDumped, news};
}

const nobody: readonly Also[] = [];

/** The files of the container, and their names. */
function savedPlaces(savedTrees: SavedTrees, holders: ContentHolders, problems: Problems): Place[] {
	const seen = new Set<ByteSource>();
	const places: Place[] = [];
	const names = [];
	for (const tree of savedTrees.all()) {
		for (const file of problems.of(() => tree.files()) ?? []) {
			names.push(...savedNames(file));
			// Files of /dev/shm are shared memory.
			const content = tree.of === '/dev/shm' ? undefined : savedContent(file, seen);
			const place = content && holders.placeOf(content);
			if (place !== undefined) {
				places.push(place);
			}
		}

		problems.addAll(tree.problems.map(({message}) => message));
	}

	return [...places, ...namePlaces(names)];
}

function pageSize({images}: Checkpoint, places: readonly Place[]): number {
	const [first] = places;
	return first?.isMemory ? first.process!.memory.pageSize : pageSizeOf(images, readPageTotals(images));
}
