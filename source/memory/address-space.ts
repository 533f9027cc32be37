import type {InputError} from '../archive/byte-source.js';
import type {AddressSpace, PageCount, VmaTable} from './memory.js';
import type {MemoryMap} from './memory-map.js';
import type {PageCache} from './page-cache.js';
import type {PageSizeOrigin} from './page-size.js';
import {hasContent, type Presence, type Run, type Segment} from './presence.js';
import {toRuns, toSegments} from './runs.js';

// Which count a page belongs to: that of the place the pagemap gives, even if the place itself is lost.
const counted: Partial<Record<Presence, keyof PageCount>> = {
	dumped: 'dumped',
	truncated: 'dumped',
	pending: 'dumped',
	encoded: 'dumped',
	parent: 'parent',
	'parent-missing': 'parent',
	lazy: 'lazy',
	shared: 'shared',
};

type Facts = Pick<AddressSpace, 'pageSize' | 'pageSizeFrom' | 'wordSize' | 'problems'>;

/** An address space over a memory map. */
export class MappedMemory implements AddressSpace {
	readonly pageSize: number;
	readonly pageSizeFrom: PageSizeOrigin;
	readonly wordSize: 4 | 8;
	readonly problems: readonly InputError[];

	readonly #map: MemoryMap;
	readonly #cache: PageCache;
	#contentSize: number | undefined;

	constructor(map: MemoryMap, cache: PageCache, facts: Facts) {
		this.#map = map;
		this.#cache = cache;
		this.pageSize = facts.pageSize;
		this.pageSizeFrom = facts.pageSizeFrom;
		this.wordSize = facts.wordSize;
		this.problems = facts.problems;
	}

	get vmas(): VmaTable {
		return this.#map.vmas;
	}

	get contentSize(): number {
		if (this.#contentSize !== undefined) {
			return this.#contentSize;
		}

		let size = 0;
		let final = true;
		for (const {start, end, presence, source, position} of this.#map.stretches(0, 2 ** 64)) {
			final &&= presence !== 'pending' && source?.settled !== false;
			if (hasContent(presence)) {
				size += Math.max(0, Math.min(end - start, source!.available - position!));
			}
		}

		this.#contentSize = final ? size : undefined;
		return size;
	}

	runs(start: bigint, end: bigint): Iterable<Run> {
		const size = BigInt(this.pageSize);
		const from = Number(start - start % size);
		const to = Number(end + (size - end % size) % size);
		return toRuns(this.#map.stretches(from, to), start, end);
	}

	segments(start: bigint, end: bigint): Iterable<Segment> {
		return toSegments(this.runs(start, end));
	}

	read(address: bigint, target: Uint8Array): readonly Run[] {
		const runs = [...this.runs(address, address + BigInt(target.length))];
		for (const run of runs) {
			const part = target.subarray(Number(run.start - address), Number(run.end - address));
			if (run.source === undefined) {
				part.fill(0);
			} else {
				this.#cache.read(run.source, part, run.position!);
			}
		}

		return runs;
	}

	pages(vma: number): PageCount {
		const {vmas} = this.#map;
		const count = {dumped: 0, parent: 0, lazy: 0, shared: 0};
		for (const {start, end, presence} of this.#map.mapping(vma, vmas.starts[vma]!, vmas.ends[vma]!)) {
			const place = counted[presence];
			if (place !== undefined) {
				count[place] += (end - start) / this.pageSize;
			}
		}

		return count;
	}
}
