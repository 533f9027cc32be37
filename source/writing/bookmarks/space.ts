import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {ByteSpace} from '../../memory/memory.js';
import type {Run} from '../../memory/presence.js';
import {SegmentSpace} from '../../memory/segment-space.js';
import type {Bookmark} from './bookmark.js';
import {contentAt} from './content-reference.js';

const top = 1n << 64n;

/** Bytes at a place; `bytes` without content are 0, and `runs` says why. */
export type ReadBytes = {readonly start: bigint; readonly bytes: Uint8Array; readonly runs: readonly Run[]};

/**
The bytes that a bookmark is in; undefined when it is in none.

@throws {InputError} when they can't be read, or are not in this checkpoint
@throws {PendingError} while they are being decompressed
*/
export function spaceOf(checkpoint: Checkpoint, {subject, pid, content, address}: Bookmark): ByteSpace | undefined {
	if (address === undefined) {
		return undefined;
	}

	if (content !== undefined) {
		return new SegmentSpace(String(content.name), [contentAt(checkpoint, content)]);
	}

	const process = subject === 'process' && pid !== undefined ? checkpoint.process(pid) : undefined;
	return process?.hasMemory === true ? process.memory : undefined;
}

/**
At most `length` bytes at `start`; contents have an end.

@throws {InputError} when they can't be read
*/
export function readBytes(space: ByteSpace, start: bigint, length: number): ReadBytes {
	const {isContent, vmas} = space;
	const count = vmas.length;
	const end = isContent === true && count > 0 ? vmas.at(count - 1).end : top;
	const bytes = new Uint8Array(Math.min(length, Math.max(0, Number(end - start))));
	return {start, bytes, runs: space.read(start, bytes)};
}
