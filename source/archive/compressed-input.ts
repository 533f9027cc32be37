import type {Extent} from './byte-source.js';
import {clamp} from './file-source.js';
import {readFully} from './open-file.js';

// A decompressor that meets damage keeps back what it made of the piece it was given: a piece is small beside what came before it, as far as larger ones are faster.
const smallestPiece = 1 << 12;
const largestPiece = 1 << 19;
const share = 1 / 16;

/** A stretch of compressed input, and where it begins. */
export type Piece = {
	readonly bytes: Uint8Array;
	readonly position: number;
};

/** The most to hand to a decompressor at once, at a position of the input. */
export function pieceSize(position: number): number {
	return clamp(Math.floor(position * share), smallestPiece, largestPiece);
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

	@yields what to hand to a decompressor at once: an array of its own each time, which may be given away
	*/
	* pieces(): Generator<Piece> {
		for (let position = 0, end: number; position < this.size; position = end) {
			const bytes = this.read(position, pieceSize(position));
			end = position + bytes.length;
			if (end === position) {
				return;
			}

			yield {bytes, position};
		}
	}
}
