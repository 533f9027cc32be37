import {hasContent, isLost, type Presence, type Run} from '../../memory/presence.js';
import type {Side} from './difference.js';
import {PageRanges} from './page-ranges.js';

/** How the pages of a stretch of addresses compare. */
export type PageCounts = {
	/** Both have them, with the same bytes. Pages that neither side ever touched are not counted. */
	same: number;
	changed: number;
	/** Only one side has a mapping there, and pages in it. */
	onlyA: number;
	onlyB: number;
	/** Mapped on both sides, but at least one does not have the bytes. */
	unknown: number;
	/** Those of them that CRIU leaves to the mapped file, or never writes, on both sides. */
	outside: number;
	/** Those of them that a side should have and has lost. */
	lost: number;
};

/** The pages of one mapping: that of `b`, or of `a` where `b` has none. */
export type MappingPages = {
	readonly side: Side;
	/** Index among the mappings of that side; -1 where it has no list of them. */
	readonly vma: number;
	readonly counts: PageCounts;
	readonly changed: PageRanges;
};

/** Why pages are unknown: what each side has in place of their bytes, and of how many. */
export type UnknownPages = {readonly a: Presence; readonly b: Presence; pages: number};

/** Counts pages by the mapping that they are in; addresses ascend. */
export class PageTally {
	readonly total = noPages();
	readonly #mappings: MappingPages[] = [];
	readonly #unknown = new Map<string, UnknownPages>();
	#current: MappingPages | undefined;

	#add(name: keyof PageCounts, pages: number): void {
		this.total[name] += pages;
		this.#current!.counts[name] += pages;
	}

	/** Only mappings with more than pages that are the same or in no dump. */
	get mappings(): readonly MappingPages[] {
		return this.#mappings.filter(({counts: {changed, onlyA, onlyB, unknown, outside}}) => changed + onlyA + onlyB + unknown > outside);
	}

	get unknown(): readonly UnknownPages[] {
		return [...this.#unknown.values()];
	}

	/** What is counted from here on is in the mapping of these runs. */
	enter(a: Run, b: Run): void {
		const [side, vma] = b.vma === undefined ? ['a', a.vma ?? -1] as const : ['b', b.vma] as const;
		if (this.#current?.side === side && this.#current.vma === vma) {
			return;
		}

		this.#current = {side, vma, counts: noPages(), changed: new PageRanges()};
		this.#mappings.push(this.#current);
	}

	countSame(pages: number): void {
		this.#add('same', pages);
	}

	/** The page `[start, end)`. */
	countChanged(start: number, end: number): void {
		this.#add('changed', 1);
		this.#current!.changed.add(start, end);
	}

	/** Pages that only one side has a mapping for. */
	countOnly(side: Side, pages: number): void {
		this.#add(side === 'a' ? 'onlyA' : 'onlyB', pages);
	}

	countUnknown(a: Presence, b: Presence, pages: number): void {
		this.#add('unknown', pages);
		if (isOutside(a) && isOutside(b)) {
			this.#add('outside', pages);
		} else if (isLost(a) || isLost(b)) {
			this.#add('lost', pages);
		}

		const key = `${a} ${b}`;
		const reason = this.#unknown.get(key) ?? {a, b, pages: 0};
		reason.pages += pages;
		this.#unknown.set(key, reason);
	}
}

/** The bytes of such a page are in the dump, or known without it. */
export function isKnown(presence: Presence): boolean {
	return presence === 'zero' || hasContent(presence);
}

function isOutside(presence: Presence): boolean {
	return presence === 'file' || presence === 'never-dumped';
}

function noPages(): PageCounts {
	return {same: 0, changed: 0, onlyA: 0, onlyB: 0, unknown: 0, outside: 0, lost: 0};
}
