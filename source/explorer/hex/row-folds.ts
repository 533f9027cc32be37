import {hasContent, type Run} from '../../memory/presence.js';

// One repeated row takes no more room than the line that would stand for it.
const leastRows = 2;

/** The repeated rows of one block of memory. */
export type Folds = {
	/** The fold that holds the row at `address`. */
	find(address: bigint): {readonly start: bigint; readonly end: bigint} | undefined;
};

/**
Finds rows that equal the row before them, byte for byte, in bytes of one and the same presence.

@param start Address of the first byte; a multiple of the row size
@param bytes The block; a multiple of the row size, aligned to 4 bytes
@param runs What the block's bytes are
*/
export function findFolds(start: bigint, bytes: Uint8Array, runs: readonly Run[], bytesPerRow: number): Folds {
	const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
	// Pairs of byte offsets, first and behind the last.
	const offsets: number[] = [];
	for (const [from, to] of stretches(start, runs, bytesPerRow)) {
		addFolds(offsets, words, from, to, bytesPerRow);
	}

	const folds = Float64Array.from(offsets);
	return {
		find(address) {
			const offset = Number(address - start);
			let low = 0;
			let high = folds.length / 2;
			while (low < high) {
				const middle = (low + high) >>> 1;
				if (folds[middle * 2 + 1]! > offset) {
					high = middle;
				} else {
					low = middle + 1;
				}
			}

			return low * 2 >= folds.length || folds[low * 2]! > offset ? undefined : {start: start + BigInt(folds[low * 2]!), end: start + BigInt(folds[low * 2 + 1]!)};
		},
	};
}

// Whole rows with content of one presence, as byte offsets.
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
			const from = Math.ceil(Number(first.start - start) / bytesPerRow) * bytesPerRow;
			const to = Math.floor(Number(last.end - start) / bytesPerRow) * bytesPerRow;
			yield [from, to];
		}
	}
}

function addFolds(offsets: number[], words: Int32Array, from: number, to: number, bytesPerRow: number): void {
	let first = from + bytesPerRow;
	let row = first;
	for (; row < to; row += bytesPerRow) {
		if (!equalsRowBefore(words, row >>> 2, bytesPerRow >>> 2)) {
			add(offsets, first, row, bytesPerRow);
			first = row + bytesPerRow;
		}
	}

	add(offsets, first, row, bytesPerRow);
}

function add(offsets: number[], first: number, end: number, bytesPerRow: number): void {
	if (end - first >= leastRows * bytesPerRow) {
		offsets.push(first, end);
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
