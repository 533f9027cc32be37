import protobuf, {type Reader} from 'protobufjs/minimal.js';
import {InputError} from '../archive/byte-source.js';
import {Cursor} from './cursor.js';
import {decodeMessage} from './decode.js';
import type {ImageDirectory} from './image-directory.js';
import {readHead} from './framing.js';
import type {mm_entry} from './schema/messages.js';
import {doubled, firstRows} from './table.js';
import {isMalformed, Malformed, readOn, toBigInt, toPageAddress} from './wire.js';

/** The mappings of a process, as columns: there may be a million. */
export type Vmas = {
	readonly length: number;
	/** Addresses, `[start, end)`. */
	readonly start: Float64Array;
	readonly end: Float64Array;
	/** Bytes into the mapped file or object. */
	readonly pgoff: BigUint64Array;
	/** What is mapped: an id in files.img, or of a shared object; depends on `status`. */
	readonly shmid: BigUint64Array;
	/** PROT_* of mmap(2). */
	readonly prot: Uint32Array;
	/** MAP_* of mmap(2). */
	readonly flags: Uint32Array;
	/** CRIU's kinds of mapping, a bit each (criu/include/image.h). */
	readonly status: Uint32Array;
	/** Damaged mappings, which are left out, and damage that cost the rest. */
	readonly problems: readonly InputError[];
};

/** What `mm-PID.img` says of a process's memory, without the mappings. */
export type Mm = Omit<mm_entry, 'vmas'>;

/**
Reads `mm-PID.img` without its mappings; undefined when there is none, as for a dead task.

@throws {InputError} when it is damaged
@throws {PendingError}
*/
export function readMm(directory: ImageDirectory, pid: number): Mm | undefined {
	const cursor = openEntries(directory, `mm-${pid}.img`);
	if (cursor === undefined) {
		return undefined;
	}

	return directory.reporting(() => {
		const length = cursor.u32();
		const {message, defect} = decodeMessage('mm_entry', cursor.bytes(length), {omit: 'vmas', copiesUnknown: true});
		cursor.release();
		if (defect !== undefined) {
			throw cursor.complaint(defect.reason, cursor.position - length + defect.offset);
		}

		return {message, problems: []};
	}).message;
}

/**
Reads a process's mappings: from `mm-PID.img`, or from `vmas-PID.img`, where old images have them. None when there is neither.

@throws {InputError} when the file is not what its name says
@throws {PendingError}
*/
export function readVmas(directory: ImageDirectory, pid: number): Vmas {
	return directory.reporting(() => readColumns(directory, pid));
}

function readColumns(directory: ImageDirectory, pid: number): Vmas {
	const inMm = openEntries(directory, `mm-${pid}.img`);
	const vmas = inMm && readNested(inMm);
	if (vmas !== undefined && (vmas.length > 0 || vmas.problems.length > 0)) {
		return vmas;
	}

	const old = openEntries(directory, `vmas-${pid}.img`);
	return old === undefined ? new Columns().finish() : readEntries(old);
}

function openEntries(directory: ImageDirectory, name: string): Cursor | undefined {
	const source = directory.source(name);
	if (source === undefined) {
		return undefined;
	}

	const cursor = new Cursor(source, directory.shown(name));
	readHead(cursor, name);
	return cursor;
}

function readNested(cursor: Cursor): Vmas {
	const body = cursor.bytes(cursor.u32());
	const {length} = body;
	const start = cursor.position - length;
	const columns = new Columns(countMappings(body));
	const reader = protobuf.Reader.create(body);
	try {
		while (reader.pos < length) {
			const tag = reader.tag();
			if (tag === vmasTag) {
				const position = start + reader.pos;
				columns.add(reader.bytes(), cursor, position);
			} else {
				reader.skipType(tag & 7, 0, tag >>> 3);
			}
		}
	} catch (error) {
		if (error instanceof InputError) {
			columns.problems.push(error);
		} else if (isMalformed(error)) {
			columns.problems.push(cursor.complaint(`malformed mm_entry: ${error.message}`, start + Math.min(reader.pos, length)));
		} else {
			throw error;
		}
	}

	cursor.release();
	return columns.finish();
}

/** How many there are, damaged ones too, up to where the message is damaged. */
function countMappings(body: Uint8Array): number {
	const reader = protobuf.Reader.create(body);
	let count = 0;
	try {
		while (reader.pos < body.length) {
			const tag = reader.tag();
			count += tag === vmasTag ? 1 : 0;
			reader.skipType(tag & 7, 0, tag >>> 3);
		}
	} catch (error) {
		if (!isMalformed(error)) {
			throw error;
		}
	}

	return count;
}

function readEntries(cursor: Cursor): Vmas {
	const columns = new Columns();
	try {
		while (cursor.left > 0) {
			const {position} = cursor;
			columns.add(cursor.bytes(cursor.u32()), cursor, position);
		}
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		columns.problems.push(error);
	}

	return columns.finish();
}

const vmasTag = 14 << 3 | 2;

const maxProblems = 100;

const required = ['start', 'end', 'pgoff', 'shmid', 'prot', 'flags', 'status'] as const;

class Columns {
	#length = 0;
	#table;

	readonly #reader = protobuf.Reader.create(new Uint8Array(0));

	readonly problems: InputError[] = [];

	/** Makes room for `count` at once where that is known: of a million, room that is made bit by bit takes twice as much. */
	constructor(count = 0) {
		const room = Math.max(256, count);
		this.#table = {
			start: new Float64Array(room),
			end: new Float64Array(room),
			pgoff: new BigUint64Array(room),
			shmid: new BigUint64Array(room),
			prot: new Uint32Array(room),
			flags: new Uint32Array(room),
			status: new Uint32Array(room),
		};
	}

	// By hand, without an object for each mapping.
	#read(reader: Reader, end: number): void {
		let found = 0;
		while (reader.pos < end) {
			const tag = reader.tag();
			if (this.#take(reader, tag)) {
				found |= 1 << (tag >>> 3);
			} else {
				reader.skipType(tag & 7, 0, tag >>> 3);
			}
		}

		const missing = required.find((_, index) => (found & 1 << (index + 1)) === 0);
		if (missing !== undefined) {
			throw new Malformed(`required field ${missing} is missing`);
		}
	}

	#take(reader: Reader, tag: number): boolean {
		const table = this.#table;
		const row = this.#length;
		switch (tag) {
			case 1 << 3: {
				table.start[row] = toPageAddress(reader.uint64());
				return true;
			}

			case 2 << 3: {
				table.end[row] = toPageAddress(reader.uint64());
				return true;
			}

			case 3 << 3: {
				put(table.pgoff, row, toBigInt(reader.uint64()));
				return true;
			}

			case 4 << 3: {
				put(table.shmid, row, toBigInt(reader.uint64()));
				return true;
			}

			case 5 << 3: {
				table.prot[row] = reader.uint32();
				return true;
			}

			case 6 << 3: {
				table.flags[row] = reader.uint32();
				return true;
			}

			case 7 << 3: {
				table.status[row] = reader.uint32();
				return true;
			}

			default: {
				return false;
			}
		}
	}

	/**
	Adds the mapping of a vma_entry; one that is damaged only adds to the problems.

	@throws {InputError} when there are too many of them
	*/
	add(bytes: Uint8Array, cursor: Cursor, position: number): void {
		if (this.#length === this.#table.start.length) {
			this.#table = doubled(this.#table);
		}

		readOn(this.#reader, bytes);
		try {
			this.#read(this.#reader, bytes.length);
			this.#length++;
		} catch (error) {
			if (!isMalformed(error)) {
				throw error;
			}

			this.problems.push(cursor.complaint(`malformed vma_entry: ${error.message}`, position));
			if (this.problems.length === maxProblems) {
				throw cursor.complaint('too much damage: the rest of the mappings is left out', position);
			}
		}
	}

	finish(): Vmas {
		return {length: this.#length, ...firstRows(this.#table, this.#length), problems: this.problems};
	}
}

// Mostly zeros, and memory that nothing was written to takes none.
function put(column: BigUint64Array, row: number, value: bigint): void {
	if (column[row] !== value) {
		column[row] = value;
	}
}
