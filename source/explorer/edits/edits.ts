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

/** What a byte of a source is to be; undefined for what the dump has there. */
export type Change = {readonly source: ByteSource; readonly position: number; readonly edited: EditedByte | undefined};

/** What patches change. What becomes as it is in the dump is no edit. */
export function changesOf({bySource}: Edits, patches: readonly Patch[]): Change[] {
	return patches.flatMap(({pid, address, source, position: first, before, after}) => Array.from(after, (byte, index): Change => {
		const position = first + index;
		const place = bySource.get(source)?.get(position) ?? {pid, address: address + BigInt(index)};
		return {source, position, edited: byte === before[index] ? undefined : {pid: place.pid, address: place.address, after: byte}};
	}));
}

/** What takes changes back. */
export function reverseOf({bySource}: Edits, changes: readonly Change[]): Change[] {
	return changes.map(({source, position}) => ({source, position, edited: bySource.get(source)?.get(position)}));
}

export function withChanges(edits: Edits, changes: Iterable<Change>): Edits {
	const bySource = new Map(edits.bySource);
	for (const [source, inSource] of Map.groupBy(changes, change => change.source)) {
		const bytes = new Map(bySource.get(source));
		bySource.set(source, bytes);
		for (const {position, edited} of inSource) {
			if (edited === undefined) {
				bytes.delete(position);
			} else {
				bytes.set(position, edited);
			}
		}
	}

	return {bySource, count: bySource.values().reduce((sum, bytes) => sum + bytes.size, 0)};
}

/** The same without the edits of the bytes of `runs`. */
export function withoutRuns(edits: Edits, runs: Iterable<Run>): Edits {
	return withChanges(edits, editedIn(edits, runs).map(({source, position}) => ({source, position, edited: undefined})));
}

/** Whether a copy with the one would be a copy with the other. */
export function areSame(one: Edits, other: Edits): boolean {
	return one.count === other.count && one.bySource.entries().every(([source, bytes]) => bytes.entries().every(([position, {after}]) => other.bySource.get(source)?.get(position)?.after === after));
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

function * range(from: number, to: number): Generator<number> {
	for (let number = from; number < to; number++) {
		yield number;
	}
}
