import type {PackedBlock} from './byte-source.js';
import {unpackBlock} from './lz4-block.js';

/** Unpacks blocks of LZ4, one at a time, into buffers that it uses again. The last one is kept: whoever reads a part of it comes back for the rest. */
export class BlockUnpacker {
	#packed = new Uint8Array(0);
	#content = new Uint8Array(0);
	#held: {readonly owner: object; readonly index: number; readonly content: Uint8Array} | undefined;

	/**
	What is in the block `index` of an owner, valid until the next call. `read` fills its argument with what is stored of it.

	@throws {StreamDamage} when it can't be unpacked
	*/
	unpack(owner: object, index: number, {stored, size}: PackedBlock, read: (packed: Uint8Array) => void): Uint8Array {
		if (this.#held?.owner === owner && this.#held.index === index) {
			return this.#held.content;
		}

		this.#held = undefined;
		this.#packed = roomFor(stored, this.#packed);
		this.#content = roomFor(size, this.#content);
		const packed = this.#packed.subarray(0, stored);
		const content = this.#content.subarray(0, size);
		read(packed);
		unpackBlock(packed, content);
		this.#held = {owner, index, content};
		return content;
	}
}

function roomFor(length: number, buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
	return buffer.length < length ? new Uint8Array(length) : buffer;
}
