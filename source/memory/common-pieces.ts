import type {ByteSource} from '../archive/byte-source.js';
import {firstIndex} from '../archive/first-index.js';
import {Intervals} from './intervals.js';
import type {Piece, Segment} from './presence.js';

/** Where a stretch of a source is in one of several spaces of addresses. */
type Mapping = {
	readonly space: number;
	readonly address: bigint;
	readonly position: number;
	length: number;
};

/** `[start, end)` of a source, and the mapping that it counts for: which space, and what is to be added to a position for the address there. */
type Owned = {readonly start: number; readonly end: number; readonly space: number; readonly shift: bigint};

type Common = {
	readonly mappings: readonly Mapping[];
	/** Of positions, by the number of the mapping. */
	readonly intervals: Intervals;
	/** In order and apart. */
	readonly owned: readonly Owned[];
	/** Where mappings, and what they own, begin and end: ascending. */
	readonly edges: Float64Array;
};

/** A part of a segment, in bytes from its start, that lies in one piece. */
export type Part = {
	readonly start: number;
	readonly end: number;
	readonly source: ByteSource;
	/** Of the byte at `start`. */
	readonly position: number;
	/** It is part of an earlier mapping too, and counts there. */
	readonly isRepeat: boolean;
};

/** Where the same bytes are mapped besides. */
export type Elsewhere = {readonly space: number; readonly address: bigint};

/**
Which bytes several spaces of addresses have in common, so that each is searched once: a byte counts where it is mapped first, in the order of the spaces and of the addresses in them. Everything is added before anything is asked for.
*/
export class CommonPieces {
	readonly #mappings = new Map<ByteSource, Mapping[]>();
	readonly #common = new Map<ByteSource, Common | undefined>();

	/** Adds what a space, by its number, has at an address. Spaces come in order, and their addresses too. */
	add(space: number, address: bigint, {source, position, length}: Piece): void {
		const mappings = this.#mappings.get(source) ?? [];
		this.#mappings.set(source, mappings);
		const last = mappings.at(-1);
		if (last?.space === space && last.position + last.length === position && last.address + BigInt(last.length) === address) {
			last.length += length;
		} else {
			mappings.push({space, address, position, length});
		}
	}

	/** Whether anything is mapped more than once. */
	get isAny(): boolean {
		return this.#mappings.keys().some(source => this.isCommon(source));
	}

	/** Whether a byte of a source is mapped more than once. */
	isCommon(source: ByteSource): boolean {
		return this.#of(source) !== undefined;
	}

	/** The parts of a segment of a space; undefined where nothing in it is common with anything. */
	parts(space: number, {start: base, pieces}: Segment): Part[] | undefined {
		if (pieces.every(({source}) => !this.isCommon(source))) {
			return undefined;
		}

		const parts: Part[] = [];
		let last: Owned | undefined;
		let offset = 0;
		for (const piece of pieces) {
			const shift = base + BigInt(offset) - BigInt(piece.position);
			for (const {from, to, owner} of this.#byOwner(piece)) {
				const start = offset + from - piece.position;
				const part = {start, end: start + to - from, source: piece.source, position: from, isRepeat: owner !== undefined && (owner.space !== space || owner.shift !== shift)};
				const before = parts.at(-1);
				if (before !== undefined && follows(part, before) && owner?.space === last?.space && owner?.shift === last?.shift) {
					parts[parts.length - 1] = {...before, end: part.end};
				} else {
					parts.push(part);
				}

				last = owner;
			}

			offset += piece.length;
		}

		return parts;
	}

	// The positions `[from, to)` of a piece that count for one mapping, or for none that is known.
	* #byOwner({source, position, length}: Piece): Generator<{readonly from: number; readonly to: number; readonly owner?: Owned}> {
		const owned = this.#of(source)?.owned ?? [];
		const end = position + length;
		let from = position;
		for (let index = firstEndingAfter(owned, position); index < owned.length && owned[index]!.start < end; index++) {
			const owner = owned[index]!;
			const start = Math.max(from, owner.start);
			const to = Math.min(owner.end, end);
			if (from < start) {
				yield {from, to: start};
			}

			yield {from: start, to, owner};
			from = to;
		}

		if (from < end) {
			yield {from, to: end};
		}
	}

	/** Whether a position of a source is less than `reach` bytes from where a mapping of it begins or ends. */
	isNearEdge(source: ByteSource, position: number, reach: number): boolean {
		const edges = this.#of(source)?.edges;
		if (edges === undefined) {
			return false;
		}

		const index = firstFrom(edges, position);
		return (index < edges.length && edges[index]! - position < reach) || (index > 0 && position - edges[index - 1]! < reach);
	}

	/** Where else the bytes of these pieces, which stand one after the other at an address of a space, stand so too. */
	elsewhere(space: number, address: bigint, pieces: readonly Piece[]): Elsewhere[] {
		const [first, ...rest] = pieces;
		const common = this.#of(first!.source);
		return (common?.intervals.holding(first!.position, first!.position + first!.length) ?? [])
			.map(index => common!.mappings[index]!)
			.map(mapping => ({space: mapping.space, address: addressIn(mapping, first!)}))
			.filter(other => (other.space !== space || other.address !== address) && this.#follow(other, BigInt(first!.length), rest));
	}

	#follow({space, address}: Elsewhere, length: bigint, pieces: readonly Piece[]): boolean {
		let next = address + length;
		return pieces.every(piece => {
			const expected = next;
			next += BigInt(piece.length);
			const mapping = mappingAt(this.#mappings.get(piece.source) ?? [], space, expected);
			return mapping !== undefined && holds(mapping, piece) && addressIn(mapping, piece) === expected;
		});
	}

	// Undefined for a source of which no byte is mapped twice.
	#of(source: ByteSource): Common | undefined {
		if (!this.#common.has(source)) {
			const mappings = this.#mappings.get(source) ?? [];
			this.#common.set(source, mappings.length > 1 && overlap(mappings) ? commonOf(mappings) : undefined);
		}

		return this.#common.get(source);
	}
}

// Bytes of one source that stand one after the other in it too.
function follows(part: Part, before: Part): boolean {
	return part.source === before.source && part.position === before.position + before.end - before.start;
}

function overlap(mappings: readonly Mapping[]): boolean {
	const sorted = mappings.toSorted((a, b) => a.position - b.position);
	return sorted.some(({position}, index) => index > 0 && sorted[index - 1]!.position + sorted[index - 1]!.length > position);
}

function commonOf(mappings: readonly Mapping[]): Common {
	const starts = Float64Array.from(mappings, ({position}) => position);
	const ends = Float64Array.from(mappings, ({position, length}) => position + length);
	const edges = Float64Array.from(new Set([...starts, ...ends])).sort();
	return {mappings, intervals: new Intervals(starts, ends), owned: divide(mappings, edges), edges};
}

const nobody = -1;

/** Gives each stretch between two edges to the first mapping that holds it. */
function divide(mappings: readonly Mapping[], edges: Float64Array): Owned[] {
	const owners = new Int32Array(edges.length).fill(nobody);
	// From each stretch, one at or behind it before which all are given away; in the end the first that is not.
	const free = Uint32Array.from(edges, (_, index) => index);
	const firstFree = (from: number) => {
		let found = from;
		while (free[found] !== found) {
			free[found] = free[free[found]!]!;
			found = free[found]!;
		}

		return found;
	};

	for (const [owner, {position, length}] of mappings.entries()) {
		const end = firstFrom(edges, position + length);
		for (let index = firstFree(firstFrom(edges, position)); index < end; index = firstFree(index)) {
			owners[index] = owner;
			free[index] = index + 1;
		}
	}

	const owned: Owned[] = [];
	for (let from = 0; from < owners.length;) {
		const owner = owners[from]!;
		let to = from + 1;
		while (owners[to] === owner) {
			to++;
		}

		if (owner !== nobody) {
			const {space, address, position} = mappings[owner]!;
			owned.push({start: edges[from]!, end: edges[to]!, space, shift: address - BigInt(position)});
		}

		from = to;
	}

	return owned;
}

/** The mapping that holds an address of a space; they are in the order of both. */
function mappingAt(mappings: readonly Mapping[], space: number, address: bigint): Mapping | undefined {
	const mapping = mappings[firstIndex(mappings.length, index => {
		const {space: other, address: start, length} = mappings[index]!;
		return other > space || (other === space && start + BigInt(length) > address);
	})];
	return mapping?.space === space && mapping.address <= address ? mapping : undefined;
}

function holds({position, length}: Mapping, piece: Piece): boolean {
	return position <= piece.position && piece.position + piece.length <= position + length;
}

function addressIn({address, position}: Mapping, piece: Piece): bigint {
	return address + BigInt(piece.position - position);
}

function firstEndingAfter(owned: readonly Owned[], position: number): number {
	return firstIndex(owned.length, index => owned[index]!.end > position);
}

function firstFrom(edges: Float64Array, position: number): number {
	return firstIndex(edges.length, index => edges[index]! >= position);
}
