import fs from 'node:fs';

// What a file system keeps a hole for.
const blockSize = 4096;
const zeros = Buffer.alloc(blockSize);

/** A part `[from, to)` of what was written. */
export type SparsePart = {readonly from: number; readonly to: number; readonly isZeros: boolean};

/**
Writes bytes at `offset` of a file that has nothing there yet: all but the zeros, which stay a hole.

@yields the parts, in order
*/
export function * writeSparse(fd: number, bytes: Buffer, offset: number): Generator<SparsePart> {
	for (let from = 0; from < bytes.length;) {
		const isZeros = isBlockOfZeros(bytes, from);
		let to = from;
		do {
			to = Math.min(to + blockSize, bytes.length);
		} while (to < bytes.length && isBlockOfZeros(bytes, to) === isZeros);

		if (!isZeros) {
			writeFully(fd, bytes.subarray(from, to), offset + from);
		}

		yield {from, to, isZeros};
		from = to;
	}
}

/** Writes all of `bytes` at `offset`. */
export function writeFully(fd: number, bytes: Uint8Array, offset: number): void {
	for (let done = 0; done < bytes.length;) {
		done += fs.writeSync(fd, bytes, done, bytes.length - done, offset + done);
	}
}

function isBlockOfZeros(bytes: Buffer, from: number): boolean {
	const length = Math.min(blockSize, bytes.length - from);
	return bytes.compare(zeros, 0, length, from, from + length) === 0;
}
