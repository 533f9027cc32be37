import fs from 'node:fs';
import type {ByteSource, Extent} from './byte-source.js';
import {readFully} from './open-file.js';

/** The bytes of an open regular file, whose descriptor is this source's own from now on. */
export class FileSource implements ByteSource {
	#fd: number | undefined;
	readonly #name: string;
	readonly size: number;
	readonly settled = true;

	constructor(fd: number, name: string, size: number) {
		this.#fd = fd;
		this.#name = name;
		this.size = size;
	}

	// A descriptor that is closed may by now be another file's.
	#descriptor(): number {
		if (this.#fd === undefined) {
			throw new Error(`${this.#name} was read after it was closed`);
		}

		return this.#fd;
	}

	get available(): number {
		return this.size;
	}

	read(target: Uint8Array, position: number): number {
		const length = clamp(target.length, 0, this.size - position);
		return length === 0 ? 0 : readFully(this.#descriptor(), this.#name, target.subarray(0, length), position);
	}

	extents(position: number, length: number): readonly Extent[] {
		const within = clamp(length, 0, this.size - position);
		return within === 0 ? [] : [{fd: this.#descriptor(), offset: position, length: within}];
	}

	close(): void {
		if (this.#fd === undefined) {
			return;
		}

		fs.closeSync(this.#fd);
		this.#fd = undefined;
	}
}

/** `[start, start + size)` of another source, which may hold less of it: a file in a tar, a blob in an image. */
export class SliceSource implements ByteSource {
	readonly #whole: ByteSource;
	readonly #start: number;
	readonly size: number;

	constructor(whole: ByteSource, start: number, size: number) {
		this.#whole = whole;
		this.#start = start;
		this.size = size;
	}

	get available(): number {
		return clamp(this.#whole.available - this.#start, 0, this.size);
	}

	get settled(): boolean {
		return this.#whole.settled || this.available === this.size;
	}

	read(target: Uint8Array, position: number): number {
		const length = clamp(target.length, 0, this.available - position);
		return length === 0 ? 0 : this.#whole.read(target.subarray(0, length), this.#start + position);
	}

	extents(position: number, length: number): readonly Extent[] {
		const within = clamp(length, 0, this.available - position);
		return within === 0 ? [] : this.#whole.extents(this.#start + position, within);
	}
}

/** `value`, or the limit that it exceeds; where the limits cross, `least` holds. */
export function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}
