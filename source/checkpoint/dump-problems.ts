import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import {ImageDirectory} from '../criu/image-directory.js';
import type {PageTotals} from '../memory/page-totals.js';
import {Untrusted} from '../text/untrusted.js';
import {counted} from './compose.js';
import {readMemoryTotals, type MemoryTotals, type PagesAmount} from './dump-memory.js';

/**
What a dump should hold and does not: images, pages, the dump that it builds on. `missing` are the images that the process tree asks for.

@throws {PendingError} while the archive is being decompressed
*/
export function dumpProblems(images: ImageDirectory, missing: readonly string[], totals: MemoryTotals): InputError[] {
	const lazy = pagesOf(totals.pagemaps, 'lazy');
	return [
		...missing.filter(name => !totals.pagesFiles.has(name)).map(name => new InputError(images.shown(name), 'missing')),
		...lostPages(images, totals),
		...parentProblems(images, totals.pagemaps),
		...lazy === 0 ? [] : [new InputError(Untrusted.from(images.archive.path).toString(), `a lazy dump: ${pagesText(lazy)} left on the source host`)],
	];
}

function lostPages(images: ImageDirectory, {pagesFiles}: MemoryTotals): InputError[] {
	return [...pagesFiles].filter(([, {there, size}]) => there < size).map(([name, amount]) => new InputError(images.shown(name), lossText(amount, images.has(name))));
}

/** What is lost of a pages file that has less than its `size`, or is not there at all. */
export function lossText({there, size, lost: pages}: PagesAmount, exists: boolean): string {
	const lost = pagesText(pages);
	return exists ? `${there} of ${size} bytes are there: ${lost} lost` : `missing: ${lost} lost`;
}

/** What is lost of the dumps that this one builds on, as far as their memory is part of this one's. */
function parentProblems(images: ImageDirectory, pagemaps: readonly PageTotals[]): InputError[] {
	const inherited = pagemaps.filter(({parent}) => parent > 0);
	const found = attempt(() => images.parent);
	// A circle of links is among the problems of the images.
	if (inherited.length === 0 || found.state === 'failed') {
		return [];
	}

	if (found.state === 'pending') {
		throw found.error;
	}

	const parent = found.value;
	if (!(parent instanceof ImageDirectory)) {
		return [new InputError(images.shown('parent'), missingParentText(images, parent, pagesOf(inherited, 'parent')))];
	}

	const totals = readMemoryTotals(parent);
	return [
		...inherited.filter(({name}) => !parent.has(name)).map(({name, parent: pages}) => new InputError(parent.shown(name), `missing: ${pagesText(pages)} lost`)),
		...lostPages(parent, totals),
		...parentProblems(parent, totals.pagemaps),
	];
}

/** Why a dump does not have the one that it builds on, which has `pages` of its pages. */
export function missingParentText(images: ImageDirectory, parent: 'missing' | undefined, pages: number): string {
	const why = parent === undefined ? 'there is no link to the dump that this one builds on' : `leads to ${linkTarget(images)}, which is not here`;
	return `${why}: ${pagesText(pages)} missing`;
}

function linkTarget(images: ImageDirectory): string {
	return String(images.archive.get(`${images.prefix}parent`)?.target);
}

export function pagesOf(pagemaps: readonly PageTotals[], place: 'parent' | 'lazy'): number {
	return pagemaps.reduce((sum, totals) => sum + totals[place], 0);
}

/** `1 page of memory is`, `22 pages of memory are` */
export function pagesText(count: number): string {
	return `${counted(count, 'page')} of memory ${count === 1 ? 'is' : 'are'}`;
}
