import type {Piece, Segment} from '../../memory/presence.js';

/** `[from, to)` of a segment, in bytes from its start. */
export function sliceSegment({start, pieces}: Segment, from: number, to: number): Segment {
	const sliced: Piece[] = [];
	let offset = 0;
	for (const {source, position, length} of pieces) {
		const low = Math.max(from, offset);
		const high = Math.min(to, offset + length);
		if (low < high) {
			sliced.push({source, position: position + low - offset, length: high - low});
		}

		offset += length;
		if (offset >= to) {
			break;
		}
	}

	return {start: start + BigInt(from), length: to - from, pieces: sliced};
}
