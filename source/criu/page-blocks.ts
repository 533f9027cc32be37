import protobuf, {type Reader} from 'protobufjs/minimal.js';
import {Malformed, toCount} from './wire.js';

/** How the pages of compressed entries of a pagemap are stored, as columns (newer than CRIU 4.2). */
export type PageBlocks = {
	/** Pages in a block of each entry, of which the last may have fewer; 0 where the entry is not compressed. */
	readonly pagesPerBlock: Uint32Array;
	/** One more than there are entries: the blocks of entry `i` are those from `firsts[i]` to before `firsts[i + 1]`. */
	readonly firsts: Uint32Array;
	/** Bytes of each block in the pages file: 0 for zeros, which take none; as many as its pages for one that is stored as it is. */
	readonly sizes: Uint32Array;
};

/** The `pagemap_blocks` of one entry. */
export type BlocksOfEntry = {
	/** The entry's index. */
	readonly index: number;
	/** How many pages of it are in the pages file. */
	readonly pages: number;
	readonly bytes: Uint8Array;
};

/** What a `pagemap_blocks` says besides the sizes. */
type Summary = {total: number | undefined; pagesPerBlock: number};

/** Collects the blocks of a pagemap, entry by entry. */
export class PageBlocksReader {
	#sizes = new Uint32Array(1024);
	// Sizes that were read; those from `#end` on are of an entry that is not accepted yet, or was not.
	#count = 0;
	#end = 0;
	readonly #entries: number[] = [];
	readonly #pagesPerBlock: number[] = [];
	readonly #firsts: number[] = [];

	/**
	Adds the blocks of an entry.
	@throws {Malformed} when they contradict themselves (criu/pagemap.c), as far as can be told without the size of a page
	*/
	add({index, pages, bytes}: BlocksOfEntry): void {
		const reader = protobuf.Reader.create(bytes);
		const first = this.#end;
		this.#count = first;
		const summary: Summary = {total: undefined, pagesPerBlock: 0};
		while (reader.pos < bytes.length) {
			this.#readField(reader, reader.tag(), summary);
		}

		const {total, pagesPerBlock} = summary;
		const count = this.#count - first;
		if (pagesPerBlock === 0 || count !== Math.ceil(pages / pagesPerBlock)) {
			throw new Malformed(`${count} blocks of ${pagesPerBlock} pages each for ${pages} pages`);
		}

		const sum = this.#sizes.subarray(first, this.#count).reduce((sizes, size) => sizes + size, 0);
		if (sum !== total) {
			throw new Malformed(`blocks of ${sum} bytes in all, where total_payload_size says ${total ?? 'nothing'}`);
		}

		this.#end = this.#count;
		this.#entries.push(index);
		this.#firsts.push(first);
		this.#pagesPerBlock.push(pagesPerBlock);
	}

	/** The blocks of the `length` entries that were read; undefined when none was compressed. */
	finish(length: number): PageBlocks | undefined {
		if (this.#entries.length === 0) {
			return undefined;
		}

		const pagesPerBlock = new Uint32Array(length);
		const firsts = new Uint32Array(length + 1);
		let next = 0;
		for (const [place, entry] of this.#entries.entries()) {
			firsts.fill(this.#firsts[place]!, next, entry + 1);
			pagesPerBlock[entry] = this.#pagesPerBlock[place]!;
			next = entry + 1;
		}

		firsts.fill(this.#end, next);
		return {pagesPerBlock, firsts, sizes: this.#sizes.slice(0, this.#end)};
	}

	#readField(reader: Reader, tag: number, summary: Summary): void {
		switch (tag) {
			case 1 << 3: {
				this.#add(reader.uint32());
				break;
			}

			case 1 << 3 | 2: {
				this.#addPacked(reader);
				break;
			}

			case 2 << 3: {
				summary.total = toCount(reader.uint64());
				break;
			}

			case 3 << 3: {
				summary.pagesPerBlock = reader.uint32();
				break;
			}

			default: {
				reader.skipType(tag & 7, 0, tag >>> 3);
			}
		}
	}

	#addPacked(reader: Reader): void {
		const end = reader.uint32() + reader.pos;
		while (reader.pos < end) {
			this.#add(reader.uint32());
		}
	}

	#add(size: number): void {
		if (this.#count === this.#sizes.length) {
			const larger = new Uint32Array(this.#count * 2);
			larger.set(this.#sizes);
			this.#sizes = larger;
		}

		this.#sizes[this.#count++] = size;
	}
}
