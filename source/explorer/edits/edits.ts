import type {ByteSource} from '../../archive/byte-source.js';
import type {Edit, Patch, Place} from '../../forensics/edit/edit.js';
import type {Run} from '../../memory/presence.js';

/** What was typed over a byte, at the address where it was first typed. */
export type EditedByte = Place & {readonly after: number};

/** Bytes that were typed over, by where the dump has them: who shares a page shares what was typed into it. */
export type Edits = {
	/** The positions in a source. */
	readonly bySource: ReadonlyMap<ByteSource, ReadonlyMap<number, EditedByte>>;
	readonly count: number;
};

export const noEdits: Edits = {bySource: new Map(), count: 0};

/** The same with what patches change. What becomes as it was in the dump is no edit. */
export function withPatches(edits: Edits, patches: readonly Patch[]): Edits {
	const bySource = new Map(edits.bySource);
	let isChanged = false;
	for (const [source, inSource] of Map.groupBy(patches, patch => patch.source)) {
		const bytes = new Map(bySource.get(source));
		bySource.set(source, bytes);
		for (const {pid, address, position, before, after} of inSource) {
			for (const [index, byte] of after.entries()) {
				const known = bytes.get(position + index);
				isChanged ||= byte !== (known?.after ?? before[index]);
				if (byte === before[index]) {
					bytes.delete(position + index);
				} else {
					bytes.set(position + index, {pid: known?.pid ?? pid, address: known?.address ?? address + BigInt(index), after: byte});
				}
			}
		}
	}

	return isChanged ? counted(bySource) : edits;
}

/** The same without the edits of the bytes of `runs`. */
export function withoutRuns(edits: Edits, runs: Iterable<Run>): Edits {
	const bySource = new Map(edits.bySource);
	for (const [source, found] of Map.groupBy(editedIn(edits, runs), edited => edited.source)) {
		const bytes = new Map(bySource.get(source));
		for (const {position} of found) {
			bytes.delete(position);
		}

		bySource.set(source, bytes);
	}

	return counted(bySource);
}

/** An edited byte where it is looked at, which may be at another address than it was typed at. */
export type EditedAt = {readonly address: bigint; readonly source: ByteSource; readonly position: number; readonly after: number};

/**
The edited bytes of `runs`.
@yields them in address order
*/
export function * editedIn({bySource}: Edits, runs: Iterable<Run>): Generator<EditedAt> {
	for (const {start, end, source, position: first} of runs) {
		const bytes = source && bySource.get(source);
		if (bytes === undefined || first === undefined) {
			continue;
		}

		const size = Number(end - start);
		// A screen has fewer bytes than were typed, a selection may have more.
		const positions = bytes.size < size ? [...bytes.keys()].filter(position => position >= first && position < first + size).toSorted((one, other) => one - other) : Iterator.from(range(first, first + size)).filter(position => bytes.has(position));
		for (const position of positions) {
			yield {address: start + BigInt(position - first), source: source!, position, after: bytes.get(position)!.after};
		}
	}
}

/** What is to be in the copy: neighbouring bytes of a process as one edit. */
export function editsToMake({bySource}: Edits): Edit[] {
	const bytes = [...bySource.values()].flatMap(inSource => [...inSource.values()]).toSorted((one, other) => one.pid === other.pid ? (one.address < other.address ? -1 : 1) : one.pid - other.pid);
	const made: Array<Place & {readonly bytes: number[]}> = [];
	for (const {pid, address, after} of bytes) {
		const last = made.at(-1);
		if (last?.pid === pid && last.address + BigInt(last.bytes.length) === address) {
			last.bytes.push(after);
		} else {
			made.push({pid, address, bytes: [after]});
		}
	}

	return made.map(edit => ({...edit, bytes: Uint8Array.from(edit.bytes)}));
}

function counted(bySource: Edits['bySource']): Edits {
	const count = bySource.values().reduce((sum, bytes) => sum + bytes.size, 0);
	return count === 0 ? noEdits : {bySource, count};
}

function * range(from: number, to: number): Generator<number> {
	for (let number = from; number < to; number++) {
		yield number;
	}
}
