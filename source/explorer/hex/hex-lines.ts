import {stepThrough, takeFrom} from '../step-through.js';
import {InputError} from '../../archive/byte-source.js';
import type {ByteSpace} from '../../memory/memory.js';
import {hasContent, type Presence, type Run} from '../../memory/presence.js';
import {larger, smaller} from '../../memory/big.js';
import {firstEndingAfter} from './regions.js';
import {RowFolds} from './row-folds.js';

/**
One line of the hex view; `[start, end)` are addresses.

- `row`: at most one row of bytes, of which at least one is there or which is too short to fold
- `repeat`: rows that equal the row above them byte for byte
- `absent`: a stretch of which the dump has nothing, for one reason
- `gap`: addresses between two mappings
*/
export type Line =
	| {readonly kind: 'row' | 'repeat'; readonly start: bigint; readonly end: bigint; readonly vma: number}
	| {readonly kind: 'absent'; readonly start: bigint; readonly end: bigint; readonly vma: number; readonly presence: Presence}
	| {readonly kind: 'gap'; readonly start: bigint; readonly end: bigint};

// Folds never pass a multiple of this, so that any line can be found by reading no more than this; where rows do not repeat, by reading one page.
const blockSize = 0x10_0000n;
// A screen of nothing but folds shows half as many blocks as it has rows.
const cachedBlocks = 64;

/**
An address space cut into lines. Which line an address belongs to depends on the address alone, so walking down and walking up give the same lines, and going anywhere costs one page, or one block at most.

It remembers the folds of a few blocks: make a new one when what the archive holds has changed.
*/
export class HexLines {
	readonly #blocks = new Map<string, RowFolds>();

	readonly space: ByteSpace;
	/** 8, 16 or 32. */
	readonly bytesPerRow: number;
	/** The first mapped address; equal to `end` when nothing is mapped. */
	readonly start: bigint;
	/** Behind the last mapped address. */
	readonly end: bigint;

	constructor(space: ByteSpace, bytesPerRow: number) {
		this.space = space;
		this.bytesPerRow = bytesPerRow;
		const {vmas} = space;
		const last = vmas.length - 1;
		this.start = vmas.length === 0 ? 0n : vmas.at(0).start;
		this.end = vmas.length === 0 ? 0n : vmas.at(last).end;
	}

	get empty(): boolean {
		return this.start === this.end;
	}

	/** The nearest address that lies in a line. */
	clamp(address: bigint): bigint {
		if (address < this.start) {
			return this.start;
		}

		return address >= this.end ? this.end - 1n : address;
	}

	/** The line that holds `address`, which must be in `[start, end)`. */
	at(address: bigint): Line {
		const {vmas} = this.space;
		const index = vmas.find(address);
		if (index === -1) {
			const next = firstEndingAfter(vmas, address);
			return {kind: 'gap', start: vmas.at(next - 1).end, end: vmas.at(next).start};
		}

		const vma = vmas.at(index);
		const size = BigInt(this.bytesPerRow);
		const rowEnd = smaller(address - (address % size) + size, vma.end);
		// Content is asked for by the row only: to say where it ends, the memory may have to join thousands of entries.
		if (!hasContent(this.#firstRun(address, rowEnd).presence)) {
			const run = this.#firstRun(address, vma.end);
			// A stretch folds in whole rows only: what it shares with another in one row is drawn there.
			const start = roundUp(this.#startOfRun(address, vma.start, run), size);
			const end = run.end === vma.end ? run.end : run.end - (run.end % size);
			if (start <= address && address < end) {
				return {kind: 'absent', start, end, vma: index, presence: run.presence};
			}
		}

		const rowStart = larger(address - (address % size), vma.start);
		const fold = this.#folds(address - (address % blockSize), vma.start, vma.end).find(rowStart);
		return fold !== undefined ? {kind: 'repeat', start: fold.start, end: fold.end, vma: index} : {kind: 'row', start: rowStart, end: rowEnd, vma: index};
	}

	/** The line below, or undefined at the end. */
	after(line: Line): Line | undefined {
		return line.end >= this.end ? undefined : this.at(line.end);
	}

	/** The line above, or undefined at the start. */
	before(line: Line): Line | undefined {
		return line.start <= this.start ? undefined : this.at(line.start - 1n);
	}

	/** At most `count` lines from the one that holds `address` downwards. */
	from(address: bigint, count: number): Line[] {
		return takeFrom(this, this.empty ? undefined : this.at(this.clamp(address)), count);
	}

	/** Goes `count` lines down, or up when negative, as far as there are any. */
	step(line: Line, count: number): Line {
		return stepThrough(this, line, count);
	}

	#firstRun(start: bigint, end: bigint): Run {
		const [first] = this.space.runs(start, end);
		return first!;
	}

	// Runs can only be asked for upwards: steps back, doubling, while it is still the same run, then closes in.
	#startOfRun(address: bigint, limit: bigint, run: Run): bigint {
		const isSame = (from: bigint) => {
			const first = this.#firstRun(from, address + 1n);
			return first.presence === run.presence && first.end > address;
		};

		const unit = BigInt(this.bytesPerRow);
		let same = larger(address - (address % unit), limit);
		if (!isSame(same)) {
			return address;
		}

		let step = BigInt(this.space.pageSize);
		let different = limit - 1n;
		while (same > limit) {
			const candidate = larger(same - step, limit);
			if (!isSame(candidate)) {
				different = candidate;
				break;
			}

			same = candidate;
			step *= 2n;
		}

		while (different >= limit && same - different > unit) {
			const middle = different + (same - different) / 2n;
			const candidate = middle - (middle % unit);
			if (candidate <= different) {
				break;
			}

			if (isSame(candidate)) {
				same = candidate;
			} else {
				different = candidate;
			}
		}

		return same;
	}

	#folds(block: bigint, vmaStart: bigint, vmaEnd: bigint): RowFolds {
		const start = larger(block, vmaStart);
		const key = start.toString(36);
		let folds = this.#blocks.get(key);
		if (folds === undefined) {
			folds = new RowFolds(start, smaller(block + blockSize, vmaEnd), this.bytesPerRow, this.#read);
			if (this.#blocks.size >= cachedBlocks) {
				this.#blocks.delete(this.#blocks.keys().next().value!);
			}
		} else {
			this.#blocks.delete(key);
		}

		this.#blocks.set(key, folds);
		return folds;
	}

	readonly #read = (start: bigint, bytes: Uint8Array): readonly Run[] => {
		try {
			return this.space.read(start, bytes);
		} catch (error) {
			// The rows say themselves why they can't be read.
			if (error instanceof InputError) {
				return [];
			}

			throw error;
		}
	};
}

function roundUp(value: bigint, unit: bigint): bigint {
	const rest = value % unit;
	return rest === 0n ? value : value + unit - rest;
}
