import {hasContent, type Run} from '../../memory/presence.js';

export type Fold = {readonly start: bigint; readonly end: bigint};

/** Fills `target` from an address on; returns what its bytes are. */
export type ReadRows = (address: bigint, target: Uint8Array) => readonly Run[];

// One repeated row takes no more room than the line that would stand for it.
const leastRows = 2;

// Going anywhere costs the reading of one piece of this many bytes, where rows do not repeat.
const pieceSize = 4096;

/**
The rows of one block of memory that equal the row before them, byte for byte, in bytes of one and the same presence. A piece of the block is read when a row of it is asked for.
*/
export class RowFolds {
	readonly #start: bigint;
	readonly #rows: number;
	readonly #bytesPerRow: number;
	readonly #read: ReadRows;
	/** By piece: of each row, whether it repeats the one before it. */
	readonly #pieces = new Map<number, Uint8Array>();
	/** Whether the first row of a piece repeats the last one of the piece before it. */
	readonly #firsts = new Map<number, boolean>();
	#last: {readonly first: number; readonly end: number} | undefined;

	/** `[start, end)` is a whole number of rows. */
	constructor(start: bigint, end: bigint, bytesPerRow: number, read: ReadRows) {
		this.#start = start;
		this.#rows = Number(end - start) / bytesPerRow;
		this.#bytesPerRow = bytesPerRow;
		this.#read = read;
	}

	/** The fold that holds the row at `address`. */
	find(address: bigint): Fold | undefined {
		const row = Number(address - this.#start) / this.#bytesPerRow;
		if (this.#last === undefined || row < this.#last.first || row >= this.#last.end) {
			if (!this.#repeats(row)) {
				return undefined;
			}

			let first = row;
			while (this.#repeats(first - 1)) {
				first--;
			}

			let end = row + 1;
			while (this.#repeats(end)) {
				end++;
			}

			this.#last = {first, end};
		}

		const {first, end} = this.#last;
		return end - first < leastRows ? undefined : {start: this.#address(first), end: this.#address(end)};
	}

	#address(row: number): bigint {
		return this.#start + BigInt(row * this.#bytesPerRow);
	}

	#repeats(row: number): boolean {
		if (row <= 0 || row >= this.#rows) {
			return false;
		}

		const size = pieceSize / this.#bytesPerRow;
		const piece = Math.floor(row / size);
		return row % size === 0 ? this.#firstRepeats(piece) : this.#piece(piece)[row % size] === 1;
	}

	#firstRepeats(piece: number): boolean {
		let repeats = this.#firsts.get(piece);
		if (repeats === undefined) {
			repeats = this.#marks(piece * pieceSize / this.#bytesPerRow - 1, 2)[1] === 1;
			this.#firsts.set(piece, repeats);
		}

		return repeats;
	}

	#piece(piece: number): Uint8Array {
		let marks = this.#pieces.get(piece);
		if (marks === undefined) {
			const size = pieceSize / this.#bytesPerRow;
			marks = this.#marks(piece * size, Math.min(size, this.#rows - piece * size));
			this.#pieces.set(piece, marks);
		}

		return marks;
	}

	#marks(first: number, count: number): Uint8Array {
		const bytes = new Uint8Array(count * this.#bytesPerRow);
		const start = this.#address(first);
		return repeated(start, bytes, this.#read(start, bytes), this.#bytesPerRow);
	}
}

/** Of each row of `bytes`, 1 when it repeats the row before it. */
function repeated(start: bigint, bytes: Uint8Array, runs: readonly Run[], bytesPerRow: number): Uint8Array {
	const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
	const marks = new Uint8Array(bytes.length / bytesPerRow);
	for (const [from, to] of stretches(start, runs, bytesPerRow)) {
		for (let row = from + 1; row < to; row++) {
			marks[row] = equalsRowBefore(words, row * bytesPerRow >>> 2, bytesPerRow >>> 2) ? 1 : 0;
		}
	}

	return marks;
}

// Whole rows with content of one presence, by number.
function * stretches(start: bigint, runs: readonly Run[], bytesPerRow: number): Generator<[number, number]> {
	let index = 0;
	while (index < runs.length) {
		const first = runs[index]!;
		let last = first;
		while (runs[index + 1]?.presence === first.presence) {
			index++;
			last = runs[index]!;
		}

		index++;
		if (hasContent(first.presence)) {
			yield [Math.ceil(Number(first.start - start) / bytesPerRow), Math.floor(Number(last.end - start) / bytesPerRow)];
		}
	}
}

function equalsRowBefore(words: Int32Array, row: number, wordsPerRow: number): boolean {
	for (let word = row; word < row + wordsPerRow; word++) {
		if (words[word] !== words[word - wordsPerRow]) {
			return false;
		}
	}

	return true;
}
