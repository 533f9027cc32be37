import {areKnownFlags, pageFlags, type Pagemap} from '../criu/pagemap.js';
import {StoredBlocks} from './stored-blocks.js';

/** The position of pages that are stored in a way of a newer CRIU. */
export const unknownPlace = -1;

/** Where the pages of each entry begin in the pages file, by the entry's index; in a compressed one, where they would in a plain one. `unknownPlace`, also for pages that are not there. Only present entries take room. Behind flags of a newer CRIU no place is certain. */
export function placesInPagesFile({length, pages, flags}: Pagemap, pageSize: number): Float64Array {
	const positions = new Float64Array(length).fill(unknownPlace);
	let position = 0;
	for (let index = 0; index < length && areKnownFlags(flags[index]!); index++) {
		if ((flags[index]! & pageFlags.present) !== 0) {
			positions[index] = position;
			position += pages[index]! * pageSize;
		}
	}

	return positions;
}

/** What a pages file has. */
export type StoredPages = {
	/** Bytes that the pages take in the file; undefined where that is not known. */
	readonly size: number | undefined;
	/** How a compressed file has them; undefined for a plain one. */
	readonly blocks: StoredBlocks | undefined;
};

/** What the pages file of a pagemap has, as the pagemap says. */
export function storedPages(pagemap: Pagemap, pageSize: number): StoredPages {
	const {pages, flags} = pagemap;
	const blocks = pagemap.blocks === undefined ? undefined : new StoredBlocks(pagemap, pagemap.blocks, pageSize);
	const isCertain = flags.every(bits => areKnownFlags(bits));
	const plainSize = () => flags.reduce((sum, bits, index) => (bits & pageFlags.present) === 0 ? sum : sum + pages[index]! * pageSize, 0);
	return {size: isCertain ? blocks?.size ?? plainSize() : undefined, blocks};
}

/** How many pages are lost of a pages file that has `there` of its `size` bytes; `pagemaps` is what those say that have their pages in it. */
export function lostPages(pagemaps: readonly StoredPages[], {there, size}: {readonly there: number; readonly size: number}, pageSize: number): number {
	const blocks = pagemaps.length === 1 ? pagemaps[0]!.blocks : undefined;
	const lost = blocks === undefined ? size - there : blocks.contentOf(size) - blocks.contentOf(there);
	return Math.ceil(lost / pageSize);
}
