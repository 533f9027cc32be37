import {attempt, lazy} from '../archive/attempt.js';
import type {ByteSource} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {readPagemap, type Pagemap} from '../criu/pagemap.js';
import {PagemapLayer, type LayerContext} from './pagemap-layer.js';
import type {Presence} from './presence.js';

export type LayerShape = Pick<LayerContext, 'pageSize' | 'narrow'>;

/**
Reads a pagemap by its name in the directory; undefined when there is none.

@throws {InputError}
@throws {PendingError}
*/
export function pagemapIn(images: ImageDirectory, name: string): Pagemap | undefined {
	const source = images.source(name);
	return source && images.reporting(() => readPagemap(source, images.shown(name)));
}

/** Name of the file with a pagemap's pages. */
export function pagesFileOf({pagesId}: Pagemap): string {
	return `pages-${pagesId}.img`;
}

/** What a pagemap, the image `name`, and those of that name that it builds on hold. */
export function openLayer(images: ImageDirectory, name: string, pagemap: Pagemap, shape: LayerShape): PagemapLayer {
	const pages = lazy(() => pagesIn(images, pagemap));
	const parent = lazy(() => parentOf(images, name, shape));
	return new PagemapLayer(pagemap, {
		...shape,
		pages: () => orPresence(pages, 'truncated'),
		parent: () => orPresence(parent, 'damaged'),
	});
}

function pagesIn(images: ImageDirectory, pagemap: Pagemap): ByteSource | Presence {
	const source = images.source(pagesFileOf(pagemap)) ?? 'truncated';
	// While an archive is being decompressed it is not known that there is no key file; this pagemap could be read, so it is not waited for.
	const encrypted = attempt(() => images.encrypted);
	return encrypted.state === 'ready' && encrypted.value ? 'encoded' : source;
}

function parentOf(images: ImageDirectory, name: string, shape: LayerShape): PagemapLayer | Presence {
	const {parent} = images;
	if (parent === undefined || parent === 'missing') {
		return 'parent-missing';
	}

	const pagemap = pagemapIn(parent, name);
	return pagemap === undefined ? 'parent-missing' : openLayer(parent, name, pagemap, shape);
}

/** The answer, or what its absence means for the addresses that lead to it. */
export function orPresence<T>(question: () => T, ifDamaged: Presence): T | Presence {
	const result = attempt(question);
	return result.state === 'ready' ? result.value : result.state === 'pending' ? 'pending' : ifDamaged;
}
