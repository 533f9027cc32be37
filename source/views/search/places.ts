import type {Content} from '../../checkpoint/contents/content.js';
import {bpfContents, ipcContents} from '../../checkpoint/contents/kernel-objects.js';
import {pipeContents} from '../../checkpoint/contents/pipes.js';
import {removedFileContents} from '../../checkpoint/contents/removed-files.js';
import {sharedContents} from '../../checkpoint/contents/shared-memory.js';
import {packetContents, streamContents} from '../../checkpoint/contents/sockets.js';
import {engineFileContents, imageContents} from '../../checkpoint/contents/stored-files.js';
import {FileTable} from '../../checkpoint/file-table.js';
import {Holders, type Holder} from '../../checkpoint/holders.js';
import type {Layout} from '../../checkpoint/layout.js';
import type {Process} from '../../checkpoint/process.js';
import {CommonPieces} from '../../memory/common-pieces.js';
import {hasContent, isLost, type Presence} from '../../memory/presence.js';
import {sharedObjectsOf} from '../../memory/shared-objects.js';
import {lostContentText, lostMemoryText} from '../lost-memory.js';
import type {Problems} from '../problems.js';
import type {Place} from './place.js';
import {aroundInMemory, aroundInSegments} from './surroundings.js';

/** What is to be searched of a checkpoint, and what of it is not there. */
export type Places = {
	/** Memory by process, then all else; their numbers are those of the spaces in `common`. */
	readonly places: readonly Place[];
	readonly common: CommonPieces;
	/** Bytes of memory that CRIU leaves out because they are found elsewhere, such as in the file that is mapped. */
	readonly notDumped: ReadonlyMap<Presence, bigint>;
};

/** Addresses `[start, end)`. */
export type AddressRange = {readonly start: bigint; readonly end: bigint};

const everything: AddressRange = {start: 0n, end: 1n << 64n};

/** The memory of these processes, which have some, as far as it is in `range`. What can't be searched is added to `problems`. */
export function memoryPlaces(processes: readonly Process[], problems: Problems, range = everything): Places {
	const common = new CommonPieces();
	const places: Place[] = [];
	const notDumped = new Map<Presence, bigint>();
	for (const process of processes) {
		const place = problems.of(() => memoryPlace(process, range, {space: places.length, common, notDumped, problems}));
		if (place !== undefined) {
			places.push(place);
		}
	}

	return {places, common, notDumped};
}

type Walk = {readonly space: number; readonly common: CommonPieces; readonly notDumped: Map<Presence, bigint>; readonly problems: Problems};

const leftOut: ReadonlySet<Presence> = new Set(['file', 'never-dumped']);

function memoryPlace(process: Process, {start: first, end: last}: AddressRange, {space, common, notDumped, problems}: Walk): Place {
	const {memory} = process;
	const lost = new Map<Presence, bigint>();
	let size = 0;
	for (const {start, end, presence, source, position} of memory.runs(first, last)) {
		const length = end - start;
		if (hasContent(presence)) {
			size += Number(length);
		}

		if (presence === 'shared') {
			common.add(space, start, {source: source!, position: position!, length: Number(length)});
		} else if (isLost(presence)) {
			add(lost, presence, length);
		} else if (leftOut.has(presence)) {
			add(notDumped, presence, length);
		}
	}

	if (lost.size > 0) {
		problems.add(lostMemoryText(`pid ${process.pid}`, lost));
	}

	problems.addAll(memory.problems.map(({message}) => message));
	return {kind: 'memory', isMemory: true, process, holders: [], size, segments: () => memory.segments(first, last), surroundings: aroundInMemory(memory)};
}

function add(amounts: Map<Presence, bigint>, presence: Presence, length: bigint): void {
	amounts.set(presence, (amounts.get(presence) ?? 0n) + length);
}

/**
What a dump has besides the memory of processes, files of the container left out: shared objects (of which only what no place of `known` maps will be searched there), queues, removed files, and where `holders` are everyone's the files beside the images and the images too.
*/
export function contentPlaces(layout: Layout, {places, common}: Places, holders: ContentHolders, pageSize: number, problems: Problems): Place[] {
	const {images} = layout;
	const files = new FileTable(images);
	const found: Place[] = [];
	const shared = problems.of(() => sharedContents(images, files, pageSize)) ?? [];
	problems.addAll((problems.of(() => sharedObjectsOf(images, pageSize).savedFiles.problems) ?? []).map(({message}) => message));
	for (const {lost, ...content} of shared) {
		const place = holders.placeOf(content);
		if (place === undefined) {
			continue;
		}

		if (lost.size > 0) {
			problems.add(lostMemoryText(content.name.toString(), lost));
		}

		const space = places.length + found.length;
		for (const segment of content.segments) {
			let address = segment.start;
			for (const piece of segment.pieces) {
				common.add(space, address, piece);
				address += BigInt(piece.length);
			}
		}

		found.push(place);
	}

	const questions = [
		() => pipeContents(images, files),
		() => packetContents(images, files),
		() => streamContents(images, files),
		...removedFileContents(images, files),
		() => bpfContents(images, files),
		() => ipcContents(images),
		() => engineFileContents(layout),
		() => imageContents(images),
	];
	const others = questions.flatMap(question => problems.of(question) ?? []).map(content => {
		if (content.lost !== undefined && content.lost.size > 0) {
			problems.add(lostContentText(content.name.toString(), content.lost));
		}

		return holders.placeOf(content);
	});
	return [...found, ...others.filter(place => place !== undefined)];
}

/** Who of some processes has what open. */
export class ContentHolders {
	readonly #byFile: ReadonlyMap<number, readonly Holder[]>;
	readonly #processes: ReadonlyMap<number, Process>;
	readonly #areAll: boolean;

	/** Where the processes are not `all` of the checkpoint, what none of them has open is of no interest. */
	constructor(processes: readonly Process[], areAll: boolean) {
		this.#byFile = Map.groupBy(new Holders(() => processes).descriptors(), ({id}) => id);
		this.#processes = new Map(processes.map(process => [process.pid, process]));
		this.#areAll = areAll;
	}

	/** The place to search, if there is something to search in it. */
	placeOf({kind, name, files, segments, absent}: Content): Place | undefined {
		const holders = files.flatMap(id => this.#byFile.get(id) ?? []).map(({pid, fd}): Holder => ({pid, fd}));
		if (segments.length === 0 || (holders.length === 0 && !this.#areAll)) {
			return undefined;
		}

		const process = holders[0] && this.#processes.get(holders[0].pid);
		return {kind, isMemory: false, process, name, holders, size: segments.reduce((sum, {length}) => sum + length, 0), segments: () => segments, absent, surroundings: aroundInSegments(segments)};
	}
}
