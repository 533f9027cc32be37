import {type CompressedInput, type Piece, pieceSize} from './compressed-input.js';
import {StreamDamage} from './stream-damage.js';

const frameMagic = 0xFD_2F_B5_28;
const contentSizeLengths = [0, 2, 4, 8];
const dictionaryIdLengths = [0, 1, 2, 4];
const checksumLength = 4;
const windowSize = 1 << 16;

/**
The frames of a zstd file (RFC 8878), without the skippable ones between them: Node's decompressor silently drops what follows a skippable frame. Walks the frames from block to block, so that it also knows where a file is cut.

@yields what to hand to the decompressor at once
@throws {StreamDamage} behind the last whole block when the file is cut or something else than a frame follows
*/
export function * zstdFrames(input: CompressedInput): Generator<Piece> {
	const walker = new Walker(input);
	let position = 0;
	while (position < input.size) {
		const magic = walker.number(position, 4);
		if (isSkippable(magic)) {
			position += 8 + walker.number(position + 4, 4);
			if (position > input.size) {
				throw new StreamDamage('ends in the middle of a skippable frame', input.size);
			}
		} else if (magic === frameMagic) {
			position = yield * frame(input, walker, position);
		} else {
			throw new StreamDamage('something else than a zstd frame follows', position);
		}
	}
}

function isSkippable(magic: number): boolean {
	return (magic & 0xFF_FF_FF_F0) === 0x18_4D_2A_50;
}

// Returns where the frame ends.
function * frame(input: CompressedInput, walker: Walker, start: number): Generator<Piece, number> {
	const descriptor = walker.number(start + 4, 1);
	const isSingleSegment = (descriptor & 0x20) !== 0;
	const contentSizeFlag = descriptor >> 6;
	const contentSizeLength = contentSizeFlag === 0 && isSingleSegment ? 1 : contentSizeLengths[contentSizeFlag]!;
	let position = start + 5 + (isSingleSegment ? 0 : 1) + dictionaryIdLengths[descriptor & 3]! + contentSizeLength;
	let pieceStart = start;
	let isLast = false;
	while (!isLast) {
		// What is cut off is still worth decompressing as far as it goes.
		const isWhole = position + 3 <= input.size;
		const block = isWhole ? walker.number(position, 3) : 0;
		const type = (block >> 1) & 3;
		const end = position + 3 + (type === 1 ? 1 : block >> 3);
		if (!isWhole || type === 3 || end > input.size) {
			yield * piece(input, pieceStart, type === 3 ? position : input.size);
			throw type === 3 ? new StreamDamage('damaged zstd block', position) : new StreamDamage('ends in the middle of a zstd frame', input.size);
		}

		isLast = (block & 1) === 1;
		position = end;
		if (!isLast && position - pieceStart >= pieceSize(pieceStart)) {
			yield * piece(input, pieceStart, position);
			pieceStart = position;
		}
	}

	const end = position + ((descriptor & 4) === 0 ? 0 : checksumLength);
	yield * piece(input, pieceStart, Math.min(end, input.size));
	if (end > input.size) {
		throw new StreamDamage('ends in the middle of a zstd frame', input.size);
	}

	return end;
}

function * piece(input: CompressedInput, start: number, end: number): Generator<Piece> {
	if (end > start) {
		yield {bytes: input.read(start, end - start), position: start};
	}
}

// Reads the few bytes of a header without a system call for each.
class Walker {
	readonly #input: CompressedInput;
	readonly #window = new Uint8Array(windowSize);
	#windowStart = 0;
	#windowLength = 0;

	constructor(input: CompressedInput) {
		this.#input = input;
	}

	// Little-endian, of at most four bytes.
	number(position: number, length: number): number {
		if (position < this.#windowStart || position + length > this.#windowStart + this.#windowLength) {
			this.#windowLength = this.#input.fill(this.#window, position);
			this.#windowStart = position;
		}

		const within = position - this.#windowStart;
		if (within + length > this.#windowLength) {
			throw new StreamDamage('ends in the middle of a zstd frame', this.#input.size);
		}

		return Buffer.from(this.#window.buffer, within, length).readUIntLE(0, length);
	}
}
