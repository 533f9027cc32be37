import fs from 'node:fs';
import type {AddressSpace} from '../../memory/memory.js';
import {hasContent, type Run} from '../../memory/presence.js';
import {readRuns} from '../../memory/read-runs.js';
import {writeSparse} from '../sparse-file.js';
import type {Area, Exported} from './exported.js';

/** As much is read at once, in bytes. */
export const chunkSize = 1 << 20;

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

/**
What there is of an area.
@yields runs in order
*/
export function * runsOf(space: AddressSpace, area: Area): Generator<Run> {
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

/**
Writes the bytes of a run.
@yields what was written
*/
export function * copyPart({start, presence, vma}: Run, bytes: Buffer, fd: number, offset: number): Generator<Exported> {
	for (const {from, to, isZeros} of writeSparse(fd, bytes, offset)) {
		yield {address: start + BigInt(from), length: to - from, offset: offset + from, content: isZeros ? 'zeros' : 'bytes', presence, vma};
	}
}
