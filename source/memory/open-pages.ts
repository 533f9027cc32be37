import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {Pagemap} from '../criu/pagemap.js';
import type {Vmas} from '../criu/vmas.js';
import {MappedMemory} from './address-space.js';
import {ascendingOrder, inOrder} from './columns.js';
import {openLayer, pagemapIn, pagesFileOf} from './image-layer.js';
import type {AddressSpace} from './memory.js';
import {MemoryMap} from './memory-map.js';
import {plainPages} from './open-address-space.js';
import {pageCacheOf} from './page-cache.js';
import {findPageSize} from './page-size.js';
import {sharedObjectsOf} from './shared-objects.js';
import {SortedVmas} from './vma-table.js';

/**
The memory of a process of a pre-dump: what its pagemap says, without a list of mappings.

@throws {InputError} when there is no pagemap, or it is damaged from the start
@throws {PendingError}
*/
export function openPages(images: ImageDirectory, pid: number): AddressSpace {
	const name = `pagemap-${pid}.img`;
	const pagemap = pagemapIn(images, name);
	if (pagemap === undefined) {
		throw new InputError(images.shown(name), 'missing');
	}

	const {bytes: pageSize, from: pageSizeFrom} = findPageSize({
		auxv: [],
		wordSize: 8,
		pagesFileSize: () => images.source(pagesFileOf(pagemap))?.size ?? 0,
		presentPages: plainPages(pagemap),
		vmas: {starts: new Float64Array(0), ends: new Float64Array(0)},
	});
	const vmas = new SortedVmas(stretchesOf(pagemap, pageSize), {narrow: false, stack: 0n, areMappings: false});
	const own = openLayer(images, name, pagemap, {pageSize, narrow: false});
	const map = new MemoryMap(vmas, own, sharedObjectsOf(images, pageSize), pageSize);
	return new MappedMemory(map, pageCacheOf(images.archive), {pageSize, pageSizeFrom, wordSize: 8, knowsMappings: false, problems: pagemap.problems});
}

/** Pages that follow each other, as if each such stretch were a mapping. */
function stretchesOf(pagemap: Pagemap, pageSize: number): Vmas {
	const order = ascendingOrder(pagemap.vaddr);
	const starts = inOrder(pagemap.vaddr, order);
	const pages = inOrder(pagemap.pages, order);
	const stretches: Array<{readonly start: number; end: number}> = [];
	for (const [index, start] of starts.entries()) {
		const end = start + pages[index]! * pageSize;
		const last = stretches.at(-1);
		if (last !== undefined && start <= last.end) {
			last.end = Math.max(last.end, end);
		} else {
			stretches.push({start, end});
		}
	}

	const {length} = stretches;
	return {
		length,
		start: Float64Array.from(stretches, ({start}) => start),
		end: Float64Array.from(stretches, ({end}) => end),
		pgoff: new BigUint64Array(length),
		shmid: new BigUint64Array(length),
		prot: new Uint32Array(length),
		flags: new Uint32Array(length),
		status: new Uint32Array(length),
		problems: [],
	};
}
