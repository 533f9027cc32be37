import fs from 'node:fs';
import {printable} from '../text/printable.js';
import {type ByteSource, type Extent, InputError} from './byte-source.js';
import {clamp} from './file-source.js';
import {openRegularFile, readFully} from './open-file.js';

const maxOpen = 64;

/** Files of a directory, opened when they are first read. Of many, only the latest stay open; one whose extents were handed out stays open until the end. */
export class FilePool {
	// The one used longest ago stands first.
	readonly #open = new Map<PooledFile, number>();
	readonly #kept = new Set<PooledFile>();

	/** The content of a regular file, which `stat` describes without following a link. */
	source(file: Buffer, stat: fs.Stats): ByteSource {
		return new PooledFile(file, stat, this);
	}

	/** An open descriptor of the file, good until the next call, or until the end when `keep` is set. */
	descriptor(file: PooledFile, keep: boolean): number {
		const fd = this.#open.get(file) ?? file.open();
		this.#open.delete(file);
		this.#open.set(file, fd);
		if (keep) {
			this.#kept.add(file);
		}

		if (this.#open.size - this.#kept.size > maxOpen) {
			const [oldest, oldestFd] = [...this.#open].find(([candidate]) => !this.#kept.has(candidate))!;
			this.#open.delete(oldest);
			fs.closeSync(oldestFd);
		}

		return fd;
	}

	close(): void {
		for (const fd of this.#open.values()) {
			fs.closeSync(fd);
		}

		this.#open.clear();
		this.#kept.clear();
	}
}

class PooledFile implements ByteSource {
	readonly #file: Buffer;
	readonly #dev: number;
	readonly #ino: number;
	readonly #pool: FilePool;
	readonly size: number;
	readonly settled = true;

	constructor(file: Buffer, {size, dev, ino}: fs.Stats, pool: FilePool) {
		this.#file = file;
		this.size = size;
		this.#dev = dev;
		this.#ino = ino;
		this.#pool = pool;
	}

	get available(): number {
		return this.size;
	}

	open(): number {
		const name = printable(this.#file);
		const {fd, stat} = openRegularFile(this.#file, name, false);
		if (stat.dev !== this.#dev || stat.ino !== this.#ino) {
			fs.closeSync(fd);
			throw new InputError(name, 'was replaced by another file after it was listed');
		}

		return fd;
	}

	read(target: Uint8Array, position: number): number {
		const length = clamp(target.length, 0, this.size - position);
		return length === 0 ? 0 : readFully(this.#pool.descriptor(this, false), printable(this.#file), target.subarray(0, length), position);
	}

	extents(position: number, length: number): readonly Extent[] {
		const within = clamp(length, 0, this.size - position);
		return within === 0 ? [] : [{fd: this.#pool.descriptor(this, true), offset: position, length: within}];
	}
}
