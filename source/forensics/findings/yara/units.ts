import type {ByteSource} from '../../../archive/byte-source.js';
import type {Content} from '../../../checkpoint/contents/content.js';
import type {Process} from '../../../checkpoint/process.js';
import type {SavedFile} from '../../../checkpoint/saved-files/saved-file.js';
import type {Vma} from '../../../memory/memory.js';
import {hasContent, type Piece, type Presence, type Run, type Segment} from '../../../memory/presence.js';

export type MemoryOwner = {readonly process: Process; readonly content?: undefined; readonly file?: undefined; readonly fd?: undefined};

/** Of bytes that are no memory: a file of the container, or what the kernel kept, and the first process that has it open, or else maps it. */
export type ContentOwner = {
	readonly content: Content;
	readonly file?: SavedFile | undefined;
	readonly process?: Process | undefined;
	readonly fd?: number | undefined;
};

/** Whose bytes are scanned. */
export type Owner = MemoryOwner | ContentOwner;

/** What is scanned by itself. */
export type Unit = {
	readonly owner: Owner;
	/** Of memory: the mapping. */
	readonly vma?: Vma | undefined;
	readonly segment: Segment;
	/** The same for all units with the same bytes, where there may be several. */
	readonly key?: string | undefined;
};

// Memory that was never touched reads as zeros. So many of them between two stretches do not part these.
const mostZeros = 1024 * 1024;

/** Gives sources a name. */
export class SourceIds {
	readonly #ids = new Map<ByteSource, number>();

	/** A key of the bytes of these pieces. */
	keyOf(pieces: readonly Piece[]): string {
		return pieces.map(({source, position, length}) => `${this.#id(source)} ${position} ${length}`).join(',');
	}

	#id(source: ByteSource): number {
		const id = this.#ids.get(source) ?? this.#ids.size;
		this.#ids.set(source, id);
		return id;
	}
}

/**
The memory of a process as YARA scans it: every mapping for itself, as far as its pages follow each other. `left` is told the bytes of which there is nothing, by why.

@yields the stretches, in the order of the addresses
*/
export function * memoryUnits(owner: MemoryOwner, ids: SourceIds, left: (presence: Presence, bytes: bigint) => void): Generator<Unit> {
	const {memory} = owner.process;
	const {vmas} = memory;
	let unit: Building | undefined;
	const finish = function * (): Generator<Unit> {
		if (unit !== undefined) {
			const {start, length, pieces, vma, isShared} = unit;
			yield {owner, vma: vma === undefined ? undefined : vmas.at(vma), segment: {start, length, pieces}, key: isShared ? ids.keyOf(pieces) : undefined};
		}

		unit = undefined;
	};

	for (const run of memory.runs(0n, 1n << 64n)) {
		const bytes = run.end - run.start;
		const isZero = run.presence === 'zero' || run.presence === 'hole';
		if (unit !== undefined && (run.vma !== unit.vma || !(hasContent(run.presence) || (isZero && bytes <= mostZeros)))) {
			yield * finish();
		}

		if (hasContent(run.presence)) {
			unit ??= {start: run.start, length: 0, zeros: 0, pieces: [], vma: run.vma, isShared: false};
			append(unit, run, Number(bytes));
		} else if (isZero && unit !== undefined) {
			unit.zeros += Number(bytes);
		} else if (!isZero && run.presence !== 'unmapped') {
			left(run.presence, bytes);
		}
	}

	yield * finish();
}

type Building = {
	readonly start: bigint;
	readonly vma: number | undefined;
	readonly pieces: Piece[];
	length: number;
	/** Bytes of zero behind what is in it. */
	zeros: number;
	isShared: boolean;
};

function append(unit: Building, {presence, source, position}: Run, length: number): void {
	if (unit.zeros > 0) {
		unit.pieces.push({source: zeros, position: 0, length: unit.zeros});
	}

	unit.pieces.push({source: source!, position: position!, length});
	unit.length += unit.zeros + length;
	unit.zeros = 0;
	unit.isShared ||= presence === 'shared';
}

/** As many zeros as anybody asks for. */
const zeros: ByteSource = {
	size: Number.MAX_SAFE_INTEGER,
	available: Number.MAX_SAFE_INTEGER,
	settled: true,
	read(target) {
		target.fill(0);
		return target.length;
	},
	extents: (position, length) => [{fd: -1, offset: position, length}],
};

/**
Bytes that are no memory: every segment for itself.

@yields the segments
*/
export function * contentUnits(owner: ContentOwner, ids: SourceIds): Generator<Unit> {
	for (const segment of owner.content.segments) {
		yield {owner, segment, key: owner.content.kind === 'shared-memory' ? ids.keyOf(segment.pieces) : undefined};
	}
}
