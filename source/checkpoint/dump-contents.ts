import {attempt} from '../archive/attempt.js';
import {isImageFile} from '../criu/families.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {DumpContents, DumpKind} from './container.js';
import type {MemoryTotals} from './dump-memory.js';
import {missingImages} from './missing-images.js';
import {isPreDump} from './pre-dump.js';
import {requireComplete} from './require-complete.js';
import {readDumpStatistics} from './statistics.js';

/**
What the dump in `images` holds and lacks. `folder` is where the engine's files are.

@throws {PendingError} while the archive is being decompressed
*/
export function readContents(images: ImageDirectory, folder: string | undefined, memory: MemoryTotals): DumpContents {
	requireComplete(images.archive);
	const parent = parentOf(images, memory);
	return {
		kind: kindOf(images, folder, parent, memory),
		parent,
		encrypted: images.encrypted,
		compressedPages: known(() => images.compressedPages) ?? false,
		byteOrder: byteOrder(images),
		images: images.names().filter(name => isImageFile(name)).length,
		missing: missingImages(images, memory),
	};
}

function parentOf(images: ImageDirectory, {pagemaps}: MemoryTotals): DumpContents['parent'] {
	const parent = attempt(() => images.parent);
	if (parent.state !== 'ready' || parent.value === 'missing') {
		return 'missing';
	}

	if (parent.value === undefined) {
		return pagemaps.some(({parent: pages}) => pages > 0) ? 'missing' : undefined;
	}

	return 'available';
}

function kindOf(images: ImageDirectory, folder: string | undefined, parent: DumpContents['parent'], {pagemaps}: MemoryTotals): DumpKind {
	if (!images.has('pstree.img')) {
		if (images.archive.problems.length > 0) {
			return 'damaged';
		}

		// CRIU writes the inventory last: whoever has it has lost the process tree later.
		return isPreDump(images) ? 'pre-dump' : images.has('inventory.img') ? 'damaged' : 'failed';
	}

	const statistics = known(() => readDumpStatistics(images, folder));
	if (parent !== undefined || (statistics?.pages_skipped_parent ?? 0n) > 0n) {
		return 'incremental';
	}

	return pagemaps.some(({lazy}) => lazy > 0) || (statistics?.pages_lazy ?? 0n) > 0n ? 'lazy' : 'full';
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

/**
When the images were written, by the time of the file that CRIU writes last; milliseconds since 1970.

@throws {PendingError}
*/
export function readWritten({archive, prefix}: ImageDirectory): number | undefined {
	const member = archive.get(`${prefix}inventory.img`) ?? archive.get(`${prefix}pstree.img`);
	return member && member.mtime * 1000;
}

function known<T>(question: () => T): T | undefined {
	const result = attempt(question);
	return result.state === 'ready' ? result.value : undefined;
}
