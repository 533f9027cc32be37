import {attempt} from '../archive/attempt.js';
import {Cursor} from '../criu/cursor.js';
import {decodeMessage} from '../criu/decode.js';
import {readHead} from '../criu/framing.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {DumpContents, DumpKind} from './container.js';
import {isPreDump, missingImages} from './missing-images.js';
import {requireComplete} from './require-complete.js';
import {readDumpStatistics} from './statistics.js';

/** PE_LAZY and PE_PRESENT of a pagemap entry (criu/include/pagemap.h). */
const lazyFlag = 2;
const presentFlag = 4;

/**
What the dump in `images` holds and lacks. `folder` is where the engine's files are.

@throws {PendingError} while the archive is being decompressed
*/
export function readContents(images: ImageDirectory, folder: string | undefined): DumpContents {
	requireComplete(images.archive);
	const parent = parentOf(images);
	return {
		kind: kindOf(images, folder, parent),
		parent,
		encrypted: images.encrypted,
		compressedPages: known(() => images.compressedPages) ?? false,
		byteOrder: byteOrder(images),
		images: images.names().filter(name => isImage(name)).length,
		missing: missingImages(images),
		written: written(images),
	};
}

/** A file that CRIU wrote: an image, its statistics, its cache of inode paths. */
function isImage(name: string): boolean {
	return name.endsWith('.img') || name === 'stats-dump' || name === 'irmap-cache';
}

function parentOf(images: ImageDirectory): DumpContents['parent'] {
	const parent = attempt(() => images.parent);
	if (parent.state !== 'ready' || parent.value === 'missing') {
		return 'missing';
	}

	return parent.value === undefined ? undefined : 'available';
}

function kindOf(images: ImageDirectory, folder: string | undefined, parent: DumpContents['parent']): DumpKind {
	if (!images.has('pstree.img')) {
		if (images.archive.problems.length > 0) {
			return 'damaged';
		}

		return isPreDump(images) ? 'pre-dump' : 'failed';
	}

	const statistics = known(() => readDumpStatistics(images, folder));
	if (parent !== undefined || (statistics?.pages_skipped_parent ?? 0n) > 0n) {
		return 'incremental';
	}

	const lazy = statistics === undefined ? hasLazyPages(images) : statistics.pages_lazy > 0n;
	return lazy ? 'lazy' : 'full';
}

/** Looks for pages that were left on the source host: what to do when CRIU's statistics are not there. */
function hasLazyPages(images: ImageDirectory): boolean {
	return images.names().some(name => /^pagemap-\d+\.img$/v.test(name) && known(() => {
		const cursor = new Cursor(images.source(name)!, images.shown(name));
		readHead(cursor, name);
		cursor.bytes(cursor.u32());
		while (cursor.left > 0) {
			const {flags = 0} = decodeMessage('pagemap_entry', cursor.bytes(cursor.u32())).message;
			if ((flags & (lazyFlag | presentFlag)) === lazyFlag) {
				return true;
			}
		}

		return false;
	}));
}

function byteOrder(images: ImageDirectory): DumpContents['byteOrder'] {
	for (const name of ['inventory.img', 'pstree.img']) {
		const order = known(() => images.has(name) ? images.image(name).byteOrder : undefined);
		if (order !== undefined) {
			return order === 'big' ? 'big-endian' : 'little-endian';
		}
	}

	return undefined;
}

/** CRIU writes the inventory last. */
function written(images: ImageDirectory): number | undefined {
	const member = images.archive.get(`${images.prefix}inventory.img`) ?? images.archive.get(`${images.prefix}pstree.img`);
	return member === undefined ? undefined : member.mtime * 1000;
}

function known<T>(question: () => T): T | undefined {
	const result = attempt(question);
	return result.state === 'ready' ? result.value : undefined;
}
