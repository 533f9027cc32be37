import type {InputError} from '../archive/byte-source.js';
import type {PageSizeOrigin} from './page-size.js';
import type {Presence, Run, Segment} from './presence.js';

/** The kind of a mapping, from CRIU's status bits (criu/include/image.h); `unknown` where no image lists the mappings. */
export type VmaKind =
	| 'heap' | 'stack' | 'vdso' | 'vvar' | 'vsyscall' | 'file' | 'anonymous' | 'shared-anonymous' | 'sysv' | 'memfd'
	| 'socket' | 'aio' | 'shadow-stack' | 'guard' | 'uprobes' | 'plugin' | 'other' | 'unknown';

export type Vma = {
	readonly index: number;
	readonly start: bigint;
	readonly end: bigint;
	/** `rwxp` or `rwxs`, as in `/proc/PID/maps`; `????` where it is not known, empty for what is no memory. */
	readonly protection: string;
	readonly shared: boolean;
	readonly kind: VmaKind;
	/** Bytes into the mapped file or object. */
	readonly offset: bigint;
	/** Id of the mapped file in files.img; for shared memory the object's id (rules in the image format). */
	readonly shmid: bigint;
	readonly status: number;
	readonly flags: number;
};

/** The mappings in address order, decoded on demand: there may be a million. */
export type VmaTable = {
	readonly length: number;
	at(index: number): Vma;
	/** Index of the mapping that holds `address`, or -1. */
	find(address: bigint): number;
	/** Guard regions (MADV_GUARD_INSTALL) in address order: CRIU lists them beside the mappings they lie in, `/proc/PID/maps` doesn't show them. */
	readonly guards: readonly Vma[];
};

/** How many pages of a stretch were dumped, by where they are; in pages. `parent` counts those in a parent that is not here too; `lost` are those of a pages file that is cut off or missing. */
export type PageCount = {readonly dumped: number; readonly parent: number; readonly lazy: number; readonly shared: number; readonly lost: number};

/** Bytes at addresses, with what is missing of them: the memory of a process, or a content of which the addresses are offsets. */
export type ByteSpace = Pick<AddressSpace, 'pageSize' | 'wordSize' | 'vmas' | 'knowsMappings' | 'runs' | 'read' | 'segments'> & {
	/** It is no memory: nothing in it points to something else, and nothing in it was mapped. */
	readonly isContent?: boolean;
};

/** The memory of one process as the checkpoint holds it. Answers for every address. */
export type AddressSpace = {
	/** Bytes, from the image. */
	readonly pageSize: number;
	/** What the page size was taken from; `assumed` is 4096 for want of anything that tells. */
	readonly pageSizeFrom: PageSizeOrigin;
	/** Bytes of a pointer. */
	readonly wordSize: 4 | 8;
	readonly vmas: VmaTable;
	/** False for a pre-dump, which has pages and no list of mappings: `vmas` are the stretches of its pages then, and of what lies between them nobody knows whether it was mapped. */
	readonly knowsMappings: boolean;
	/** What the dump has of `[start, end)`, in address order, without gaps. */
	runs(start: bigint, end: bigint): Iterable<Run>;
	/** Fills `target` with the memory at `address` and says what it is; bytes without content are set to 0 in `target` and must be shown by their run. */
	read(address: bigint, target: Uint8Array): readonly Run[];
	/** The stretches of `[start, end)` with content. */
	segments(start: bigint, end: bigint): Iterable<Segment>;
	/** Pages in the dump for one mapping. */
	pages(vma: number): PageCount;
	/** Bytes of all memory that is mapped or in the pagemap, by what the dump has of it; what there is nothing of is left out. */
	readonly sizes: Readonly<Partial<Record<Presence, number>>>;
	/** Bytes with content in all. */
	readonly contentSize: number;
	/** Damage that costs a part of this address space: what it cost is `damaged`. */
	readonly problems: readonly InputError[];
};
