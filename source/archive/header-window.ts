import {type ByteSource, InputError, PendingError} from './byte-source.js';

const windowSize = 1 << 14;

/** Reads the headers of a tar through a window, because many stand close together. */
export class HeaderWindow {
	readonly #source: ByteSource;
	readonly #name: string;
	readonly #window = new Uint8Array(windowSize);
	#start = 0;
	#length = 0;

	/** `name` is the printable file name that errors are told of. */
	constructor(source: ByteSource, name: string) {
		this.#source = source;
		this.#name = name;
	}

	/**
	The `length` bytes at `position`, valid until the next call.

	@throws {PendingError} while they are still being decompressed
	@throws {InputError} when they are not there
	*/
	read(position: number, length: number): Uint8Array {
		const {available, settled} = this.#source;
		if (position + length > available) {
			throw settled ? new InputError(this.#name, 'ends in the middle of a tar header', available) : new PendingError(this.#name);
		}

		if (length > windowSize) {
			const bytes = new Uint8Array(length);
			return this.#filled(bytes, this.#source.read(bytes, position), length, position);
		}

		if (position < this.#start || position + length > this.#start + this.#length) {
			this.#start = position;
			this.#length = this.#source.read(this.#window, position);
		}

		const within = position - this.#start;
		return this.#filled(this.#window.subarray(within), this.#length - within, length, position);
	}

	#filled(bytes: Uint8Array, count: number, length: number, position: number): Uint8Array {
		if (count < length) {
			throw new InputError(this.#name, 'the file became shorter while it was read', position + count);
		}

		return bytes.subarray(0, length);
	}
}
