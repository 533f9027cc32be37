import type {Passed} from '../find-pattern.js';
import {pointerPatterns} from '../pointer-patterns.js';
import {listsAround, type EntryList} from './entry-lists.js';
import type {HistoryEntry, HistorySource} from './model.js';
import {readEntry, type ReadlineEntry} from './readline-entry.js';
import {looksTyped} from './typed.js';
import {placesOf, type Walk} from './walk.js';

type Lists = Array<EntryList<ReadlineEntry>>;

const numberSign = 0x23;

/**
The history of a program with GNU Readline (bash, Python's prompt), from the addresses of what may be the times of its entries.

An entry is three pointers: line, time, data. `the_history`, a variable, points to an array of pointers to the entries in their order, with a null pointer behind the last. None of these has a fixed place, so they are found by what points to what: the times by their entries, the entries by their array, the array by the variable.

@yields how far it is
*/
export async function * findReadlineHistory(stamps: readonly bigint[], walk: Walk): AsyncGenerator<Passed, HistoryEntry[]> {
	const {reader, breath} = walk;
	const known = new Map<bigint, ReadlineEntry | undefined>();
	const entryAt = (address: bigint) => {
		if (!known.has(address)) {
			known.set(address, readEntry(reader, address));
		}

		return known.get(address);
	};

	const timed: ReadlineEntry[] = [];
	const stamped = yield * findPointers(stamps, walk);
	for (const place of stamped) {
		const entry = entryAt(place - reader.wordSize);
		if (entry?.time !== undefined) {
			timed.push(entry);
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	const pointers = yield * findPointers(timed.map(({address}) => address), walk);
	const lists = await listsAround(pointers, reader, entryAt, breath);
	const arrays = lists.filter(({isTerminated}) => isTerminated);
	const slots = arrays.flatMap(({start, entries}) => entries.map((_, index) => start + BigInt(index) * reader.wordSize));
	const variables = yield * findPointers(slots, walk);
	const pointedTo = new Set(variables.map(place => reader.word(place)!));

	const own = withoutParts(arrays.flatMap(array => from(array, pointedTo, reader.wordSize)));
	const listed = new Set(own.flatMap(({entries}) => entries.map(({address}) => address)));
	const loose = withoutParts(own.length > 0 ? [] : lists.filter(({entries}) => entries.length > 1));
	const inLoose = new Set(loose.flatMap(({entries}) => entries.map(({address}) => address)));
	const rest = timed.filter(entry => !listed.has(entry.address) && !inLoose.has(entry.address) && looksAllocated(entry, reader.wordSize)).sort((a, b) => Number(a.time! - b.time!));
	return [
		...own.flatMap(list => entriesOf(list, 'list')),
		...loose.flatMap(list => entriesOf(list, 'loose list')),
		...rest.map(entry => historyEntry(entry, 'loose entry', undefined)),
	];
}

/**
Where pointers to these addresses are, ascending.
@yields how far it is
*/
async function * findPointers(targets: readonly bigint[], walk: Walk): AsyncGenerator<Passed, bigint[]> {
	const places: bigint[] = [];
	for (const pattern of pointerPatterns(new Set(targets), walk.format)) {
		const found = yield * placesOf(pattern, walk);
		for (const place of found) {
			places.push(place);
		}
	}

	return places.filter(place => place % walk.reader.wordSize === 0n).sort(byAddress);
}

// Newer versions of Readline let the list begin within its array, behind entries that were dropped.
function from({start, entries, isTerminated}: Lists[number], pointedTo: ReadonlySet<bigint>, wordSize: bigint): Lists {
	const first = entries.findIndex((_, index) => pointedTo.has(start + BigInt(index) * wordSize));
	return first === -1 ? [] : [{start: start + BigInt(first) * wordSize, entries: entries.slice(first), isTerminated}];
}

/** The lists, but for what is left of an array that was moved: a list has what it has too. */
function withoutParts(lists: Lists): Lists {
	const seen = new Set<bigint>();
	const longestFirst = lists.toSorted((a, b) => b.entries.length - a.entries.length);
	const kept = longestFirst.filter(({entries}) => {
		const isNew = entries.some(({address}) => !seen.has(address));
		for (const {address} of entries) {
			seen.add(address);
		}

		return isNew;
	});
	return kept.sort((a, b) => byAddress(a.start, b.start));
}

// What stands on a stack, or was freed and given out again, seldom looks like what an allocator made for a command.
function looksAllocated({address, lineAddress, line}: ReadlineEntry, wordSize: bigint): boolean {
	const alignment = 2n * wordSize;
	return address % alignment === 0n && lineAddress % alignment === 0n && looksTyped(line);
}

function byAddress(a: bigint, b: bigint): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function entriesOf({entries}: Lists[number], source: HistorySource): HistoryEntry[] {
	return entries.map((entry, index) => historyEntry(entry, source, index + 1));
}

function historyEntry({address, lineAddress, line, missing, time, mark}: ReadlineEntry, source: HistorySource, number: number | undefined): HistoryEntry {
	return {keeper: mark === numberSign ? 'bash' : 'readline', source, number, command: line, missing, time, address, commandAddress: lineAddress};
}
