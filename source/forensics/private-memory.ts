import {PendingError} from '../archive/byte-source.js';
import type {AddressSpace, Vma} from '../memory/memory.js';
import {isLost, type Presence, type Segment} from '../memory/presence.js';

/** What a process alone could write to: its heap, stacks, and the variables of programs and libraries. */
export type PrivateMemory = {
	readonly segments: readonly Segment[];
	/** Bytes of them. */
	readonly size: number;
	/** Bytes that should be there and are not, by why. */
	readonly lost: ReadonlyMap<Presence, bigint>;
};

/**
The private writable memory of a process.

@throws {PendingError} while a part of it is still being decompressed
*/
export function privateMemory(memory: AddressSpace): PrivateMemory {
	const segments: Segment[] = [];
	const lost = new Map<Presence, bigint>();
	for (const {start, end} of stretches(memory)) {
		for (const run of memory.runs(start, end)) {
			if (run.presence === 'pending') {
				throw new PendingError('The memory of the process');
			}

			if (isLost(run.presence)) {
				lost.set(run.presence, (lost.get(run.presence) ?? 0n) + run.end - run.start);
			}
		}

		segments.push(...memory.segments(start, end));
	}

	return {segments, size: segments.reduce((sum, {length}) => sum + length, 0), lost};
}

// Mappings that adjoin are one stretch: a search finds what crosses from one into the other.
function * stretches({vmas}: AddressSpace): Generator<{readonly start: bigint; readonly end: bigint}> {
	let last: {readonly start: bigint; readonly end: bigint} | undefined;
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		if (!isPrivateWritable(vma)) {
			continue;
		}

		const adjoins = last?.end === vma.start;
		if (last !== undefined && !adjoins) {
			yield last;
		}

		last = {start: adjoins ? last!.start : vma.start, end: vma.end};
	}

	if (last !== undefined) {
		yield last;
	}
}

// Of a pre-dump the protection is not known.
function isPrivateWritable({protection, shared}: Vma): boolean {
	return !shared && (protection[1] === 'w' || protection[1] === '?');
}
