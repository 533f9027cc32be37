import {areKnownFlags, pageFlags, type Pagemap} from '../criu/pagemap.js';
import type {PageBlocks} from '../criu/page-blocks.js';
import {upperBound} from './columns.js';

// The most that CRIU compresses at once (criu/include/compression.h).
const maxBlockSize = 4 * 1024 * 1024;

/** How a block lies in the file: as it is, packed with LZ4, not at all because it is all zeros, or not as any CRIU stores one. */
export type Storage = 'plain' | 'packed' | 'zeros' | 'wrong';

/** A stretch of pages that is stored as one. Positions are those in a plain pages file. */
export type StoredBlock = {
	readonly index: number;
	readonly storage: Storage;
	readonly start: number;
	readonly end: number;
	/** Where it is in the file, and the bytes it takes there. */
	readonly offset: number;
	readonly stored: number;
};

/**
The blocks of a compressed pages file in order, as columns: there may be one for each page. Pages that are not compressed are one block for each entry.
*/
export class StoredBlocks {
	/** Bytes that all of them take in the file. */
	readonly size: number;
	readonly length: number;
	/** Indexes of those that are not as any CRIU stores one. */
	readonly wrong: readonly number[];

	// One more than there are blocks.
	readonly #starts: Float64Array;
	readonly #offsets: Float64Array;
	// Where each ends in the file; the next may begin behind that, at a page boundary.
	readonly #ends: Float64Array;

	constructor({length, pages, flags}: Pagemap, {pagesPerBlock, firsts, sizes}: PageBlocks, pageSize: number) {
		// An entry that is not compressed is one block.
		const most = sizes.length + length;
		const starts = new Float64Array(most + 1);
		const offsets = new Float64Array(most);
		const ends = new Float64Array(most);
		const wrong: number[] = [];
		let count = 0;
		let position = 0;
		let offset = 0;
		const add = (content: number, stored: number) => {
			if (storageOf(stored, content) === 'wrong') {
				wrong.push(count);
			}

			offsets[count] = offset;
			position += content;
			offset += stored;
			ends[count] = offset;
			starts[++count] = position;
		};

		for (let index = 0; index < length && areKnownFlags(flags[index]!); index++) {
			const bits = flags[index]!;
			if ((bits & pageFlags.present) === 0) {
				continue;
			}

			if ((bits & pageFlags.aligned) !== 0) {
				offset = Math.ceil(offset / pageSize) * pageSize;
			}

			const content = pages[index]! * pageSize;
			if (pagesPerBlock[index] === 0) {
				add(content, content);
				continue;
			}

			const blockSize = pagesPerBlock[index]! * pageSize;
			const entryEnd = position + content;
			for (let block = firsts[index]!; block < firsts[index + 1]!; block++) {
				add(Math.min(blockSize, entryEnd - position), sizes[block]!);
			}
		}

		this.length = count;
		this.size = offset;
		this.wrong = wrong;
		this.#starts = starts.subarray(0, count + 1);
		this.#offsets = offsets.subarray(0, count);
		this.#ends = ends.subarray(0, count);
	}

	/** How many bytes of pages, from the first on, the first `stored` bytes of the file hold. A part of a packed block holds none. */
	contentOf(stored: number): number {
		const block = upperBound(this.#ends, stored);
		const start = this.#starts[block]!;
		return block < this.length && this.at(block).storage === 'plain' ? start + Math.max(0, stored - this.#offsets[block]!) : start;
	}

	/** Index of the block that holds the byte at `position`. */
	holding(position: number): number {
		return upperBound(this.#starts, position) - 1;
	}

	at(index: number): StoredBlock {
		const start = this.#starts[index]!;
		const end = this.#starts[index + 1]!;
		const offset = this.#offsets[index]!;
		const stored = this.#ends[index]! - offset;
		return {index, storage: storageOf(stored, end - start), start, end, offset, stored};
	}
}

function storageOf(stored: number, size: number): Storage {
	if (stored === size) {
		return 'plain';
	}

	if (stored === 0) {
		return 'zeros';
	}

	return stored > size || size > maxBlockSize ? 'wrong' : 'packed';
}
