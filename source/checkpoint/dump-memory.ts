import type {ImageDirectory} from '../criu/image-directory.js';
import {lostPages, storedPages, type StoredPages} from '../memory/pages-file.js';
import {pageSizeOf, readPageTotals, type PageTotals} from '../memory/page-totals.js';
import type {Amount, DumpMemory} from './container.js';
import {requireComplete} from './require-complete.js';

/** The memory that a dump says it has, and what is there of it. */
export type MemoryTotals = {
	readonly pagemaps: readonly PageTotals[];
	/** Bytes of a page. */
	readonly pageSize: number;
	/** By name: every pages file that is there or that a pagemap needs. */
	readonly pagesFiles: ReadonlyMap<string, PagesAmount>;
};

export type PagesAmount = Amount & {
	/** Pages. */
	readonly lost: number;
};

/**
Adds up the pagemaps of a dump. No page is read.

@throws {PendingError} while the archive is being decompressed
*/
export function readMemoryTotals(images: ImageDirectory): MemoryTotals {
	requireComplete(images.archive);
	const pagemaps = readPageTotals(images);
	const pageSize = pageSizeOf(images, pagemaps);
	const byFile = Map.groupBy(pagemaps, ({pagesFile}) => pagesFile);
	const names = new Set([...images.names().filter(name => /^pages-\d+\.img$/v.test(name)), ...byFile.keys()]);
	return {pagemaps, pageSize, pagesFiles: new Map([...names].map(name => [name, amountOf(images, name, byFile.get(name) ?? [], pageSize)]))};
}

function amountOf(images: ImageDirectory, name: string, pagemaps: readonly PageTotals[], pageSize: number): PagesAmount {
	const source = images.source(name);
	const stored = pagemaps.map(({packed, isPlain, present}): StoredPages => packed === undefined ? {size: isPlain ? present * pageSize : 0, blocks: undefined} : storedPages(packed, pageSize));
	const needed = stored.reduce((sum, {size}) => sum + (size ?? 0), 0);
	const amount = {there: source?.available ?? 0, size: Math.max(source?.size ?? 0, needed)};
	return {...amount, lost: lostPages(stored, amount, pageSize)};
}

export function dumpMemory({pagemaps, pageSize, pagesFiles}: MemoryTotals): DumpMemory {
	const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
	const files = [...pagesFiles.values()];
	return {
		pages: {there: sum(files.map(({there}) => there)), size: sum(files.map(({size}) => size))},
		inParent: sum(pagemaps.map(({parent}) => parent)) * pageSize,
		leftBehind: sum(pagemaps.map(({lazy}) => lazy)) * pageSize,
	};
}
