import {Buffer} from 'node:buffer';
import fs from 'node:fs';

const blockSize = 1 << 12;
const zeros = Buffer.alloc(blockSize);

/** Appends to a file without storing blocks of zeros, which read as zeros all the same. */
export class SpoolWriter {
	readonly #fd: number;
	#size = 0;
	#stored = 0;

	constructor(fd: number) {
		this.#fd = fd;
	}

	#store(bytes: Uint8Array, start: number | undefined, end: number): void {
		for (let at = start ?? end; at < end;) {
			at += fs.writeSync(this.#fd, bytes, at, end - at, this.#size + at);
			this.#stored = this.#size + at;
		}
	}

	/** Bytes that can be read back from the start of the file. */
	get size(): number {
		return this.#size;
	}

	/**
	Appends `bytes`.

	@throws the system's error when there is no room
	*/
	append(bytes: Uint8Array): void {
		let runStart: number | undefined;
		for (let start = 0, end: number; start < bytes.length; start = end) {
			end = Math.min(bytes.length, start + blockSize - ((this.#size + start) % blockSize));
			if (zeros.compare(bytes, start, end, 0, end - start) === 0) {
				this.#store(bytes, runStart, start);
				runStart = undefined;
			} else {
				runStart ??= start;
			}
		}

		this.#store(bytes, runStart, bytes.length);
		const size = this.#size + bytes.length;
		if (this.#stored < size) {
			fs.ftruncateSync(this.#fd, size);
		}

		this.#size = size;
	}
}
