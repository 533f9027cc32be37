import type {ByteOrder, Cursor} from './cursor.js';
import {familyOfFile, familyOfMagic, headWords, type Family, type HeadWord} from './families.js';

/** How an image begins. */
export type Head = {
	/** Undefined where a single magic is all there is: the inventory, and images of version 1. */
	readonly headWord: HeadWord | undefined;
	readonly magic: number;
	/** Undefined when no family has this magic. */
	readonly family: Family | undefined;
	/** Of the host that dumped: images of s390x have the words around the messages in big-endian order. */
	readonly byteOrder: ByteOrder;
};

/**
Reads the magic words and leaves the cursor, set to the image's byte order, at the first entry.

@throws {InputError} when the file is too short, or its magic belongs to another family than its name
*/
export function readHead(cursor: Cursor, name: string): Head {
	const first = cursor.u32();
	const swapped = swap(first);
	const big = !isHead(first) && isHead(swapped);
	cursor.order = big ? 'big' : 'little';
	const word = big ? swapped : first;
	const headWord = headWordOf(word);
	const magic = headWord === undefined ? word : cursor.u32();
	const family = familyOfMagic(magic);
	const expected = familyOfFile(name);
	if (expected !== undefined && family !== expected) {
		throw cursor.complaint(`magic ${describe(magic, family)} found, ${describe(expected.magic, expected)} expected by the file's name`, headWord === undefined ? 0 : 4);
	}

	if (family !== undefined && headWord !== undefined && headWord !== family.headWord) {
		throw cursor.complaint(`head word ${headWord} found, ${family.headWord ?? 'none'} expected before magic ${family.name}`, 0);
	}

	return {headWord, magic, family, byteOrder: cursor.order};
}

function isHead(word: number): boolean {
	return headWordOf(word) !== undefined || familyOfMagic(word) !== undefined;
}

function headWordOf(word: number): HeadWord | undefined {
	return (Object.keys(headWords) as HeadWord[]).find(key => headWords[key] === word);
}

function describe(magic: number | undefined, family: Family | undefined): string {
	const name = family?.name ?? 'unknown';
	return magic === undefined ? name : `${name} (0x${magic.toString(16).padStart(8, '0')})`;
}

function swap(word: number): number {
	return ((word & 0xff) << 24 | (word & 0xff00) << 8 | word >>> 8 & 0xff00 | word >>> 24) >>> 0;
}
