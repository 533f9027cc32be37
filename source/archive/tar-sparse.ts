import {InputError} from './byte-source.js';
import {type PaxRecord, paxInteger} from './pax.js';
import type {SparseMap} from './sparse-source.js';
import {blockSize, tarNumber} from './tar-header.js';

const maxStretches = 1 << 22;

/**
Reads `length` bytes at a position of the tar.

@throws {PendingError | InputError} when they are not there
*/
export type ReadBytes = (position: number, length: number) => Uint8Array;

/** Where a sparse file's data begins in the tar, and what it holds. */
export type SparseLayout = {
	readonly map: SparseMap;
	readonly dataStart: number;
};

/**
The old GNU format (type flag `S`): four stretches in the header block, the rest in extension blocks of 21 between it and the data.
*/
export function readOldGnuSparse(read: ReadBytes, name: string, headerStart: number): SparseLayout & {readonly size: number | undefined} {
	const header = Uint8Array.from(read(headerStart, blockSize));
	const pairs: number[] = [];
	pushFields(pairs, header.subarray(386, 482));
	let dataStart = headerStart + blockSize;
	let isExtended = header[482] !== 0;
	while (isExtended) {
		const extension = read(dataStart, blockSize);
		pushFields(pairs, extension.subarray(0, 504));
		refuseHugeMap(pairs, name, dataStart);
		isExtended = extension[504] !== 0;
		dataStart += blockSize;
	}

	return {map: toMap(pairs), dataStart, size: tarNumber(header.subarray(483, 495))};
}

/** The map that PAX records of the versions 0.0 (a pair of records a stretch) and 0.1 (one list) give, or undefined when they give none. */
export function paxSparseMap(records: readonly PaxRecord[]): SparseMap | undefined {
	const pairs: number[] = [];
	for (const {key, value} of records) {
		if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
			pairs.push(paxInteger(value) ?? NaN);
		} else if (key === 'GNU.sparse.map') {
			for (const number of numbers(value)) {
				pairs.push(number);
			}
		}
	}

	return pairs.length === 0 ? undefined : toMap(pairs);
}

/**
Version 1.0: the map stands in front of the data, as decimal numbers of a line each, filled up to a whole block.

@throws {InputError} when it is not one
*/
export function readSparseMapFromBody(read: ReadBytes, name: string, start: number, stored: number): SparseLayout {
	const found: number[] = [];
	let count: number | undefined;
	for (const {number, offset} of linesOfDigits(read, name, start, stored)) {
		if (count === undefined) {
			count = number;
		} else {
			found.push(number);
		}

		refuseHugeMap(found, name, offset);
		if (found.length === count * 2) {
			return {map: toMap(found), dataStart: offset + blockSize};
		}
	}

	throw new InputError(name, 'the sparse map has no end', start);
}

// Each number, and where the block begins that it ends in.
function * linesOfDigits(read: ReadBytes, name: string, start: number, stored: number): Generator<{readonly number: number; readonly offset: number}> {
	let number: number | undefined;
	for (let offset = start; offset < start + stored; offset += blockSize) {
		for (const byte of read(offset, blockSize)) {
			if (byte >= 0x30 && byte <= 0x39) {
				number = ((number ?? 0) * 10) + byte - 0x30;
			} else if (byte === 0x0A && number !== undefined) {
				yield {number, offset};
				number = undefined;
			} else {
				throw new InputError(name, 'a sparse map of decimal numbers was expected', offset);
			}
		}
	}
}

/** The next whole block at or after `length`. */
export function roundUp(length: number): number {
	return Math.ceil(length / blockSize) * blockSize;
}

function pushFields(pairs: number[], fields: Uint8Array): void {
	for (let offset = 0; offset < fields.length; offset += 24) {
		if (fields[offset] === 0) {
			return;
		}

		pairs.push(
			tarNumber(fields.subarray(offset, offset + 12)) ?? NaN,
			tarNumber(fields.subarray(offset + 12, offset + 24)) ?? NaN,
		);
	}
}

function * numbers(list: Uint8Array): Generator<number> {
	let number = 0;
	for (const byte of list) {
		if (byte === 0x2C) {
			yield number;
			number = 0;
		} else {
			number = byte >= 0x30 && byte <= 0x39 ? (number * 10) + byte - 0x30 : NaN;
		}
	}

	yield number;
}

function refuseHugeMap(pairs: readonly number[], name: string, offset: number): void {
	if (pairs.length > maxStretches * 2) {
		throw new InputError(name, `a sparse map of more than ${maxStretches} stretches is not read`, offset);
	}
}

function toMap(pairs: readonly number[]): SparseMap {
	return {
		offsets: Float64Array.from({length: Math.ceil(pairs.length / 2)}, (_, index) => pairs[index * 2]!),
		// A number too few shows as a length that is none.
		lengths: Float64Array.from({length: Math.ceil(pairs.length / 2)}, (_, index) => pairs[(index * 2) + 1] ?? NaN),
	};
}
