import type {InputError} from '../archive/byte-source.js';
import type {AddressSpace, PageCount, VmaTable} from './memory.js';
import type {MemoryMap} from './memory-map.js';
import type {PageCache} from './page-cache.js';
import {PageDamage} from './page-damage.js';
import type {PageSizeOrigin} from './page-size.js';
import type {Presence, Run, Segment} from './presence.js';
import {reach, toRuns, toSegments} from './runs.js';
import type {Stretch} from './stretch.js';

// Which count a page belongs to.
const counted: Partial<Record<Presence, keyof PageCount>> = {
	dumped: 'dumped',
	pending: 'dumped',
	encoded: 'dumped',
	parent: 'parent',
	'parent-missing': 'parent',
	lazy: 'lazy',
	shared: 'shared',
	truncated: 'lost',
};

type Facts = Pick<AddressSpace, 'pageSize' | 'pageSizeFrom' | 'wordSize' | 'knowsMappings' | 'problems'>;

/** An address space over a memory map. */
export class MappedMemory implements AddressSpace {
	readonly pageSize: number;
	readonly pageSizeFrom: PageSizeOrigin;
	readonly wordSize: 4 | 8;
	readonly knowsMappings: boolean;
	readonly problems: readonly InputError[];

	readonly #map: MemoryMap;
	readonly #cache: PageCache;
	#sizes: {readonly bytes: AddressSpace['sizes']; readonly damages: number} | undefined;

	constructor(map: MemoryMap, cache: PageCache, facts: Facts) {
		this.#map = map;
		this.#cache = cache;
		this.pageSize = facts.pageSize;
		this.pageSizeFrom = facts.pageSizeFrom;
		this.wordSize = facts.wordSize;
		this.knowsMappings = facts.knowsMappings;
		this.problems = facts.problems;
	}

	get vmas(): VmaTable {
		return this.#map.vmas;
	}

	get sizes(): AddressSpace['sizes'] {
		const {damages} = this.#cache;
		if (this.#sizes?.damages === damages) {
			return this.#sizes.bytes;
		}

		const sizes: Partial<Record<Presence, number>> = {};
		const add = (presence: Presence, bytes: number) => {
			sizes[presence] = (sizes[presence] ?? 0) + bytes;
		};

		for (const stretch of this.#map.stretches(0, 2 ** 64)) {
			addParts(stretch, add);
		}

		delete sizes.unmapped;
		this.#sizes = sizes.pending === undefined ? {bytes: sizes, damages} : undefined;
		return sizes;
	}

	get contentSize(): number {
		const {dumped = 0, parent = 0, shared = 0} = this.sizes;
		return dumped + parent + shared;
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
		for (;;) {
			try {
				return this.#read(address, target);
			} catch (error) {
				if (!(error instanceof PageDamage)) {
					throw error;
				}

				// The runs are others now: they leave out what is damaged.
			}
		}
	}

	pages(vma: number): PageCount {
		const {vmas} = this.#map;
		const count = {dumped: 0, parent: 0, lazy: 0, shared: 0, lost: 0};
		const add = (presence: Presence, bytes: number) => {
			const place = counted[presence];
			if (place !== undefined) {
				// A page that is cut in two is lost.
				count[place] += place === 'lost' ? Math.ceil(bytes / this.pageSize) : Math.floor(bytes / this.pageSize);
			}
		};

		for (const stretch of this.#map.stretches(vmas.starts[vma]!, vmas.ends[vma]!)) {
			addParts(stretch, add);
		}

		return count;
	}

	#read(address: bigint, target: Uint8Array): readonly Run[] {
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
}

/** Tells `add` the bytes of a stretch by what is there of them, those that are none left out. There may be a million stretches. */
function addParts({start, end, presence, source, position}: Stretch, add: (presence: Presence, bytes: number) => void): void {
	const length = end - start;
	if (source === undefined) {
		add(presence, length);
		return;
	}

	const {there, promised} = reach(source, position!, length);
	if (there > 0) {
		add(presence, there);
	}

	if (promised > there) {
		add('pending', promised - there);
	}

	if (length > promised) {
		add('truncated', length - promised);
	}
}
