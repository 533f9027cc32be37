import type {Extent} from './byte-source.js';
import {clamp} from './file-source.js';
import {readFully} from './open-file.js';

// A decompressor that meets damage keeps back what it made of the piece it was given: small pieces lose little of a small archive, larger ones are faster.
const firstPieces = {size: 1 << 12, until: 1 << 18};
const laterPieces = 1 << 17;

/** A stretch of compressed input, and where it begins. */
export type Piece = {
	readonly bytes: Uint8Array;
	readonly position: number;
};

/** The most to hand to a decompressor at once, at a position of the input. */
export function pieceSize(position: number): number {
	return position < firstPieces.until ? firstPieces.size : laterPieces;
}

/** The compressed bytes, read through another thread's descriptors. */
export class CompressedInput {
	readonly #extents: readonly Extent[];
	readonly #name: string;
	readonly size: number;

	constructor(extents: readonly Extent[], name: string) {
		this.#extents = extents;
		this.#name = name;
		this.size = extents.reduce((sum, {length}) => sum + length, 0);
	}

	/**
	A new array with `[position, position + length)`, shorter only at the end.

	@throws {InputError} when the file can't be read
	*/
	read(position: number, length: number): Uint8Array {
		const target = new Uint8Array(clamp(length, 0, this.size - position));
		return target.subarray(0, this.fill(target, position));
	}

	/**
	Fills `target` from `position`; returns the number of bytes, fewer only at the end.

	@throws {InputError} when the file can't be read
	*/
	fill(target: Uint8Array, position: number): number {
		let done = 0;
		let start = 0;
		for (const extent of this.#extents) {
			const within = position + done - start;
			if (done < target.length && within < extent.length) {
				const part = target.subarray(done, done + Math.min(target.length - done, extent.length - within));
				done += extent.fd === -1 ? part.length : readFully(extent.fd, this.#name, part, extent.offset + within);
			}

			start += extent.length;
		}

		return done;
	}

	/**
	All of it, piece by piece.

	@yields what to hand to a decompressor at once
	*/
	* pieces(): Generator<Piece> {
		let position = 0;
		while (position < this.size) {
			const bytes = this.read(position, pieceSize(position));
			if (bytes.length === 0) {
				return;
			}

			yield {bytes, position};
			position += bytes.length;
		}
	}
}
