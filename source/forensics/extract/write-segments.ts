import {createHash} from 'node:crypto';
import fs from 'node:fs';
import type {Segment} from '../../memory/presence.js';
import {writeSparse} from '../sparse-file.js';
import {segmentBytes} from './segment-bytes.js';

/** What was written of segments. */
export type SegmentsWritten = {
	/** Bytes. */
	readonly size: number;
	/** Of all of it, as 64 hexadecimal digits. */
	readonly sha256: string;
	/** Bytes that could not be read; the file has zeros there. */
	readonly missing: number;
};

const zeros = Buffer.alloc(1 << 20);

/**
Writes these segments, whose addresses are offsets, to a new and empty file. What is between them is a hole.

@yields after every chunk, how many bytes of content it had; within holes 0
@returns what was written
@throws {InputError} when they can't be read
*/
export function * writeSegments(fd: number, segments: Iterable<Segment>): Generator<number, SegmentsWritten> {
	const hash = createHash('sha256');
	let end = 0;
	let written = 0;
	let missing = 0;
	for (const {offset: from, length, bytes} of segmentBytes(segments)) {
		end = yield * hashZeros(hash, end, bytes === undefined ? from + length : from);
		if (bytes === undefined) {
			missing += length;
			continue;
		}

		hash.update(bytes);
		end += bytes.length;
		for (const {to, isZeros} of writeSparse(fd, bytes, from)) {
			written = isZeros ? written : from + to;
		}

		yield length;
	}

	if (written < end) {
		fs.ftruncateSync(fd, end);
	}

	return {size: end, sha256: hash.digest('hex'), missing};
}

/**
Takes zeros into the hash: a hole may be of any size, and costs nobody a byte.

@yields 0 now and then
@returns where the hash is then
*/
function * hashZeros(hash: ReturnType<typeof createHash>, from: number, to: number): Generator<number, number> {
	for (let done = from; done < to;) {
		const length = Math.min(zeros.length, to - done);
		hash.update(zeros.subarray(0, length));
		done += length;
		yield 0;
	}

	return Math.max(from, to);
}
