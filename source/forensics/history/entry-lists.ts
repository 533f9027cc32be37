import type {Breath} from '../breath.js';
import type {MemoryReader} from '../memory-reader.js';

/** Pointers to entries that stand one after the other in memory. */
export type EntryList<Entry> = {
	/** Address of the first pointer. */
	readonly start: bigint;
	readonly entries: readonly Entry[];
	/** A null pointer follows, as behind every array of Readline's. */
	readonly isTerminated: boolean;
};

type EntryAt<Entry> = (address: bigint) => Entry | undefined;

/** The arrays of pointers that have one at these addresses, which are ascending: as far as each goes with pointers to entries, none of which comes twice. */
export async function listsAround<Entry>(places: readonly bigint[], reader: MemoryReader, entryAt: EntryAt<Entry>, breath: Breath): Promise<Array<EntryList<Entry>>> {
	const lists: Array<EntryList<Entry>> = [];
	let covered = 0n;
	for (const place of places) {
		const list = place < covered ? undefined : await listAround(place, covered, reader, entryAt, breath);
		if (list !== undefined) {
			lists.push(list);
			covered = list.start + BigInt(list.entries.length) * reader.wordSize;
		}
	}

	return lists;
}

/** The array that has a pointer at `place`, from no lower than `least` on. */
async function listAround<Entry>(place: bigint, least: bigint, reader: MemoryReader, entryAt: EntryAt<Entry>, breath: Breath): Promise<EntryList<Entry> | undefined> {
	const {wordSize} = reader;
	const entryOf = (slot: bigint) => {
		const address = slot < least ? undefined : reader.word(slot);
		return address === undefined ? undefined : entryAt(address);
	};

	const seen = new Set<Entry>();
	const before = await entriesFrom(place - wordSize, -wordSize, entryOf, seen, breath);
	const after = await entriesFrom(place, wordSize, entryOf, seen, breath);
	const end = place + BigInt(after.length) * wordSize;
	return after.length === 0 ? undefined : {start: place - BigInt(before.length) * wordSize, entries: [...before.reverse(), ...after], isTerminated: reader.word(end) === 0n};
}

async function entriesFrom<Entry>(slot: bigint, step: bigint, entryOf: EntryAt<Entry>, seen: Set<Entry>, breath: Breath): Promise<Entry[]> {
	const entries: Entry[] = [];
	for (let entry = entryOf(slot); entry !== undefined && !seen.has(entry); entry = entryOf(slot)) {
		seen.add(entry);
		entries.push(entry);
		slot += step;
		if (breath.isDue) {
			await breath.take();
		}
	}

	return entries;
}
