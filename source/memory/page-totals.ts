import {attempt} from '../archive/attempt.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {pageFlags, type Pagemap} from '../criu/pagemap.js';
import {readMm} from '../criu/vmas.js';
import {pagemapIn, pagesFileOf} from './image-layer.js';
import {wordSizeOf} from './open-address-space.js';
import {findPageSize} from './page-size.js';

/** What one pagemap says in all. */
export type PageTotals = {
	/** Name of the image. */
	readonly name: string;
	/** Name of the file with the pages that are in this dump. */
	readonly pagesFile: string;
	/** Pages by where they are: in that file, in the dump that this one builds on, left on the source host. */
	readonly present: number;
	readonly parent: number;
	readonly lazy: number;
	/** Whether each present page takes a page of the file: none is compressed, and none stored in a way of a newer CRIU. */
	readonly isPlain: boolean;
	/** The pagemap, where pages are compressed: how much room they take depends on the size of a page. */
	readonly packed: Pagemap | undefined;
};

const pagemapName = /^pagemap-(?:shmem-)?\d+\.img$/v;

/**
The totals of every pagemap of a dump that can be read; no page is. What is damaged is among the problems of `images`.

@throws {PendingError}
*/
export function readPageTotals(images: ImageDirectory): PageTotals[] {
	return images.names().filter(name => pagemapName.test(name)).flatMap(name => {
		const pagemap = attempt(() => pagemapIn(images, name));
		if (pagemap.state === 'pending') {
			throw pagemap.error;
		}

		return pagemap.state === 'ready' && pagemap.value !== undefined ? [totalsOf(name, pagemap.value)] : [];
	});
}

function totalsOf(name: string, pagemap: Pagemap): PageTotals {
	const {length, pages, flags, blocks, problems} = pagemap;
	const totals = {present: 0, parent: 0, lazy: 0};
	for (let index = 0; index < length; index++) {
		const bits = flags[index]!;
		const place = (bits & pageFlags.parent) !== 0 ? 'parent' : (bits & pageFlags.present) !== 0 ? 'present' : (bits & pageFlags.lazy) !== 0 ? 'lazy' : undefined;
		if (place !== undefined) {
			totals[place] += pages[index]!;
		}
	}

	return {name, pagesFile: pagesFileOf(pagemap), ...totals, isPlain: blocks === undefined && problems.length === 0, packed: blocks === undefined ? undefined : pagemap};
}

/** Bytes of a page of the dumped machine: what the first process says that can be read, else what the pages files do; 4096 for want of both. */
export function pageSizeOf(images: ImageDirectory, totals: readonly PageTotals[]): number {
	const unknown = {auxv: [], wordSize: 8, pagesFileSize: () => 0, presentPages: 0, vmas: {starts: new Float64Array(0), ends: new Float64Array(0)}} as const;
	for (const pid of images.names().flatMap(name => /^mm-(?<pid>\d+)\.img$/v.exec(name)?.groups?.pid ?? [])) {
		const told = attempt(() => findPageSize({...unknown, auxv: readMm(images, Number(pid))!.mm_saved_auxv, wordSize: wordSizeOf(images, Number(pid))}));
		if (told.state === 'ready' && told.value.from === 'auxv') {
			return told.value.bytes;
		}
	}

	const counted = totals.map(({pagesFile, present, isPlain}) => findPageSize({...unknown, pagesFileSize: () => isPlain ? images.source(pagesFile)?.size ?? 0 : 0, presentPages: present}));
	return counted.find(({from}) => from === 'pages file')?.bytes ?? 4096;
}
