import type {Member} from '../../archive/archive.js';
import {refusal, type Patch} from './edit.js';

/** Bytes to be put at an offset of something. */
export type Change = {readonly offset: number; readonly bytes: Uint8Array};

/** Changes a piece of bytes that begins at `position` where the changes fall into it. */
export function applyChanges(piece: Uint8Array, position: number, changes: readonly Change[]): void {
	for (const {offset, bytes} of changes) {
		const from = Math.max(offset, position);
		const to = Math.min(offset + bytes.length, position + piece.length);
		if (from < to) {
			piece.set(bytes.subarray(from - offset, to - offset), from - position);
		}
	}
}

/** What patches change in each file that they lead to. */
export function changesByFile(patches: readonly Patch[]): ReadonlyMap<Patch['file'], readonly Change[]> {
	const files = Map.groupBy(patches, ({file}) => file);
	return new Map(files.entries().map(([file, inFile]) => [file, inFile.map(({offset, after}) => ({offset, bytes: after}))]));
}

/**
Whether one byte would be changed to two things.

@throws {InputError} when it would
*/
export function refuseOverlaps(patches: readonly Patch[]): void {
	const ends = new Map<Member, number>();
	for (const patch of patches.toSorted((one, other) => one.offset - other.offset)) {
		if (patch.offset < (ends.get(patch.file) ?? 0)) {
			throw refusal(patch, 'another of the edits changes the same byte');
		}

		ends.set(patch.file, patch.offset + patch.after.length);
	}
}
