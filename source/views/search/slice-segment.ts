import type {Piece, Segment} from '../../memory/presence.js';

/** What cuts a segment into slices `[from, to)`, in bytes from its start; each begins behind the one before. */
export function slicer({start, pieces}: Segment): (from: number, to: number) => Segment {
	// The piece that was come to, and where it begins.
	let next = 0;
	let offset = 0;
	return (from, to) => {
		const sliced: Piece[] = [];
		for (; next < pieces.length; next++) {
			const {source, position, length} = pieces[next]!;
			const low = Math.max(from, offset);
			const high = Math.min(to, offset + length);
			if (low < high) {
				sliced.push({source, position: position + low - offset, length: high - low});
			}

			if (offset + length > to) {
				break;
			}

			offset += length;
		}

		return {start: start + BigInt(from), length: to - from, pieces: sliced};
	};
}
