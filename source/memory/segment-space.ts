import {InputError} from '../archive/byte-source.js';
import {firstIndex} from '../archive/first-index.js';
import type {ByteSpace, Vma, VmaTable} from './memory.js';
import type {Absence, Presence, Run, Segment} from './presence.js';
import {toRuns, toSegments, type Placed} from './runs.js';

/** What stands in a space from where the part before it ends, which is not nothing. Segments and absences are counted from there, and are apart. */
export type Part = {
	readonly segments: readonly Segment[];
	/** What is known of the stretches without content; of those that nothing is said of, that they are holes. */
	readonly absent?: readonly Absence[];
};

/** A stretch that can be read in one go, or that has no content. */
export type Area = {readonly start: number; readonly end: number; readonly presence: Presence; readonly vma: number};

// Offsets that need more digits than these are those of huge files.
const wideFrom = 2 ** 32;

/**
Bytes that are not the memory of a process, as a space whose addresses are offsets. Each part is a mapping, and so is each of two segments that touch: they are apart all the same, as the messages of a queue are.

What the sources have not got is settled when it is made.
*/
export class SegmentSpace implements ByteSpace {
	readonly pageSize = 4096;
	readonly wordSize: 4 | 8;
	readonly knowsMappings = true;
	readonly isContent = true;
	readonly vmas: VmaTable;
	/** Bytes. */
	readonly size: number;

	readonly #name: string;
	readonly #stretches: readonly Placed[];
	readonly #areas: readonly Area[];

	/** `name` is printable: complaints begin with it. */
	constructor(name: string, parts: readonly Part[]) {
		const {stretches, starts} = new Placement(parts);
		this.#name = name;
		this.#stretches = stretches;
		this.size = stretches.at(-1)?.end ?? 0;
		this.wordSize = this.size < wideFrom ? 4 : 8;
		this.vmas = tableOf(starts, this.size);
		this.#areas = areasOf(this.runs(0n, BigInt(this.size)));
	}

	runs(start: bigint, end: bigint): Iterable<Run> {
		return toRuns(this.#from(start, end), start, end);
	}

	segments(start: bigint, end: bigint): Iterable<Segment> {
		return toSegments(this.runs(start, end));
	}

	/**
	Fills `target` with the bytes at `address`.

	@throws {InputError} when bytes that should be there can't be read
	*/
	read(address: bigint, target: Uint8Array): readonly Run[] {
		const runs = [...this.runs(address, address + BigInt(target.length))];
		target.fill(0);
		for (const {start, end, source, position} of runs) {
			const part = target.subarray(Number(start - address), Number(end - address));
			if (source !== undefined && source.read(part, position!) < part.length) {
				throw new InputError(this.#name, 'shorter than it was when it was opened', Number(start));
			}
		}

		return runs;
	}

	/** The stretch that holds `offset`, which must be in the space. */
	areaAt(offset: number): Area {
		return this.#areas[firstIndex(this.#areas.length, index => this.#areas[index]!.end > offset)]!;
	}

	* #from(start: bigint, end: bigint): Generator<Placed> {
		const from = firstIndex(this.#stretches.length, index => BigInt(this.#stretches[index]!.end) > start);
		for (let index = from; index < this.#stretches.length && BigInt(this.#stretches[index]!.start) < end; index++) {
			yield this.#stretches[index]!;
		}

		const size = BigInt(this.size);
		if (size < end) {
			yield {start: Math.max(this.size, Number(start)), end: Number(end), presence: 'unmapped', vma: undefined};
		}
	}
}

/** Lays parts out one behind the other. */
class Placement {
	readonly stretches: Placed[] = [];
	/** Where each mapping starts. */
	readonly starts: number[] = [];
	#end = 0;

	constructor(parts: readonly Part[]) {
		for (const part of parts) {
			this.#place(part);
		}
	}

	#place({segments, absent = []}: Part): void {
		const origin = this.#end;
		this.#begin();
		let isContent = false;
		for (const item of [...segments, ...absent].toSorted((a, b) => Number(a.start - b.start))) {
			const start = origin + Number(item.start);
			const touches = start === this.#end;
			this.#blank(start, 'hole');
			if ('presence' in item) {
				this.#blank(origin + Number(item.end), item.presence);
			} else {
				if (isContent && touches) {
					this.#begin();
				}

				this.#add(item);
			}

			isContent = !('presence' in item);
		}
	}

	#begin(): void {
		this.starts.push(this.#end);
	}

	#blank(end: number, presence: Presence): void {
		if (end <= this.#end) {
			return;
		}

		this.stretches.push({start: this.#end, end, presence, vma: this.starts.length - 1});
		this.#end = end;
	}

	#add({pieces}: Segment): void {
		for (const {source, position, length} of pieces) {
			const end = this.#end + length;
			this.stretches.push({start: this.#end, end, presence: 'dumped', source, position, vma: this.starts.length - 1});
			this.#end = end;
		}
	}
}

function areasOf(runs: Iterable<Run>): Area[] {
	const areas: Area[] = [];
	for (const {start, end, presence, vma} of runs) {
		const last = areas.at(-1);
		if (last?.presence === presence && last.vma === vma) {
			areas[areas.length - 1] = {...last, end: Number(end)};
		} else {
			areas.push({start: Number(start), end: Number(end), presence, vma: vma!});
		}
	}

	return areas;
}

function tableOf(starts: readonly number[], size: number): VmaTable {
	const at = (index: number): Vma => ({
		index, start: BigInt(starts[index]!), end: BigInt(starts[index + 1] ?? size),
		protection: '', shared: false, kind: 'other', offset: 0n, shmid: 0n, status: 0, flags: 0,
	});
	return {
		length: size === 0 ? 0 : starts.length,
		at,
		find: address => address < 0n || address >= BigInt(size) ? -1 : firstIndex(starts.length, index => BigInt(starts[index]!) > address) - 1,
		guards: [],
	};
}
