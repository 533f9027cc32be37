import {InputError, PendingError, type ByteSource} from '../archive/byte-source.js';

/** Bytes of an image that were not copied: a queue, a file's content. Read them through `source`. */
export type Payload = {
	readonly source: ByteSource;
	/** Bytes from the start of `source`. */
	readonly position: number;
	readonly length: number;
};

export type ByteOrder = 'little' | 'big';

const blockSize = 64 * 1024;

// No message of CRIU comes near it; what claims to be larger is damage.
const maxLength = 256 * 1024 * 1024;

/**
Reads an image from front to back, in blocks.

Every method throws `PendingError` when the bytes are still being decompressed, and `InputError` when the file ends before them.
*/
export class Cursor {
	#position = 0;
	#block = new Uint8Array(0);
	#blockStart = 0;
	readonly #room: Uint8Array<ArrayBuffer> | undefined;

	readonly source: ByteSource;
	/** Printable name of the file, for complaints. */
	readonly name: string;
	/** Of the words around the messages. */
	order: ByteOrder = 'little';

	/** A transient one uses its blocks again: views of the bytes are valid until the next call. That is for whoever takes in millions of messages and keeps none. */
	constructor(source: ByteSource, name: string, {isTransient = false} = {}) {
		this.source = source;
		this.name = name;
		this.#room = isTransient ? new Uint8Array(blockSize) : undefined;
	}

	#require(length: number): void {
		if (length > this.left) {
			throw this.complaint(`${length} bytes expected, ${this.left} left`);
		}
	}

	#fill(length: number): void {
		this.#require(length);
		if (length > maxLength) {
			throw this.complaint(`a message of ${length} bytes`);
		}

		const {source} = this;
		const end = this.#position + length;
		if (end > source.available && !source.settled) {
			throw new PendingError(this.name);
		}

		const size = Math.max(length, Math.min(blockSize, source.available - this.#position));
		const block = size <= (this.#room?.length ?? 0) ? this.#room!.subarray(0, size) : new Uint8Array(size);
		const count = source.read(block, this.#position);
		if (count < length) {
			throw this.complaint(`${length} bytes expected, ${count} found: the file is cut off`);
		}

		this.#block = block.subarray(0, count);
		this.#blockStart = this.#position;
	}

	// Goes behind the next `length` bytes; returns where in the block they are.
	#pass(length: number): number {
		const start = this.#position;
		if (start + length > this.#blockStart + this.#block.length) {
			this.#fill(length);
		}

		this.#position += length;
		return start - this.#blockStart;
	}

	get position(): number {
		return this.#position;
	}

	/** Bytes up to the end of the file. */
	get left(): number {
		return this.source.size - this.#position;
	}

	/** The next `length` bytes, as a view, which stays valid unless the cursor is transient. */
	bytes(length: number): Uint8Array {
		const start = this.#pass(length);
		return this.#block.subarray(start, start + length);
	}

	// Without a view: there are millions of them.
	u32(): number {
		const start = this.#pass(4);
		const [first, second, third, fourth] = this.order === 'little' ? [3, 2, 1, 0] as const : [0, 1, 2, 3] as const;
		const block = this.#block;
		return (block[start + first]! << 24 | block[start + second]! << 16 | block[start + third]! << 8 | block[start + fourth]!) >>> 0;
	}

	/** The next `length` bytes without reading them. */
	payload(length: number): Payload {
		this.#require(length);
		const payload = {source: this.source, position: this.#position, length};
		this.#position += length;
		return payload;
	}

	/** Gives the memory of the block that was read last back at once, and not when garbage is collected: views of it are empty then. */
	release(): void {
		this.#block.buffer.transfer(0);
		this.#block = new Uint8Array(0);
	}

	/** A complaint about this file. */
	complaint(reason: string, offset = this.#position): InputError {
		return new InputError(this.name, reason, offset);
	}
}
