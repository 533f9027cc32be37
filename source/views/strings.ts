import type {Process} from '../checkpoint/process.js';
import type {Passed} from '../forensics/find-pattern.js';
import {Problems} from './problems.js';
import {FoundList} from './search/found-list.js';
import {searchMemory} from './search/process-memory.js';
import {rowMaker} from './search/rows.js';
import {isOneString, stringColumns, type StringRow} from './search/string-columns.js';
import type {MemoryAnswer, MemoryView, Rows} from './view.js';

// Shorter ones are mostly none: code has many.
const min = 6;

const notOfProcess: ReadonlySet<string> = new Set(['pid', 'process', 'also']);

// What a narrow screen can do without.
const behindText: ReadonlySet<string> = new Set(['encoding', 'length', 'continues']);

const columns = stringColumns({hasCommon: false}).filter(({name}) => !notOfProcess.has(name));

/** The strings in the memory of a process. */
export const strings: MemoryView<StringRow> = {
	name: 'strings',
	title: 'Strings',
	summary: `Texts in the memory of the process, whatever they say: runs of at least ${min} printable characters.`,
	columns: [...columns.filter(({name}) => !behindText.has(name)), ...columns.filter(({name}) => behindText.has(name))],
	look: lookForStrings,
	address: ({found}) => found.match.address,
};

/**
Looks for the strings of a process, as many as a list of `room` bytes takes.

@yields how far it is; it ends early when `signal` says so
*/
export async function * lookForStrings(process: Process, signal?: AbortSignal, room?: number): AsyncGenerator<Passed, MemoryAnswer<StringRow>> {
	const problems = new Problems();
	const list = new FoundList(room);
	yield * searchMemory(process, {kind: 'strings', min, encoding: 'both'}, {
		problems, signal,
		found(one) {
			list.add([one]);
			return !list.isFull;
		},
	});
	return {
		rows: rowsOf(list),
		notes: list.isFull ? [`These are the first ${list.count.toLocaleString('en')}; the command strings prints all.`] : [],
		problems: problems.messages,
	};
}

/** Rows that read their text when they are looked at. */
function rowsOf(list: FoundList): Rows<StringRow> {
	const makeRow = rowMaker(0);
	return {
		length: list.count,
		at(index) {
			const row = makeRow(list.at(index));
			const before = index === 0 ? undefined : list.at(index - 1);
			const adjoins = before !== undefined && before.match.address + BigInt(before.match.length) === row.found.match.address;
			return {...row, continues: adjoins && isOneString(makeRow(before), row)};
		},
	};
}
