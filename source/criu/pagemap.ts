import protobuf, {type Reader} from 'protobufjs/minimal.js';
import {InputError, type ByteSource} from '../archive/byte-source.js';
import {Cursor} from './cursor.js';
import {decodeMessage} from './decode.js';
import {familyOfFile} from './families.js';
import {readHead} from './framing.js';
import {PageBlocksReader, type BlocksOfEntry, type PageBlocks} from './page-blocks.js';
import {firstRows} from './table.js';
import {isMalformed, readOn, toCount, toPageAddress} from './wire.js';

/** Bits of an entry's flags (criu/include/pagemap.h). */
export const pageFlags = {
	/** The pages are in the parent dump. */
	parent: 1,
	/** The pages may have been left on the source host; they were, where `present` is not set too. */
	lazy: 2,
	/** The pages are in this dump's pages file. */
	present: 4,
	/** The pages begin at the next multiple of the page size in the pages file (newer than CRIU 4.2). */
	aligned: 8,
} as const;

const knownFlags = 0b1111;

// More than the pages of 16 TiB need when every other one is dumped; a table of them takes half a gigabyte.
const maxEntries = 1 << 25;

/** The entries of a pagemap image, as columns: there may be millions. */
export type Pagemap = {
	/** The pages are in `pages-ID.img`. */
	readonly pagesId: number;
	/** Number of entries, in file order. */
	readonly length: number;
	/** First address of each entry; in the pagemap of a shared object, bytes from the object's start. */
	readonly vaddr: Float64Array;
	/** Number of pages. */
	readonly pages: Float64Array;
	/** `pageFlags`, with what their absence means in older images already put in. */
	readonly flags: Uint32Array;
	/** How the pages of compressed entries are stored; undefined when none is compressed. */
	readonly blocks: PageBlocks | undefined;
	/** What is wrong with the image. Damage ends the entries: an entry's place in the pages file depends on all that come before it. */
	readonly problems: readonly InputError[];
};

/** False for the flags of an entry of which some are of a newer CRIU. */
export function areKnownFlags(bits: number): boolean {
	return (bits & ~knownFlags) === 0;
}

/** Whether the first complaint about a pagemap is only that it is of a newer CRIU. */
export function hasNewerFlags({flags}: Pagemap): boolean {
	return flags.some(bits => !areKnownFlags(bits));
}

/**
Reads a pagemap image.

The number of pages is `nr_pages` (since CRIU 4.2), else `compat_nr_pages`. An entry `in_parent` is in the parent, one without flags is present (criu/pagemap.c). `name` is the file's printable name.

@throws {InputError} when it is no pagemap
@throws {PendingError}
*/
export function readPagemap(source: ByteSource, name: string): Pagemap {
	const cursor = new Cursor(source, name, {isTransient: true});
	const {family} = readHead(cursor, name.slice(name.lastIndexOf('/') + 1));
	if (family !== familyOfFile('pagemap-1.img')) {
		throw cursor.complaint(`magic ${family?.name ?? 'unknown'} found, PAGEMAP expected`, 0);
	}

	const {position} = cursor;
	const {message, defect} = decodeMessage('pagemap_head', cursor.bytes(cursor.u32()));
	if (defect !== undefined) {
		throw cursor.complaint(defect.reason, position + 4 + defect.offset);
	}

	return {pagesId: message.pages_id, ...readEntries(cursor)};
}

function readEntries(cursor: Cursor): Omit<Pagemap, 'pagesId'> {
	let length = 0;
	const room = countEntries(cursor);
	const table = {vaddr: new Float64Array(room), pages: new Float64Array(room), flags: new Uint32Array(room)};
	const blocks = new PageBlocksReader();
	const problems: InputError[] = [];
	const reader = protobuf.Reader.create(new Uint8Array(0));
	const row: Row = {vaddr: undefined, compatiblePages: undefined, pages: undefined, inParent: false, flags: undefined, blocks: undefined};
	try {
		while (cursor.left > 0) {
			const {position} = cursor;
			if (length === maxEntries) {
				throw cursor.complaint(`more than ${maxEntries} entries: the rest is left out`);
			}

			readRow(cursor, reader, row);
			const pages = row.pages ?? row.compatiblePages;
			if (pages === undefined || row.vaddr === undefined) {
				throw cursor.complaint(`required field pagemap_entry.${row.vaddr === undefined ? 'vaddr' : 'compat_nr_pages'} is missing`, position);
			}

			const flags = row.inParent ? ((row.flags ?? 0) | pageFlags.parent) >>> 0 : row.flags ?? pageFlags.present;
			if (problems.length === 0 && !areKnownFlags(flags)) {
				problems.push(cursor.complaint(`flags 0x${flags.toString(16)} of a newer CRIU: from here on the pages may be stored in an unknown way`, position));
			}

			if (row.blocks !== undefined) {
				addBlocks(cursor, position, blocks, {index: length, pages: (flags & pageFlags.present) === 0 ? 0 : pages, bytes: row.blocks});
			}

			table.vaddr[length] = row.vaddr;
			table.pages[length] = pages;
			table.flags[length] = flags;
			length++;
		}
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		problems.push(error);
	}

	return {length, ...firstRows(table, length), blocks: blocks.finish(length), problems};
}

// How many there seem to be: room that is made for them bit by bit takes twice as much.
function countEntries({source, name, order, position}: Cursor): number {
	const cursor = new Cursor(source, name, {isTransient: true});
	cursor.order = order;
	cursor.payload(position);
	let count = 0;
	try {
		for (; cursor.left > 0 && count < maxEntries; count++) {
			cursor.payload(cursor.u32());
		}
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}
	}

	return count;
}

type Row = {
	vaddr: number | undefined;
	compatiblePages: number | undefined;
	pages: number | undefined;
	inParent: boolean;
	flags: number | undefined;
	blocks: Uint8Array | undefined;
};

function readRow(cursor: Cursor, reader: Reader, row: Row): void {
	const {position} = cursor;
	const body = cursor.bytes(cursor.u32());
	readOn(reader, body);
	try {
		readFields(reader, body.length, row);
	} catch (error) {
		if (!isMalformed(error)) {
			throw error;
		}

		throw cursor.complaint(`malformed pagemap_entry: ${error.message}`, position + 4 + Math.min(reader.pos, body.length));
	}
}

// By hand, without an object for each entry: of a million entries, the objects cost more than the decoding.
function readFields(reader: Reader, end: number, row: Row): void {
	row.vaddr = undefined;
	row.compatiblePages = undefined;
	row.pages = undefined;
	row.inParent = false;
	row.flags = undefined;
	row.blocks = undefined;
	while (reader.pos < end) {
		readField(reader, reader.tag(), row);
	}
}

function readField(reader: Reader, tag: number, row: Row): void {
	switch (tag) {
		case 1 << 3: {
			row.vaddr = toPageAddress(reader.uint64());
			break;
		}

		case 2 << 3: {
			row.compatiblePages = reader.uint32();
			break;
		}

		case 3 << 3: {
			row.inParent = reader.bool();
			break;
		}

		case 4 << 3: {
			row.flags = reader.uint32();
			break;
		}

		case 5 << 3: {
			row.pages = toCount(reader.uint64());
			break;
		}

		case 6 << 3 | 2: {
			row.blocks = reader.bytes();
			break;
		}

		default: {
			reader.skipType(tag & 7, 0, tag >>> 3);
		}
	}
}

function addBlocks(cursor: Cursor, position: number, blocks: PageBlocksReader, entry: BlocksOfEntry): void {
	try {
		blocks.add(entry);
	} catch (error) {
		if (!isMalformed(error)) {
			throw error;
		}

		throw cursor.complaint(`malformed pagemap_blocks: ${error.message}`, position);
	}
}
