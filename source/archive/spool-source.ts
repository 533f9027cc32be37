import fs from 'node:fs';
import type {ByteSource, Extent} from './byte-source.js';
import {clamp} from './file-source.js';
import {readFully} from './open-file.js';

/** Two 64-bit counters that the worker keeps: bytes that can be read back from the spool, and compressed bytes consumed. */
export const [spooled, consumed] = [0, 1];

/** A file that grows while it is read. */
export class SpoolSource implements ByteSource {
	readonly #fd: number;
	readonly #name: string;
	readonly #counts: BigInt64Array;
	#isSettled = false;
	#isClosed = false;

	constructor(fd: number, name: string, counters: SharedArrayBuffer) {
		this.#fd = fd;
		this.#name = name;
		this.#counts = new BigInt64Array(counters);
	}

	#descriptor(): number {
		if (this.#isClosed) {
			throw new Error(`${this.#name} was read after it was closed`);
		}

		return this.#fd;
	}

	/** Unknown, so without limit, before it is settled. */
	get size(): number {
		return this.#isSettled ? this.available : Number.MAX_SAFE_INTEGER;
	}

	get available(): number {
		return Number(Atomics.load(this.#counts, spooled));
	}

	/** Compressed bytes that it took to fill it so far. */
	get consumed(): number {
		return Number(Atomics.load(this.#counts, consumed));
	}

	get settled(): boolean {
		return this.#isSettled;
	}

	read(target: Uint8Array, position: number): number {
		const length = clamp(target.length, 0, this.available - position);
		return length === 0 ? 0 : readFully(this.#descriptor(), this.#name, target.subarray(0, length), position);
	}

	extents(position: number, length: number): readonly Extent[] {
		const within = clamp(length, 0, this.available - position);
		return within === 0 ? [] : [{fd: this.#descriptor(), offset: position, length: within}];
	}

	/** Says that nothing more will come. */
	settle(): void {
		this.#isSettled = true;
	}

	/** Refuses to be read from now on, so that the descriptor can be closed as soon as no other thread uses it; returns what closes it. */
	close(): () => void {
		this.#isClosed = true;
		return () => {
			fs.closeSync(this.#fd);
		};
	}
}
