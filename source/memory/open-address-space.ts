import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {pageFlags, type Pagemap} from '../criu/pagemap.js';
import {readMm, readVmas} from '../criu/vmas.js';
import {MappedMemory} from './address-space.js';
import {openLayer, pagemapIn, pagesFileOf} from './image-layer.js';
import type {AddressSpace} from './memory.js';
import {MemoryMap} from './memory-map.js';
import {pageCacheOf} from './page-cache.js';
import {findPageSize} from './page-size.js';
import {sharedObjectsOf} from './shared-objects.js';
import {SortedVmas} from './vma-table.js';

const compatMode = 2;
const machines32 = new Set([2]);

/**
The memory of one process. A damaged pagemap costs only the answers that stand in it: see `problems`.

@throws {InputError} when the list of mappings is missing or damaged
@throws {PendingError}
*/
export function openAddressSpace(images: ImageDirectory, pid: number): AddressSpace {
	const mm = readMm(images, pid) ?? missing(images, `mm-${pid}.img`);
	const problems: InputError[] = [];
	const wordSize = orDamaged(() => wordSizeOf(images, pid), problems) ?? 8;
	const narrow = wordSize === 4;
	const columns = readVmas(images, pid);
	const vmas = new SortedVmas(columns, {narrow, stack: mm.mm_start_stack, areMappings: true});
	const name = `pagemap-${pid}.img`;
	const pagemap = orDamaged(() => pagemapIn(images, name) ?? missing(images, name), problems);
	const {bytes: pageSize, from: pageSizeFrom} = findPageSize({
		auxv: mm.mm_saved_auxv,
		wordSize,
		pagesFileSize: () => pagemap === undefined ? 0 : images.source(pagesFileOf(pagemap))?.size ?? 0,
		presentPages: pagemap === undefined ? 0 : plainPages(pagemap),
		vmas,
	});
	const own = pagemap === undefined ? 'damaged' : openLayer(images, name, pagemap, {pageSize, narrow});
	const map = new MemoryMap(vmas, own, sharedObjectsOf(images, pageSize), pageSize);
	problems.push(...columns.problems, ...pagemap?.problems ?? []);
	if (typeof own !== 'string' && own.overlap !== undefined) {
		problems.push(new InputError(images.shown(name), `entries overlap at 0x${own.overlap.toString(16)}: the later one counts`));
	}

	images.reporting(() => ({problems}));
	return new MappedMemory(map, pageCacheOf(images.archive), {pageSize, pageSizeFrom, wordSize, knowsMappings: true, problems});
}

function missing(images: ImageDirectory, name: string): never {
	throw new InputError(images.shown(name), 'missing');
}

/** Bytes of a pointer. A 32-bit task on a 64-bit x86 kernel has its registers marked; 32-bit ARM has a machine type of its own. */
export function wordSizeOf(images: ImageDirectory, pid: number): 4 | 8 {
	const core = images.message(`core-${pid}.img`, 'core_entry');
	return core !== undefined && (machines32.has(core.mtype) || core.thread_info?.gpregs.mode === compatMode) ? 4 : 8;
}

/** Pages that take a page each of the pages file; none where they are compressed. */
export function plainPages({length, pages, flags, blocks}: Pagemap): number {
	if (blocks !== undefined) {
		return 0;
	}

	let count = 0;
	for (let index = 0; index < length; index++) {
		count += (flags[index]! & pageFlags.present) !== 0 ? pages[index]! : 0;
	}

	return count;
}

function orDamaged<T>(question: () => T, problems: InputError[]): T | undefined {
	const result = attempt(question);
	if (result.state === 'ready') {
		return result.value;
	}

	if (result.state === 'pending') {
		throw result.error;
	}

	problems.push(result.error);
	return undefined;
}
