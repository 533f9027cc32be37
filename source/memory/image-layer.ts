import {attempt, lazy} from '../archive/attempt.js';
import type {Archive} from '../archive/archive.js';
import {BlockUnpacker} from '../archive/block-unpacker.js';
import type {ByteSource} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {readPagemap, type Pagemap} from '../criu/pagemap.js';
import {PackedPages, type Pages} from './packed-pages.js';
import {storedPages} from './pages-file.js';
import {PagemapLayer, type LayerContext} from './pagemap-layer.js';
import type {Presence} from './presence.js';

export type LayerShape = Pick<LayerContext, 'pageSize' | 'narrow'>;

// A large one is slow to decode, and both the memory that it describes and the sums over all ask for it. Memory that is open keeps it; what nobody uses is to take no room.
const pagemaps = new WeakMap<ByteSource, WeakRef<Pagemap>>();

/**
A pagemap by its name in the directory; undefined when there is none.

@throws {InputError}
@throws {PendingError}
*/
export function pagemapIn(images: ImageDirectory, name: string): Pagemap | undefined {
	const source = images.source(name);
	const kept = source && pagemaps.get(source)?.deref();
	if (source === undefined || kept !== undefined) {
		return kept;
	}

	const pagemap = images.reporting(() => readPagemap(source, images.shown(name)));
	pagemaps.set(source, new WeakRef(pagemap));
	return pagemap;
}

/** Name of the file with a pagemap's pages. */
export function pagesFileOf({pagesId}: Pagemap): string {
	return `pages-${pagesId}.img`;
}

/** What a pagemap, the image `name`, and those of that name that it builds on hold. */
export function openLayer(images: ImageDirectory, name: string, pagemap: Pagemap, shape: LayerShape): PagemapLayer {
	const pages = lazy(() => pagesIn(images, pagemap, shape.pageSize));
	const parent = lazy(() => parentOf(images, name, shape));
	return new PagemapLayer(pagemap, {
		...shape,
		pages: () => orPresence(pages, 'truncated'),
		parent: () => orPresence(parent, 'damaged'),
	});
}

function pagesIn(images: ImageDirectory, pagemap: Pagemap, pageSize: number): Pages | Presence {
	const name = pagesFileOf(pagemap);
	const file = images.source(name);
	// While an archive is being decompressed it is not known that there is no key file; this pagemap could be read, so it is not waited for.
	const encrypted = attempt(() => images.encrypted);
	if (encrypted.state === 'ready' && encrypted.value) {
		return 'encoded';
	}

	const {blocks} = storedPages(pagemap, pageSize);
	return file === undefined || blocks === undefined
		? file ?? 'truncated'
		: new PackedPages({file, name: images.shown(name), blocks, pageSize, unpacker: unpackerOf(images.archive), report(damage) {
			images.reporting(() => ({problems: [damage]}));
		}});
}

const unpackers = new WeakMap<Archive, BlockUnpacker>();

function unpackerOf(archive: Archive): BlockUnpacker {
	let unpacker = unpackers.get(archive);
	if (unpacker === undefined) {
		unpacker = new BlockUnpacker();
		unpackers.set(archive, unpacker);
	}

	return unpacker;
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
