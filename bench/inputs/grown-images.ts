import {Buffer} from 'node:buffer';
import type {ImageDirectory} from '../../source/criu/image-directory.js';
import type {Entry} from '../../source/criu/image.js';
import {pageFlags} from '../../source/criu/pagemap.js';
import type {pagemap_entry, vma_entry} from '../../source/criu/schema/messages.js';
import {bytesOfPieces, entryPieces, headPieces} from '../../source/criu/write-image.js';

const pageSize = 4096;

// Where Go has its heap: below everything that a program has elsewhere, so that its pages come first.
export const heapStart = 0xc0_0000_0000n;

// Bits of a mapping's status and flags (criu/include/image.h, mman.h): ordinary, private and anonymous.
const anonymous = {status: (1 << 0) | (1 << 9), flags: 0x02 | 0x20};

const readWrite = 0x1 | 0x2;

/** From one mapping of fragmented memory to the next: there is a page between them. */
export const fragmentStep = 0x2000n;

/** How many pages lie between two stretches that are in the dump, and how long a stretch is: memory that a program never touched. */
const gap = 3;
const stretch = 200;

/** The images of process `pid` with a heap of `size` bytes more, by their names. The new pages stand in front of those that it has. */
export function grownImages(images: ImageDirectory, pid: number, size: number): Map<string, Uint8Array> {
	const pages = Math.ceil(size / pageSize);
	return withMemory(images, pid, [heap(pages)], stretches(pages));
}

/** The same, but each page is a mapping of its own with another protection than the one before, and has an entry of its own. */
export function fragmentedImages(images: ImageDirectory, pid: number, size: number): Map<string, Uint8Array> {
	const starts = Array.from({length: Math.ceil(size / pageSize)}, (_, index) => heapStart + BigInt(index) * fragmentStep);
	return withMemory(images, pid, starts.map((start, index) => mapping(start, start + BigInt(pageSize), index % 8)), starts.map(start => stored(start, 1)));
}

function withMemory(images: ImageDirectory, pid: number, mappings: readonly vma_entry[], pages: Iterable<Entry>): Map<string, Uint8Array> {
	return new Map([
		rewritten(images, `mm-${pid}.img`, entries => entries.map(entry => withMappings(entry, mappings))),
		rewritten(images, `pagemap-${pid}.img`, ([head, ...rest]) => [head!, ...pages, ...rest]),
	]);
}

/** The address of byte `position` of the new pages. */
export function addressOf(position: number): bigint {
	const page = Math.floor(position / pageSize);
	return heapStart + BigInt((page + Math.floor(page / stretch) * gap) * pageSize + position % pageSize);
}

function withMappings(entry: Entry, mappings: readonly vma_entry[]): Entry {
	return entry.type === 'mm_entry' ? {...entry, message: {...entry.message, vmas: [...mappings, ...entry.message.vmas]}} : entry;
}

function heap(pages: number): vma_entry {
	return mapping(heapStart, addressOf((pages - 1) * pageSize) + BigInt(pageSize), readWrite);
}

function mapping(start: bigint, end: bigint, prot: number): vma_entry {
	return {start, end, pgoff: 0n, shmid: 0n, ...anonymous, prot, fd: -1n};
}

function * stretches(pages: number): Generator<Entry> {
	for (let page = 0; page < pages; page += stretch) {
		const count = Math.min(stretch, pages - page);
		yield stored(addressOf(page * pageSize), count);
	}
}

function stored(vaddr: bigint, pages: number): Entry {
	const message: pagemap_entry = {vaddr, compat_nr_pages: pages, flags: pageFlags.present, nr_pages: BigInt(pages)};
	return {type: 'pagemap_entry', message, extra: undefined, position: 0};
}

function rewritten(images: ImageDirectory, name: string, edit: (entries: readonly Entry[]) => readonly Entry[]): [string, Uint8Array] {
	const image = images.image(name);
	const pieces = [...headPieces({...image, magic: image.magic!}), ...edit(image.entries).flatMap(entry => entryPieces(entry, image.byteOrder))];
	return [name, Buffer.concat([...bytesOfPieces(pieces)])];
}
