import type {ByteSource} from '../archive/byte-source.js';

/**
What the dump has of an address.

With content:
- `dumped`: in this dump's pages file
- `parent`: in a parent image's pages file
- `shared`: in the pages of a shared object (anonymous shared memory, SysV, memfd)

Without:
- `zero`: a private anonymous page that was never touched; it read as zeros
- `hole`: between the stretches of a sparse file that have data; it reads as zeros
- `file`: unchanged content of a mapped file; CRIU leaves it to the file
- `never-dumped`: pages that CRIU never writes: of a shared file, VVAR, vsyscall, socket ring, device or droppable mapping, of a guard region, behind the end of a shared object, or of a segment of System V without an image
- `parent-missing`: in a parent image that is not in this archive
- `lazy`: left on the source host by a lazy dump
- `truncated`: belongs to a part of the pages file that is cut off or lost, or to an object whose image is
- `pending`: not decompressed yet
- `encoded`: stored encrypted, or by a newer CRIU in a form that can't be read
- `damaged`: the pagemap does not say where, though it should, or its block can't be decompressed
- `unmapped`: no mapping has this address, as far as the images list them
*/
export type Presence = 'dumped' | 'parent' | 'shared' | 'zero' | 'hole' | 'file' | 'never-dumped' | 'parent-missing' | 'lazy' | 'truncated' | 'pending' | 'encoded' | 'damaged' | 'unmapped';

/** A maximal stretch of addresses `[start, end)` with the same answer. */
export type Run = {
	readonly start: bigint;
	readonly end: bigint;
	readonly presence: Presence;
	/** Index into the address space's VMAs; undefined when unmapped. */
	readonly vma: number | undefined;
	/** Where the bytes are, when there are any: `source` at `position` holds the byte of `start`. */
	readonly source?: ByteSource;
	readonly position?: number;
};

const withContent: ReadonlySet<Presence> = new Set(['dumped', 'parent', 'shared']);

export function hasContent(presence: Presence): boolean {
	return withContent.has(presence);
}

const lost: ReadonlySet<Presence> = new Set(['parent-missing', 'lazy', 'truncated', 'encoded', 'damaged']);

/** Whether the process had bytes there that this checkpoint should hold and does not, or not in a form that can be read. */
export function isLost(presence: Presence): boolean {
	return lost.has(presence);
}

/** A stretch without content, and why it has none. */
export type Absence = Pick<Run, 'start' | 'end' | 'presence'>;

/** A stretch of a byte source. */
export type Piece = {
	readonly source: ByteSource;
	/** Bytes from the start of `source`. */
	readonly position: number;
	readonly length: number;
};

/** A maximal stretch of addresses from `start` whose every byte is there; the pieces follow each other without a gap in the addresses, wherever they lie. */
export type Segment = {
	readonly start: bigint;
	/** Sum of the pieces' lengths. */
	readonly length: number;
	readonly pieces: readonly Piece[];
};
