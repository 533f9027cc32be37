import type {ByteSource} from '../../archive/byte-source.js';
import type {Payload} from '../../criu/cursor.js';
import type {Absence, Piece, Presence} from '../../memory/presence.js';
import {reach} from '../../memory/runs.js';
import type {Content} from './content.js';

/** What is there of bytes, what is not, and how much of them is lost. */
export type Extent = Required<Pick<Content, 'segments' | 'absent' | 'lost'>>;

/** Bytes that stand one after the other, as a segment from an offset; none where there are no bytes. */
export function joined(payloads: readonly Payload[], start = 0n): Extent {
	return extentOf(inOrder(payloads, start));
}

/** Bytes that stand one after the other and are apart all the same, as the messages of a queue are: a segment each. */
export function apart(payloads: readonly Payload[]): Extent {
	return extentOf(inOrder(payloads, 0n), true);
}

/** All of a file. */
export function whole(source: ByteSource): Extent {
	return joined([{source, position: 0, length: source.size}]);
}

/** Bytes, and the offset at which they begin. */
export type PlacedPayload = {readonly start: bigint; readonly payload: Payload};

/** Bytes in the order of their offsets; those that follow each other are one segment, unless they are apart. */
export function extentOf(payloads: Iterable<PlacedPayload>, areApart = false): Extent {
	const segments: Array<{readonly start: bigint; length: number; readonly pieces: Piece[]}> = [];
	const absent: Absence[] = [];
	const lost = new Map<Presence, bigint>();
	for (const {start, payload: {source, position, length}} of payloads) {
		const {there, promised} = reach(source, position, length);
		const last = segments.at(-1);
		const piece = {source, position, length: there};
		const follows = !areApart && last !== undefined && last.start + BigInt(last.length) === start;
		if (follows && there > 0) {
			last.pieces.push(piece);
			last.length += there;
		} else if (there > 0) {
			segments.push({start, length: there, pieces: [piece]});
		}

		const absence = (from: number, to: number, presence: Presence) => {
			if (from < to) {
				absent.push({start: start + BigInt(from), end: start + BigInt(to), presence});
			}
		};

		absence(there, promised, 'pending');
		absence(promised, length, 'truncated');
		if (promised < length) {
			lost.set('truncated', (lost.get('truncated') ?? 0n) + BigInt(length - promised));
		}
	}

	return {segments, absent, lost};
}

function * inOrder(payloads: readonly Payload[], from: bigint): Generator<PlacedPayload> {
	let start = from;
	for (const payload of payloads) {
		yield {start, payload};
		start += BigInt(payload.length);
	}
}
