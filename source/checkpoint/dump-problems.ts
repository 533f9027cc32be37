import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import {ImageDirectory} from '../criu/image-directory.js';
import type {PageTotals} from '../memory/page-totals.js';
import {Untrusted} from '../text/untrusted.js';
import {counted} from './compose.js';
import {readMemoryTotals, type MemoryTotals} from './dump-memory.js';

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

function lostPages(images: ImageDirectory, {pagesFiles, pageSize}: MemoryTotals): InputError[] {
	return [...pagesFiles].filter(([, {there, size}]) => there < size).map(([name, {there, size}]) => {
		const lost = pagesText(Math.ceil((size - there) / pageSize));
		return new InputError(images.shown(name), images.has(name) ? `${there} of ${size} bytes are there: ${lost} lost` : `missing: ${lost} lost`);
	});
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
		const why = parent === undefined ? 'there is no link to the dump that this one builds on' : `leads to ${linkTarget(images)}, which is not here`;
		return [new InputError(images.shown('parent'), `${why}: ${pagesText(pagesOf(inherited, 'parent'))} missing`)];
	}

	const totals = readMemoryTotals(parent);
	return [
		...inherited.filter(({name}) => !parent.has(name)).map(({name, parent: pages}) => new InputError(parent.shown(name), `missing: ${pagesText(pages)} lost`)),
		...lostPages(parent, totals),
		...parentProblems(parent, totals.pagemaps),
	];
}

function linkTarget(images: ImageDirectory): string {
	return String(images.archive.get(`${images.prefix}parent`)?.target);
}

function pagesOf(pagemaps: readonly PageTotals[], place: 'parent' | 'lazy'): number {
	return pagemaps.reduce((sum, totals) => sum + totals[place], 0);
}

function pagesText(count: number): string {
	return `${counted(count, 'page')} of memory ${count === 1 ? 'is' : 'are'}`;
}
