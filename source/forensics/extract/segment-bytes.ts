import type {Segment} from '../../memory/presence.js';

/** Bytes from an offset on, good until the next are asked for; without them, how many could not be read. */
export type SegmentBytes = {readonly offset: number; readonly length: number; readonly bytes: Buffer | undefined};

const chunkSize = 1 << 20;

/**
Reads segments, a mebibyte at most at a time.

@yields their bytes, in order
@throws {InputError} when they can't be read
*/
export function * segmentBytes(segments: Iterable<Segment>): Generator<SegmentBytes> {
	// Most files are smaller, and there may be a million.
	let buffer = Buffer.alloc(0);
	for (const {start, pieces} of segments) {
		let offset = Number(start);
		for (const {source, position, length} of pieces) {
			const needed = Math.min(chunkSize, length);
			buffer = buffer.length < needed ? Buffer.allocUnsafe(needed) : buffer;
			for (let done = 0; done < length;) {
				const chunk = buffer.subarray(0, length - done);
				const count = source.read(chunk, position + done);
				const read = count === 0 ? length - done : count;
				yield {offset: offset + done, length: read, bytes: count === 0 ? undefined : chunk.subarray(0, count)};
				done += read;
			}

			offset += length;
		}
	}
}
