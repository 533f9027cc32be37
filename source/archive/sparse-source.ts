import type {ByteSource, Extent} from './byte-source.js';
import {clamp} from './file-source.js';
import {firstIndex} from './first-index.js';

/** The stretches of a sparse file that have data, ascending and apart: offsets and lengths in bytes. */
export type SparseMap = {
	readonly offsets: Float64Array;
	readonly lengths: Float64Array;
};

/**
Why a sparse map can't be that of a file of `size` bytes with `stored` bytes of data, or undefined when it can.
*/
export function sparseMapFault(map: SparseMap, size: number, stored: number): string | undefined {
	let end = 0;
	let sum = 0;
	for (const [index, offset] of map.offsets.entries()) {
		const length = map.lengths[index]!;
		if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < end || length < 0 || offset + length > size) {
			return `stretch ${index + 1} of the sparse map (${offset}, ${length}) does not fit`;
		}

		end = offset + length;
		sum += length;
	}

	return sum > stored ? `the sparse map speaks of ${sum} bytes of data, ${stored} are stored` : undefined;
}

/**
A sparse file: stretches whose bytes stand one after the other in `data`, and holes between them. A hole's zeros are the file's contents, as its archive says.
*/
export class SparseSource implements ByteSource {
	readonly #data: ByteSource;
	readonly #map: SparseMap;
	// Where each stretch begins in `data`, and where the last one ends.
	readonly #starts: Float64Array;
	readonly size: number;

	constructor(data: ByteSource, map: SparseMap, size: number) {
		this.#data = data;
		this.#map = map;
		this.size = size;
		this.#starts = new Float64Array(map.offsets.length + 1);
		for (const [index, length] of map.lengths.entries()) {
			this.#starts[index + 1] = this.#starts[index]! + length;
		}
	}

	// The data (beginning at `start` of the stored bytes) and the holes that make up a range.
	* #pieces(position: number, length: number): Generator<{readonly length: number; readonly start?: number}> {
		const {offsets, lengths} = this.#map;
		const end = position + clamp(length, 0, this.available - position);
		let index = firstIndex(offsets.length, at => offsets[at]! + lengths[at]! > position);
		let at = position;
		while (at < end) {
			const offset = index < offsets.length ? offsets[index]! : end;
			if (at < offset) {
				const hole = Math.min(offset, end) - at;
				yield {length: hole};
				at += hole;
				continue;
			}

			const within = at - offset;
			const piece = Math.min(lengths[index]! - within, end - at);
			if (piece > 0) {
				yield {length: piece, start: this.#starts[index]! + within};
			}

			at += piece;
			index++;
		}
	}

	get available(): number {
		const present = this.#data.available;
		const stretches = this.#map.offsets.length;
		if (present >= this.#starts[stretches]!) {
			return this.size;
		}

		// The first stretch that is not there as a whole: everything before what is missing of it can be read.
		const index = firstIndex(stretches, at => this.#starts[at + 1]! > present);
		return this.#map.offsets[index]! + present - this.#starts[index]!;
	}

	get settled(): boolean {
		return this.#data.settled || this.available === this.size;
	}

	read(target: Uint8Array, position: number): number {
		let done = 0;
		for (const piece of this.#pieces(position, target.length)) {
			const part = target.subarray(done, done + piece.length);
			if (piece.start === undefined) {
				part.fill(0);
				done += piece.length;
				continue;
			}

			const count = this.#data.read(part, piece.start);
			done += count;
			if (count < piece.length) {
				break;
			}
		}

		return done;
	}

	extents(position: number, length: number): readonly Extent[] {
		const extents: Extent[] = [];
		for (const piece of this.#pieces(position, length)) {
			if (piece.start === undefined) {
				extents.push({fd: -1, offset: 0, length: piece.length});
			} else {
				extents.push(...this.#data.extents(piece.start, piece.length));
			}
		}

		return extents;
	}
}
