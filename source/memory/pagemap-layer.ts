import {hasNewerFlags, pageFlags, type Pagemap} from '../criu/pagemap.js';
import {ascendingOrder, inOrder, upperBound} from './columns.js';
import type {Pages} from './packed-pages.js';
import {placesInPagesFile, unknownPlace} from './pages-file.js';
import type {Presence} from './presence.js';
import {blank, overlay, type Layer, type Stretch} from './stretch.js';

/** Where a layer gets what is outside its pagemap; each is asked only when an entry leads there. */
export type LayerContext = {
	readonly pageSize: number;
	/** Whether addresses are to be cut to 32 bits: a 32-bit dumper may have sign-extended them. */
	readonly narrow: boolean;
	/** The pages file, or why there is none. */
	readonly pages: () => Pages | Presence;
	/** The same pagemap in the parent directory, or why there is none. */
	readonly parent: () => PagemapLayer | Presence;
};

/**
What one pagemap, its pages file and the pagemaps of its parents say of a range of addresses. An entry is found in O(log n).
*/
export class PagemapLayer implements Layer {
	readonly knownUntil: number;
	/** Address where an entry begins in the middle of another, if one does. */
	readonly overlap: number | undefined;

	readonly #context: LayerContext;
	readonly #starts: Float64Array;
	readonly #pages: Float64Array;
	readonly #flags: Uint32Array;
	readonly #positions: Float64Array;

	constructor(pagemap: Pagemap, context: LayerContext) {
		this.#context = context;
		const starts = context.narrow ? pagemap.vaddr.map(address => address % 2 ** 32) : pagemap.vaddr;
		const order = ascendingOrder(starts);
		this.#starts = inOrder(starts, order);
		this.#flags = inOrder(pagemap.flags, order);
		this.#positions = inOrder(placesInPagesFile(pagemap, context.pageSize), order);
		this.#pages = inOrder(pagemap.pages, order);
		const overlap = this.#starts.findIndex((start, index) => start + this.#pages[index]! * context.pageSize > this.#end(index));
		this.overlap = overlap === -1 ? undefined : this.#end(overlap);
		const {length} = this.#starts;
		this.knownUntil = Math.min(isCut(pagemap) ? (length === 0 ? 0 : this.#end(length - 1)) : Infinity, this.overlap ?? Infinity);
	}

	/**
	What is known of `[start, end)`; addresses that no entry covers are left out.
	@yields stretches in order
	*/
	* stretches(start: number, end: number): Generator<Stretch> {
		for (let index = Math.max(0, upperBound(this.#starts, start) - 1); index < this.#starts.length && this.#starts[index]! < end; index++) {
			const from = Math.max(start, this.#starts[index]!);
			const to = Math.min(end, this.#end(index));
			if (from >= to) {
				continue;
			}

			const flags = this.#flags[index]!;
			if ((flags & pageFlags.parent) !== 0) {
				yield * this.#inherited(from, to);
			} else if ((flags & pageFlags.present) !== 0) {
				yield * this.#stored(index, from, to);
			} else {
				yield {start: from, end: to, presence: (flags & pageFlags.lazy) !== 0 ? 'lazy' : 'damaged'};
			}
		}
	}

	// Entries that overlap are damage; the later one is believed, and every address has one answer. What the earlier one says of addresses behind it is lost.
	#end(index: number): number {
		return Math.min(this.#starts[index]! + this.#pages[index]! * this.#context.pageSize, this.#starts[index + 1] ?? 2 ** 64);
	}

	#stored(index: number, start: number, end: number): Iterable<Stretch> {
		const place = this.#positions[index]!;
		const source = place === unknownPlace ? 'encoded' : this.#context.pages();
		if (typeof source === 'string') {
			return [{start, end, presence: source}];
		}

		const position = place + start - this.#starts[index]!;
		if (source.damaged === undefined) {
			return [{start, end, presence: 'dumped', source, position}];
		}

		const damaged = source.damaged(position, end - start).map((range): Stretch => ({start: start + range.start - position, end: start + range.end - position, presence: 'damaged'}));
		return overlay(damaged, start, end, (from, to) => [{start: from, end: to, presence: 'dumped', source, position: position + from - start}]);
	}

	// CRIU marks a page as in the parent only when it has found it there, so a parent without it is damaged.
	* #inherited(start: number, end: number): Generator<Stretch> {
		const parent = this.#context.parent();
		if (typeof parent === 'string') {
			yield {start, end, presence: parent};
			return;
		}

		for (const stretch of overlay(parent.stretches(start, end), start, end, blank('damaged'))) {
			yield stretch.presence === 'dumped' ? {...stretch, presence: 'parent'} : stretch;
		}
	}
}

// Flags of a newer CRIU are one complaint; any other ended the list of entries.
function isCut(pagemap: Pagemap): boolean {
	return pagemap.problems.length > (hasNewerFlags(pagemap) ? 1 : 0);
}
