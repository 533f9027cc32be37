import {InputError, PendingError} from '../../archive/byte-source.js';
import {hasContent} from '../../memory/presence.js';
import type {Area, SegmentSpace} from '../../memory/segment-space.js';
import {sizeText, presenceText} from '../../views/absence.js';
import {stepThrough, takeFrom} from '../step-through.js';
import {charactersIn, type Characters} from './characters.js';

/** One row of text, or a stretch without any; `[start, end)` are offsets. */
export type TextRow =
	| {readonly kind: 'text'; readonly start: number; readonly end: number; readonly characters: Characters; /** Which of them are in this row. */ readonly from: number; readonly to: number}
	| {readonly kind: 'note'; readonly start: number; readonly end: number; readonly note: string};

// A line ends here at the latest, counted from the start of its stretch, when so many bytes before it are of the same line: wherever one comes from, it is found by reading twice as much.
const blockSize = 8192;
const cachedBlocks = 16;
const cachedLines = 512;

const newline = 0x0A;

/**
Bytes cut into lines of text, and those into rows of at most `width` cells; without a width, a line is a row. Which row an offset belongs to depends on the offset alone, so that going anywhere costs a few kilobytes.
*/
export class TextLines {
	readonly space: SegmentSpace;
	readonly #width: number | undefined;
	readonly #blocks = new Map<number, Buffer>();
	readonly #lines = new Map<number, readonly TextRow[]>();

	constructor(space: SegmentSpace, width?: number) {
		this.space = space;
		this.#width = width;
	}

	get size(): number {
		return this.space.size;
	}

	/** The row that holds `offset`, which must be in the space. */
	at(offset: number): TextRow {
		return this.#lineAt(offset).findLast(({start}) => start <= offset)!;
	}

	/** Where the line that holds `offset` starts and ends, however many rows it has. */
	lineAt(offset: number): {readonly start: number; readonly end: number} {
		const rows = this.#lineAt(offset);
		return {start: rows[0]!.start, end: rows.at(-1)!.end};
	}

	/** The row below, or undefined at the end. */
	after({end}: TextRow): TextRow | undefined {
		return end < this.size ? this.at(end) : undefined;
	}

	/** The row above, or undefined at the start. */
	before({start}: TextRow): TextRow | undefined {
		return start > 0 ? this.at(start - 1) : undefined;
	}

	/** At most `count` rows from the one that holds `offset` downwards. */
	from(offset: number, count: number): TextRow[] {
		return takeFrom(this, this.size === 0 ? undefined : this.at(offset), count);
	}

	/** Goes `count` rows down, or up when negative, as far as there are any. */
	step(row: TextRow, count: number): TextRow {
		return stepThrough(this, row, count);
	}

	#lineAt(offset: number): readonly TextRow[] {
		const area = this.space.areaAt(offset);
		if (!hasContent(area.presence)) {
			return [{kind: 'note', start: area.start, end: area.end, note: `${presenceText(area.presence)}: ${sizeText(BigInt(area.end - area.start))}`}];
		}

		try {
			const start = this.#startOfLine(area, offset);
			return kept(this.#lines, start, cachedLines, () => this.#rowsOf(this.#bytes(area, start, this.#endOfLine(area, start)), start));
		} catch (error) {
			if (!(error instanceof InputError || error instanceof PendingError)) {
				throw error;
			}

			const start = offset - ((offset - area.start) % blockSize);
			return [{kind: 'note', start, end: Math.min(area.end, start + blockSize), note: error.message}];
		}
	}

	#startOfLine(area: Area, offset: number): number {
		const block = offset - ((offset - area.start) % blockSize);
		const within = this.#block(area, block).subarray(0, offset - block).lastIndexOf(newline);
		if (within !== -1 || block === area.start) {
			return block + within + 1;
		}

		const before = this.#block(area, block - blockSize).lastIndexOf(newline);
		return before === -1 ? block : block - blockSize + before + 1;
	}

	#endOfLine(area: Area, start: number): number {
		const block = start - ((start - area.start) % blockSize);
		const within = this.#block(area, block).indexOf(newline, start - block);
		if (within !== -1) {
			return block + within + 1;
		}

		const next = block + blockSize;
		if (start === block || next >= area.end) {
			return Math.min(next, area.end);
		}

		const beyond = this.#block(area, next).indexOf(newline);
		return beyond === -1 ? Math.min(next + blockSize, area.end) : next + beyond + 1;
	}

	#block(area: Area, start: number): Buffer {
		return kept(this.#blocks, start, cachedBlocks, () => {
			const bytes = Buffer.alloc(Math.min(blockSize, area.end - start));
			this.space.read(BigInt(start), bytes);
			return bytes;
		});
	}

	#bytes(area: Area, start: number, end: number): Buffer {
		const block = start - ((start - area.start) % blockSize);
		const first = this.#block(area, block).subarray(start - block, end - block);
		return first.length === end - start ? first : Buffer.concat([first, this.#block(area, block + blockSize).subarray(0, end - start - first.length)]);
	}

	#rowsOf(bytes: Buffer, start: number): readonly TextRow[] {
		const characters = charactersIn(bytes.at(-1) === newline ? bytes.subarray(0, -1) : bytes);
		const {offsets, columns} = characters;
		const rows: TextRow[] = [];
		const count = offsets.length - 1;
		let from = 0;
		for (let index = 1; index < count; index++) {
			if (this.#width !== undefined && columns[index + 1]! - columns[from]! > this.#width) {
				rows.push({kind: 'text', start: start + offsets[from]!, end: start + offsets[index]!, characters, from, to: index});
				from = index;
			}
		}

		rows.push({kind: 'text', start: start + offsets[from]!, end: start + bytes.length, characters, from, to: count});
		return rows;
	}
}

// What was used last stays.
function kept<Value>(cache: Map<number, Value>, key: number, most: number, make: () => Value): Value {
	const value = cache.get(key) ?? make();
	cache.delete(key);
	cache.set(key, value);
	if (cache.size > most) {
		cache.delete(cache.keys().next().value!);
	}

	return value;
}
