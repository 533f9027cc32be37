import fs from 'node:fs';
import path from 'node:path';
import type {ByteSource} from '../../source/archive/byte-source.js';
import type {Piece, Segment} from '../../source/memory/presence.js';
import {search, type Match, type SearchEvent, type SearchOptions} from '../../source/search/search.js';
import type {Pattern} from '../../source/search/pattern.js';
import {temporaryFolder} from './fixtures.js';

/** Random numbers that are the same in each run. */
export function randomNumbers(seed: number): (below: number) => number {
	return below => {
		seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
		return Math.floor(seed / 4_294_967_296 * below);
	};
}

let folder: string | undefined;
let files = 0;

/** A new file that holds `bytes`. */
export function fileOf(bytes: Uint8Array): string {
	folder ??= temporaryFolder();
	const file = path.join(folder, String(files++));
	fs.writeFileSync(file, bytes);
	return file;
}

/** A file as a byte source; its descriptor stays open until the test process ends. */
export function fileSource(file: string): ByteSource {
	const fd = fs.openSync(file, 'r');
	const {size} = fs.fstatSync(fd);
	return {
		size,
		available: size,
		settled: true,
		read: (target, position) => fs.readSync(fd, target, 0, target.length, position),
		extents: (position, length) => [{fd, offset: position, length}],
	};
}

/** Zeros that no file stores. */
export function holeSource(size: number): ByteSource {
	return {
		size,
		available: size,
		settled: true,
		read(target) {
			target.fill(0);
			return target.length;
		},
		extents: (_position, length) => [{fd: -1, offset: 0, length}],
	};
}

export function segment(start: bigint, pieces: readonly Piece[]): Segment {
	return {start, length: pieces.reduce((sum, piece) => sum + piece.length, 0), pieces};
}

/** One segment for each of `texts`, at `gap` bytes from each other, cut into random pieces that lie scattered in one file. */
export function scatter(texts: readonly Uint8Array[], random: (below: number) => number, gap = 4096n): Segment[] {
	const cuts = texts.flatMap((text, owner) => {
		const pieces: Array<{owner: number; start: number; end: number}> = [];
		for (let start = 0; start < text.length;) {
			const end = Math.min(text.length, start + 1 + random(text.length));
			pieces.push({owner, start, end});
			start = end;
		}

		return pieces;
	});
	const order = cuts.map(cut => ({cut, key: random(1000)})).sort((a, b) => a.key - b.key).map(({cut}) => cut);
	const positions = new Map<object, number>();
	let size = 0;
	for (const cut of order) {
		positions.set(cut, size);
		size += cut.end - cut.start;
	}

	const file = fileOf(Buffer.concat(order.map(({owner, start, end}) => texts[owner]!.subarray(start, end))));
	const source = fileSource(file);
	let address = 0x10_00n;
	return texts.map((text, index) => {
		const pieces = cuts.filter(cut => cut.owner === index).map((cut): Piece => ({source, position: positions.get(cut)!, length: cut.end - cut.start}));
		const placed = segment(address, pieces);
		address += BigInt(text.length) + gap;
		return placed;
	});
}

/** All events of a search. */
export async function eventsOf(segments: Iterable<Segment>, pattern: Pattern, options?: SearchOptions): Promise<SearchEvent[]> {
	const events: SearchEvent[] = [];
	const news = search(segments, pattern, options);
	let step = await news.next();
	for (; step.done !== true; step = await news.next()) {
		events.push(step.value);
	}

	return events;
}

/** Runs a search to its end. */
export async function findAll(segments: Iterable<Segment>, pattern: Pattern, options?: SearchOptions): Promise<{matches: Match[]; problems: string[]; last: SearchEvent}> {
	const events = await eventsOf(segments, pattern, options);
	return {
		matches: events.flatMap(event => [...event.matches]),
		problems: events.flatMap(event => event.problem ?? []),
		last: events.at(-1)!,
	};
}

/** Everything a search finds, in its order. */
export async function matchesOf(segments: Iterable<Segment>, pattern: Pattern, options?: SearchOptions): Promise<Match[]> {
	const {matches} = await findAll(segments, pattern, options);
	return matches;
}

/** Where a search finds something, in its order. */
export async function addressesOf(segments: Iterable<Segment>, pattern: Pattern, options?: SearchOptions): Promise<bigint[]> {
	const matches = await matchesOf(segments, pattern, options);
	return matches.map(({address}) => address);
}
