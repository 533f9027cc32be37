import fs from 'node:fs';
import {roundUp} from '../../archive/tar-sparse.js';
import {writeSparse} from '../sparse-file.js';

/** An empty file that is written from its start to its end; zeros stay holes. */
export class SparseOutput {
	readonly #fd: number;
	/** Bytes that it has so far. */
	size = 0;

	constructor(fd: number) {
		this.#fd = fd;
	}

	write(bytes: Uint8Array): void {
		const parts = writeSparse(this.#fd, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), this.size);
		this.size += parts.reduce((sum, {from, to}) => sum + to - from, 0);
	}

	/** Fills the last block of a tar up. */
	fillBlock(): void {
		this.size = roundUp(this.size);
	}

	end(): void {
		fs.ftruncateSync(this.#fd, this.size);
	}
}
