import fs from 'node:fs';
import {BlockUnpacker} from '../archive/block-unpacker.js';
import type {Extent, PackedBlock} from '../archive/byte-source.js';
import {firstIndex} from '../archive/first-index.js';
import {StreamDamage} from '../archive/stream-damage.js';
import {GrowingColumn} from './growing-column.js';

/**
Blocks of LZ4 in files, as columns in shared memory, for readers on other threads. What is in them, one block behind the other, is their content; a place in it is a number of bytes from its start.
*/
export type PackedBlocks = {
	readonly fds: Int32Array;
	/** Where each block begins in its file, and the bytes it takes there. */
	readonly offsets: Float64Array;
	readonly stored: Uint32Array;
	/** Where each ends in the content. */
	readonly ends: Float64Array;
};

/** Collects blocks; the parts of one are added one after the other. */
export class PackedBlocksBuilder {
	readonly #fds = new GrowingColumn(Int32Array);
	readonly #offsets = new GrowingColumn(Float64Array);
	readonly #stored = new GrowingColumn(Uint32Array);
	readonly #ends = new GrowingColumn(Float64Array);
	#last: Extent | undefined;
	// Where the last begins and ends.
	#start = 0;
	#end = 0;

	/** The place in the content of the first byte of an extent. */
	add(extent: Extent, {stored, size, skip}: PackedBlock & {readonly skip: number}): number {
		if (this.#last?.fd !== extent.fd || this.#last.offset !== extent.offset) {
			this.#start = this.#end;
			this.#end += size;
			this.#fds.push(extent.fd);
			this.#offsets.push(extent.offset);
			this.#stored.push(stored);
			this.#ends.push(this.#end);
			this.#last = extent;
		}

		return this.#start + skip;
	}

	finish(): PackedBlocks {
		return {fds: this.#fds.finish(), offsets: this.#offsets.finish(), stored: this.#stored.finish(), ends: this.#ends.finish()};
	}
}

const unpacker = new BlockUnpacker();

/** Fills `target` from a place in the content, within one block; says what is wrong with that when it can't. */
export function readPacked(blocks: PackedBlocks, target: Uint8Array, place: number): string | undefined {
	const index = blockAt(blocks, place);
	const start = startOf(blocks, index);
	try {
		const content = unpacker.unpack(blocks, index, {stored: blocks.stored[index]!, size: blocks.ends[index]! - start}, packed => {
			readStored(blocks, index, packed);
		});
		target.set(content.subarray(place - start, place - start + target.length));
		return undefined;
	} catch (error) {
		return error instanceof StreamDamage ? `its compressed block is damaged: ${error.message}` : (error as NodeJS.ErrnoException).code ?? String(error);
	}
}

function readStored({fds, offsets}: PackedBlocks, index: number, packed: Uint8Array): void {
	const count = fs.readSync(fds[index]!, packed, 0, packed.length, offsets[index]!);
	if (count < packed.length) {
		throw new StreamDamage('it ends early', count);
	}
}

function startOf({ends}: PackedBlocks, index: number): number {
	return index === 0 ? 0 : ends[index - 1]!;
}

function blockAt({ends}: PackedBlocks, place: number): number {
	return firstIndex(ends.length - 1, index => ends[index]! > place);
}
