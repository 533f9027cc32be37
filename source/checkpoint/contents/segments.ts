import type {ByteSource} from '../../archive/byte-source.js';
import type {Payload} from '../../criu/cursor.js';
import type {Piece, Segment} from '../../memory/presence.js';

/** Bytes that stand one after the other, as a segment from an offset; none where there are no bytes. */
export function joined(payloads: readonly Payload[], start = 0n): Segment[] {
	const pieces = payloads.map(payload => there(payload)).filter(({length}) => length > 0);
	return pieces.length === 0 ? [] : [{start, length: pieces.reduce((sum, {length}) => sum + length, 0), pieces}];
}

/** Bytes that stand one after the other and are apart all the same, as the messages of a queue are: a segment each. */
export function apart(payloads: readonly Payload[]): Segment[] {
	const segments = [];
	let start = 0n;
	for (const payload of payloads) {
		segments.push(...joined([payload], start));
		start += BigInt(payload.length);
	}

	return segments;
}

/** All of a file that is there. */
export function whole(source: ByteSource): Segment[] {
	return joined([{source, position: 0, length: source.size}]);
}

// The end of what an archive that is cut off has.
function there({source, position, length}: Payload): Piece {
	return {source, position, length: Math.max(0, Math.min(length, source.available - position))};
}
