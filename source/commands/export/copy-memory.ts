import fs from 'node:fs';
import type {AddressSpace} from '../../memory/memory.js';
import {hasContent, type Presence, type Run} from '../../memory/presence.js';
import {readRuns} from '../../memory/read-runs.js';
import type {Area} from './area.js';

/** What the file has of a stretch: its bytes, a hole for zeros, or a hole for what the checkpoint does not have. */
export type Content = 'bytes' | 'zeros' | 'none';

/** A stretch of addresses, and where it lies in the file. */
export type Exported = {
	readonly address: bigint;
	readonly length: number;
	readonly offset: number;
	readonly content: Content;
	readonly presence: Presence;
	/** Index of its mapping. */
	readonly vma: number | undefined;
};

const chunkSize = 1 << 20;

// What a file system keeps a hole for.
const blockSize = 4096;
const zeros = Buffer.alloc(blockSize);

/** How large the file becomes, and how many bytes of memory go into it; in bytes. */
export function sizesOf(space: AddressSpace, area: Area): {readonly file: number; readonly content: number} {
	let file = 0;
	let content = 0;
	for (const {start, end, presence} of runsOf(space, area)) {
		const length = Number(end - start);
		file += length;
		content += hasContent(presence) ? length : 0;
	}

	return {file, content};
}

/**
Writes memory to an empty file, what is not zeros of it. Node has no way to have the system copy between files, so it is read into a buffer and written from there, a mebibyte at a time.

@yields what was written, in order: parts of stretches, none larger than what is copied at once
@throws {InputError} when it can't be read
*/
export function * copyMemory(space: AddressSpace, area: Area, fd: number): Generator<Exported> {
	let offset = 0;
	for (const {run, bytes} of readRuns(space, runsOf(space, area), chunkSize)) {
		yield * bytes === undefined ? [absent(run, offset)] : copyPart(run, bytes, fd, offset);
		offset += Number(run.end - run.start);
	}

	fs.ftruncateSync(fd, offset);
}

function * runsOf(space: AddressSpace, area: Area): Generator<Run> {
	if (area !== 'everything') {
		yield * space.runs(area.start, area.end);
		return;
	}

	for (const run of space.runs(0n, 1n << 64n)) {
		if (run.presence !== 'unmapped') {
			yield run;
		}
	}
}

function absent({start, end, presence, vma}: Run, offset: number): Exported {
	return {address: start, length: Number(end - start), offset, content: presence === 'zero' ? 'zeros' : 'none', presence, vma};
}

function * copyPart({start, presence, vma}: Run, bytes: Buffer, fd: number, offset: number): Generator<Exported> {
	for (let from = 0; from < bytes.length;) {
		const isZeros = isBlockOfZeros(bytes, from);
		let to = from;
		do {
			to = Math.min(to + blockSize, bytes.length);
		} while (to < bytes.length && isBlockOfZeros(bytes, to) === isZeros);

		if (!isZeros) {
			writeFully(fd, bytes.subarray(from, to), offset + from);
		}

		yield {address: start + BigInt(from), length: to - from, offset: offset + from, content: isZeros ? 'zeros' : 'bytes', presence, vma};
		from = to;
	}
}

function isBlockOfZeros(bytes: Buffer, from: number): boolean {
	const length = Math.min(blockSize, bytes.length - from);
	return bytes.compare(zeros, 0, length, from, from + length) === 0;
}

function writeFully(fd: number, bytes: Uint8Array, offset: number): void {
	for (let done = 0; done < bytes.length;) {
		done += fs.writeSync(fd, bytes, done, bytes.length - done, offset + done);
	}
}
