import type {BlockUnpacker} from '../archive/block-unpacker.js';
import {InputError, type ByteSource, type Extent} from '../archive/byte-source.js';
import {clamp} from '../archive/file-source.js';
import {StreamDamage} from '../archive/stream-damage.js';
import {upperBound} from './columns.js';
import {PageDamage} from './page-damage.js';
import type {StoredBlock, StoredBlocks} from './stored-blocks.js';

// What more than this is damaged is marked where it is, and not told of each.
const maxReports = 8;

// Of a block for each page there may be half a million in a gigabyte or two.
const mostExtents = 4096;

/** A pages file: plain, or as if it were. */
export type Pages = ByteSource & {
	/** What of `[position, position + length)` is known to be damaged, in order; reading it gives zeros. */
	damaged?(position: number, length: number): ReadonlyArray<{readonly start: number; readonly end: number}>;
};

export type PackedPagesOptions = {
	readonly file: ByteSource;
	/** Printable. */
	readonly name: string;
	readonly blocks: StoredBlocks;
	readonly pageSize: number;
	readonly unpacker: BlockUnpacker;
	/** Is told of damage when it is found. */
	readonly report: (damage: InputError) => void;
};

/**
The pages of a compressed pages file, as a plain one would have them.

A block of which a part is cut off is not there. A damaged one is found when it is read: the read throws `PageDamage`, and from then on the block is among those that are `damaged`.
*/
export class PackedPages implements Pages {
	readonly #options: PackedPagesOptions;
	readonly #damaged = new Set<number>();
	// Their indexes, ascending.
	readonly #order: number[] = [];
	#reports = 0;

	constructor(options: PackedPagesOptions) {
		this.#options = options;
		const {blocks} = options;
		this.#note(blocks.wrong.map(index => blocks.at(index)).map(block => ({block, reason: wrongText(block), offset: 0})));
	}

	get size(): number {
		return this.#options.blocks.contentOf(this.#options.file.size);
	}

	get available(): number {
		return this.#options.blocks.contentOf(this.#options.file.available);
	}

	get settled(): boolean {
		return this.#options.file.settled;
	}

	/**
	Fills `target` from `position`.
	@throws {PageDamage} when damage is found that was not known
	*/
	read(target: Uint8Array, position: number): number {
		const length = clamp(target.length, 0, this.available - position);
		const found: Damage[] = [];
		let done = 0;
		for (const block of this.#within(position, length)) {
			const from = Math.max(block.start, position);
			const part = target.subarray(done, Math.min(block.end, position + length) - position);
			const count = this.#readBlock(block, part, from - block.start, found);
			done += count;
			if (count < part.length) {
				break;
			}
		}

		if (found.length > 0) {
			this.#note(found);
			throw new PageDamage(this.#options.name, this.#textOf(found[0]!), placeOf(found[0]!));
		}

		return done;
	}

	extents(position: number, length: number): readonly Extent[] {
		const extents: Extent[] = [];
		const available = clamp(length, 0, this.available - position);
		for (const block of this.#within(position, available)) {
			const from = Math.max(block.start, position);
			const found = this.#extentsOf(block, from - block.start, Math.min(block.end, position + available) - from);
			extents.push(...found ?? []);
			if (found === undefined || extents.length >= mostExtents) {
				break;
			}
		}

		return extents;
	}

	damaged(position: number, length: number): Array<{readonly start: number; readonly end: number}> {
		const {blocks} = this.#options;
		const found = [];
		for (let place = this.#order.length === 0 ? 0 : upperBound(this.#order, blocks.holding(position) - 1); place < this.#order.length; place++) {
			const {start, end} = blocks.at(this.#order[place]!);
			if (start >= position + length) {
				break;
			}

			found.push({start: Math.max(start, position), end: Math.min(end, position + length)});
		}

		return found;
	}

	/**
	The blocks of a stretch.
	@yields them in order
	*/
	* #within(position: number, length: number): Generator<StoredBlock> {
		const {blocks} = this.#options;
		for (let index = blocks.holding(position), start = position; start < position + length; index++) {
			const block = blocks.at(index);
			yield block;
			start = block.end;
		}
	}

	/** Where `length` bytes of a block lie from `inside` on; undefined where that can't be said. */
	#extentsOf({index, storage, start, end, offset, stored}: StoredBlock, inside: number, length: number): readonly Extent[] | undefined {
		const {file} = this.#options;
		switch (storage) {
			case 'plain': {
				return file.extents(offset + inside, length);
			}

			case 'zeros': {
				return [{fd: -1, offset: 0, length}];
			}

			case 'packed': {
				const [place, ...more] = file.extents(offset, stored);
				return place === undefined || place.fd < 0 || more.length > 0 || this.#damaged.has(index)
					? undefined
					: [{fd: place.fd, offset: place.offset, length, packed: {stored, size: end - start, skip: inside}}];
			}

			case 'wrong': {
				return undefined;
			}
		}
	}

	/** Fills `target` with what a block has from `inside` on; returns how much of it could be read. */
	#readBlock(block: StoredBlock, target: Uint8Array, inside: number, found: Damage[]): number {
		if (block.storage === 'plain') {
			return this.#options.file.read(target, block.offset + inside);
		}

		if (block.storage === 'packed' && !this.#damaged.has(block.index)) {
			try {
				target.set(this.#unpack(block).subarray(inside, inside + target.length));
				return target.length;
			} catch (error) {
				if (!(error instanceof StreamDamage)) {
					throw error;
				}

				found.push({block, reason: error.message, offset: error.offset});
			}
		}

		target.fill(0);
		return target.length;
	}

	#unpack({index, start, end, offset, stored}: StoredBlock): Uint8Array {
		const {file, name, unpacker} = this.#options;
		return unpacker.unpack(this, index, {stored, size: end - start}, packed => {
			if (file.read(packed, offset) < stored) {
				throw new InputError(name, 'shorter than it was when it was opened', offset);
			}
		});
	}

	#note(found: readonly Damage[]): void {
		if (found.length === 0) {
			return;
		}

		const last = this.#order.at(-1) ?? -1;
		for (const damage of found) {
			this.#damaged.add(damage.block.index);
			this.#order.push(damage.block.index);
			if (this.#reports++ < maxReports) {
				this.#options.report(new InputError(this.#options.name, this.#textOf(damage), placeOf(damage)));
			}
		}

		// There may be one for each page, mostly found in order.
		if (found[0]!.block.index < last) {
			this.#order.sort((one, other) => one - other);
		}
	}

	#textOf({block: {start, end}, reason}: Damage): string {
		const pages = (end - start) / this.#options.pageSize;
		return `the compressed block of ${pages === 1 ? 'a page' : `${pages} pages`} is damaged: ${reason}`;
	}
}

/** What is wrong with a block, and how far into its bytes that shows. */
type Damage = {readonly block: StoredBlock; readonly reason: string; readonly offset: number};

function placeOf({block, offset}: Damage): number {
	return block.offset + offset;
}

function wrongText({start, end, stored}: StoredBlock): string {
	return stored > end - start ? `it takes ${stored} bytes for ${end - start} of pages` : `${end - start} bytes are more than CRIU compresses at once`;
}
