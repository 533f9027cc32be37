import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import {NoRoom} from './no-room.js';

const blockSize = 1 << 12;
const zeros = Buffer.alloc(blockSize);
// What is written at once gets its memory in one stretch. Longer stretches are slow to come by where memory is in use: the system must make room for them, or get them from the host of a virtual machine.
const stretch = 1 << 15;
// Small archives may use what is left; larger ones are looked after.
const lookEvery = 1 << 25;

/** Appends to a file without storing blocks of zeros, which read as zeros all the same. */
export class SpoolWriter {
	readonly #fd: number;
	readonly #folder: string;
	#unlooked = 0;
	#size = 0;
	#stored = 0;

	/** `folder` is where the file was made. */
	constructor(fd: number, folder: string) {
		this.#fd = fd;
		this.#folder = folder;
	}

	// A file system that is full to the last block brings down what else writes to it: a twentieth stays free, of large ones a gibibyte.
	#keepReserve(): void {
		const {bavail, blocks, bsize} = fs.statfsSync(this.#folder);
		if (bavail * bsize < Math.min(1 << 30, blocks * bsize / 20)) {
			throw new NoRoom('almost full');
		}
	}

	#store(bytes: Uint8Array, start: number | undefined, end: number): void {
		for (let at = start ?? end; at < end;) {
			const position = this.#size + at;
			const count = fs.writeSync(this.#fd, bytes, at, Math.min(end - at, stretch - (position % stretch)), position);
			at += count;
			this.#stored = this.#size + at;
			this.#unlooked += count;
		}
	}

	/** Bytes that can be read back from the start of the file. */
	get size(): number {
		return this.#size;
	}

	/**
	Appends `bytes`.

	@throws {NoRoom} when it would fill the file system
	@throws the system's error when there is no room
	*/
	append(bytes: Uint8Array): void {
		if (this.#unlooked >= lookEvery) {
			this.#unlooked = 0;
			this.#keepReserve();
		}

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
