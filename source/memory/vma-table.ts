import type {Vmas} from '../criu/vmas.js';
import type {Vma, VmaKind, VmaTable} from './memory.js';
import {ascendingOrder, inOrder, upperBound} from './columns.js';
import type {Stretch} from './stretch.js';

/** Status bits of a mapping (criu/include/image.h). */
export const status = {
	regular: 1 << 0,
	stack: 1 << 1,
	vsyscall: 1 << 2,
	vdso: 1 << 3,
	heap: 1 << 5,
	filePrivate: 1 << 6,
	fileShared: 1 << 7,
	anonymousShared: 1 << 8,
	anonymousPrivate: 1 << 9,
	sysv: 1 << 10,
	socket: 1 << 11,
	vvar: 1 << 12,
	aio: 1 << 13,
	memfd: 1 << 14,
	shadowStack: 1 << 15,
	guard: 1 << 16,
	uprobes: 1 << 17,
	plugin: 1 << 27,
} as const;

// The first that fits decides: CRIU sets a general bit (private anonymous) beside a particular one (vDSO).
const kinds: ReadonlyArray<readonly [bit: number, kind: VmaKind]> = [
	[status.guard, 'guard'],
	[status.plugin, 'plugin'],
	[status.uprobes, 'uprobes'],
	[status.shadowStack, 'shadow-stack'],
	[status.vsyscall, 'vsyscall'],
	[status.vdso, 'vdso'],
	[status.vvar, 'vvar'],
	[status.aio, 'aio'],
	[status.socket, 'socket'],
	[status.sysv, 'sysv'],
	[status.memfd, 'memfd'],
	[status.heap, 'heap'],
	[status.stack, 'stack'],
	[status.filePrivate | status.fileShared, 'file'],
	[status.anonymousShared, 'shared-anonymous'],
	[status.anonymousPrivate, 'anonymous'],
];

// Bits of `flags` that say how a mapping is shared (mmap(2)): MAP_SHARED 1, MAP_PRIVATE 2, MAP_SHARED_VALIDATE 3, MAP_DROPPABLE 8.
const sharing = 0xF;
const droppable = 8;

/** Whether the flags are those of a mapping that the kernel may empty at any time (MAP_DROPPABLE). */
export function areDroppable(flags: number): boolean {
	return (flags & sharing) === droppable;
}

export type VmaOptions = {
	/** Whether addresses are to be cut to 32 bits: a 32-bit dumper may have sign-extended them. */
	readonly narrow: boolean;
	/** `mm_start_stack`: the mapping that holds it is the stack, as in `/proc/PID/maps`; CRIU has not set the stack's status bit for years. */
	readonly stack: bigint;
	/** Whether these are mappings, or only stretches of pages: then kind and protection are not known. */
	readonly areMappings: boolean;
};

/**
The mappings of a process in address order, over columns.

CRIU appends guard regions (MADV_GUARD_INSTALL) to the list as entries of their own, inside the mappings they were made in; they are kept apart in `guards`, so that the table is the one of `/proc/PID/maps`.
*/
export class SortedVmas implements VmaTable {
	readonly length: number;
	/** Addresses as numbers, in order. `ends` never passes the next start. */
	readonly starts: Float64Array;
	readonly ends: Float64Array;

	readonly #columns: Vmas;
	readonly #options: VmaOptions;
	readonly #rows: Uint32Array;
	readonly #guards: Uint32Array;
	readonly #guardStarts: Float64Array;

	constructor(columns: Vmas, options: VmaOptions) {
		this.#columns = columns;
		this.#options = options;
		this.#rows = this.#byStart(rowsOf(columns, bits => (bits & status.guard) === 0));
		this.#guards = this.#byStart(rowsOf(columns, bits => (bits & status.guard) !== 0));
		this.#guardStarts = this.#startsOf(this.#guards);
		this.length = this.#rows.length;
		this.starts = this.#startsOf(this.#rows);
		this.ends = this.#endsOf(this.#rows, this.starts);
	}

	get guards(): readonly Vma[] {
		return Array.from(this.#guards, (row, index) => this.#vma(row, index));
	}

	at(index: number): Vma {
		const row = this.#rows[index];
		if (row === undefined) {
			throw new RangeError(`no mapping ${index}`);
		}

		return this.#vma(row, index);
	}

	find(address: bigint): number {
		// Mappings start at page boundaries, so an address may be cut down to one: that is an exact number.
		const page = Number(address & ~0xFFFn);
		const index = this.firstEndingAfter(page);
		return index < this.length && this.starts[index]! <= page ? index : -1;
	}

	statusOf(index: number): number {
		return this.#columns.status[this.#rows[index]!]!;
	}

	isDroppable(index: number): boolean {
		return areDroppable(this.#columns.flags[this.#rows[index]!]!);
	}

	offsetOf(index: number): number {
		return Number(this.#columns.pgoff[this.#rows[index]!]!);
	}

	shmidOf(index: number): bigint {
		return this.#columns.shmid[this.#rows[index]!]!;
	}

	/**
	The guard regions of `[start, end)`, which CRIU has no pages for.
	@yields stretches in order
	*/
	* guardsWithin(start: number, end: number): Generator<Stretch> {
		for (let index = Math.max(0, upperBound(this.#guardStarts, start) - 1); index < this.#guards.length && this.#guardStarts[index]! < end; index++) {
			const from = Math.max(start, this.#guardStarts[index]!);
			const to = Math.min(end, this.#end(this.#guards[index]!), this.#guardStarts[index + 1] ?? Infinity);
			if (from < to) {
				yield {start: from, end: to, presence: 'never-dumped'};
			}
		}
	}

	/** Index of the first mapping with an address at or behind `address`, or `length`. */
	firstEndingAfter(address: number): number {
		const index = upperBound(this.starts, address) - 1;
		return index >= 0 && address < this.ends[index]! ? index : index + 1;
	}

	#vma(row: number, index: number): Vma {
		const columns = this.#columns;
		const start = BigInt(this.#start(row));
		const end = BigInt(this.#end(row));
		const flags = columns.flags[row]!;
		const shared = (flags & 1) === 1;
		return {
			index,
			start,
			end,
			protection: this.#options.areMappings ? protection(columns.prot[row]!, shared) : '????',
			shared,
			kind: this.#kind(columns.status[row]!, start, end),
			offset: columns.pgoff[row]!,
			shmid: columns.shmid[row]!,
			status: columns.status[row]!,
			flags,
		};
	}

	#kind(bits: number, start: bigint, end: bigint): VmaKind {
		if (!this.#options.areMappings) {
			return 'unknown';
		}

		const kind = kinds.find(([mask]) => (bits & mask) !== 0)?.[1] ?? 'other';
		return kind === 'anonymous' && start <= this.#options.stack && this.#options.stack < end ? 'stack' : kind;
	}

	#byStart(rows: Uint32Array): Uint32Array {
		return inOrder(rows, ascendingOrder(this.#startsOf(rows)));
	}

	// `Float64Array.from` with a function goes through an iterator, which takes longer than all the rest for a million rows.
	#startsOf(rows: Uint32Array): Float64Array {
		return this.#areAsListed(rows) ? this.#columns.start : new Float64Array(rows).map(row => this.#start(row));
	}

	#endsOf(rows: Uint32Array, starts: Float64Array): Float64Array {
		const {end} = this.#columns;
		const isApart = () => starts.every((start, index) => index === 0 || end[index - 1]! <= start);
		return this.#areAsListed(rows) && isApart() ? end : starts.map((_, index) => Math.min(this.#end(rows[index]!), starts[index + 1] ?? Infinity));
	}

	// All there are, in the order of the image, as they mostly are: then its columns say it, and there need be no others.
	#areAsListed(rows: Uint32Array): boolean {
		return !this.#options.narrow && rows.length === this.#columns.length && rows.every((row, index) => row === index);
	}

	#start(row: number): number {
		const start = this.#columns.start[row]!;
		return this.#options.narrow ? start % 2 ** 32 : start;
	}

	#end(row: number): number {
		const length = this.#columns.end[row]! - this.#columns.start[row]!;
		return this.#start(row) + length;
	}
}

function rowsOf({status: bits}: Vmas, isWanted: (bits: number) => boolean): Uint32Array {
	const rows = new Uint32Array(bits.reduce((count, one) => count + (isWanted(one) ? 1 : 0), 0));
	let count = 0;
	let row = 0;
	for (const one of bits) {
		if (isWanted(one)) {
			rows[count++] = row;
		}

		row++;
	}

	return rows;
}

function protection(bits: number, shared: boolean): string {
	return [...'rwx'].map((letter, bit) => (bits >> bit & 1) === 1 ? letter : '-').join('') + (shared ? 's' : 'p');
}
