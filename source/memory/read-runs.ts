import type {AddressSpace} from './memory.js';
import {hasContent, type Run} from './presence.js';

/** A stretch of one presence, with its bytes if it has some: those are good until the next piece is asked for. */
export type MemoryPiece = {readonly run: Run; readonly bytes: Buffer | undefined};

/**
Reads runs of a space, `chunkSize` bytes at most at a time. What is damaged shows only when it is read, so that a piece may have none of the bytes that its run was to have.

@yields pieces, in order
@throws {InputError} when the memory can't be read
*/
export function * readRuns(space: AddressSpace, runs: Iterable<Run>, chunkSize: number): Generator<MemoryPiece> {
	const buffer = Buffer.alloc(chunkSize);
	for (const run of runs) {
		if (!hasContent(run.presence)) {
			yield {run, bytes: undefined};
			continue;
		}

		for (let {start} = run; start < run.end; start += BigInt(chunkSize)) {
			const chunk = buffer.subarray(0, Math.min(chunkSize, Number(run.end - start)));
			for (const part of space.read(start, chunk)) {
				yield {run: part, bytes: hasContent(part.presence) ? chunk.subarray(Number(part.start - start), Number(part.end - start)) : undefined};
			}
		}
	}
}
