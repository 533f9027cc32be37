import type {Archive} from '../archive/archive.js';
import {InputError, type ByteSource} from '../archive/byte-source.js';
import {PageDamage} from './page-damage.js';

const blockSize = 65_536;

/**
The blocks of pages files that were read last, up to `capacity` bytes in all.

Reads of more than four blocks go past it: whoever scans memory does not come back to it, and would push out what the screen needs. A block is kept only when no byte of it can still appear.
*/
export class PageCache {
	readonly #capacity: number;
	readonly #blocks = new Map<string, Uint8Array>();
	readonly #sources = new WeakMap<ByteSource, number>();
	#sourceCount = 0;
	#size = 0;
	#damages = 0;

	constructor(capacity = 8 * 1024 * 1024) {
		this.#capacity = capacity;
	}

	/** Bytes held. */
	get size(): number {
		return this.#size;
	}

	/** How often a read found damage that was not known: what was told of the archive before may have changed since. */
	get damages(): number {
		return this.#damages;
	}

	/**
	Fills `target` from `source` at `position`.
	@throws {PageDamage} when there is damage in it that was not known
	@throws {InputError} when the source ends before `target` is full
	*/
	read(source: ByteSource, target: Uint8Array, position: number): void {
		try {
			this.#read(source, target, position);
		} catch (error) {
			this.#damages += error instanceof PageDamage ? 1 : 0;
			throw error;
		}
	}

	#read(source: ByteSource, target: Uint8Array, position: number): void {
		let done = 0;
		while (done < target.length) {
			const offset = (position + done) % blockSize;
			const start = position + done - offset;
			const rest = target.subarray(done);
			const block = target.length > 4 * blockSize ? undefined : this.#block(source, start);
			if (block === undefined) {
				const part = target.length > 4 * blockSize ? rest : rest.subarray(0, blockSize - offset);
				done += readFully(source, part, start + offset);
			} else {
				const part = block.subarray(offset, offset + rest.length);
				if (part.length === 0) {
					throw tooShort(start + offset);
				}

				target.set(part, done);
				done += part.length;
			}
		}
	}

	// The block that starts at `start`, or nothing while a part of it is still to come.
	#block(source: ByteSource, start: number): Uint8Array | undefined {
		const key = `${this.#identify(source)}:${start}`;
		const known = this.#blocks.get(key);
		if (known !== undefined) {
			this.#blocks.delete(key);
			this.#blocks.set(key, known);
			return known;
		}

		const end = Math.min(start + blockSize, source.size);
		if (end > source.available && !source.settled) {
			return undefined;
		}

		const length = Math.max(0, Math.min(end, source.available) - start);
		const block = this.#makeRoom(length) ?? new Uint8Array(length);
		readFully(source, block, start);
		this.#blocks.set(key, block);
		this.#size += length;
		return block;
	}

	// Lets go of blocks until there is room for one; returns one of them that has its size, to be used again: whoever walks through gigabytes would make garbage of as much.
	#makeRoom(length: number): Uint8Array | undefined {
		let free: Uint8Array | undefined;
		for (const [key, block] of this.#blocks) {
			if (this.#size + length <= this.#capacity) {
				break;
			}

			this.#blocks.delete(key);
			this.#size -= block.length;
			free = block.length === length ? block : free;
		}

		return free;
	}

	#identify(source: ByteSource): number {
		let id = this.#sources.get(source);
		if (id === undefined) {
			id = this.#sourceCount++;
			this.#sources.set(source, id);
		}

		return id;
	}
}

const caches = new WeakMap<Archive, PageCache>();

/** The cache that everything shares that reads the pages of an archive. */
export function pageCacheOf(archive: Archive): PageCache {
	let cache = caches.get(archive);
	if (cache === undefined) {
		cache = new PageCache();
		caches.set(archive, cache);
	}

	return cache;
}

function readFully(source: ByteSource, target: Uint8Array, position: number): number {
	if (source.read(target, position) < target.length) {
		throw tooShort(position);
	}

	return target.length;
}

function tooShort(position: number): InputError {
	return new InputError('pages file', 'shorter than it was when it was opened', position);
}
