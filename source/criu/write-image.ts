import {readExactly, type ByteSource} from '../archive/byte-source.js';
import type {ByteOrder} from './cursor.js';
import {extraPieces, sizedMessage, word, type Piece} from './encode-extra.js';
import {headWords} from './families.js';
import type {Head} from './framing.js';
import type {Entry} from './image.js';

const blockSize = 1024 * 1024;

/** The words that an image begins with. */
export function headPieces({headWord, magic, byteOrder}: Omit<Head, 'family'>): readonly Piece[] {
	return [...(headWord === undefined ? [] : [word(headWords[headWord], byteOrder)]), word(magic, byteOrder)];
}

/**
One entry of an image as CRIU writes it.

@throws {Malformed} when what follows the message is not as long as it says
*/
export function entryPieces(entry: Entry, order: ByteOrder): readonly Piece[] {
	return entry.type === undefined
		? [word(entry.body.length, order), entry.body]
		: [sizedMessage(entry.type, entry.message as never, order), ...extraPieces(entry, order)];
}

/**
Whether an entry, written, gives the very bytes that it was read from: `[entry.position, end)` of `source`. Of what CRIU wrote, it does; other programs may write fields in another order, or padding that isn't zero.
*/
export function isWrittenAlike(entry: Entry, source: ByteSource, end: number, order: ByteOrder): boolean {
	let {position} = entry;
	for (const piece of entryPieces(entry, order)) {
		const isAlike = position + piece.length <= end && (piece instanceof Uint8Array ? isAt(piece, source, position) : piece.position === position);
		if (!isAlike) {
			return false;
		}

		position += piece.length;
	}

	return position === end;
}

function isAt(bytes: Uint8Array, source: ByteSource, position: number): boolean {
	return Buffer.compare(bytes, readExactly(source, 'image', position, bytes.length)) === 0;
}

/**
The bytes of `pieces`, in blocks.
@yields views that stay valid
*/
export function * bytesOfPieces(pieces: Iterable<Piece>): Generator<Uint8Array> {
	for (const piece of pieces) {
		if (piece instanceof Uint8Array) {
			yield piece;
			continue;
		}

		for (let done = 0; done < piece.length; done += blockSize) {
			yield readExactly(piece.source, 'payload', piece.position + done, Math.min(blockSize, piece.length - done));
		}
	}
}
