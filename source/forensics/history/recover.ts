import type {Process} from '../../checkpoint/process.js';
import {severalPatterns} from '../../search/pattern.js';
import {Breath} from '../breath.js';
import type {Passed} from '../find-pattern.js';
import {MemoryReader} from '../memory-reader.js';
import {privateMemory} from '../private-memory.js';
import {ashHistory, ashPattern} from './ash.js';
import {bashLine, zshLine, zshLinePattern} from './history-lines.js';
import type {HistoryEntry, ProcessHistory} from './model.js';
import {findReadlineHistory} from './readline.js';
import {stampKind, stampPattern} from './stamps.js';
import {placesOf, type Walk} from './walk.js';
import {findZshHistory} from './zsh.js';

// Far more than a shell keeps; what is made to look like it must not fill this program's memory.
const mostFound = 1 << 18;

type Limits = {
	readonly signal?: AbortSignal;
	/** How much is looked at, of each thing that is looked for. */
	readonly most?: number;
	/** Bytes of all commands. */
	readonly mostText?: number;
};

/**
Looks for the history of whatever shell the process is in its memory: by the structures that the shells keep it in, whatever the process is called.

@yields how far it is
@throws {PendingError} while a part of the memory is still being decompressed
@throws {InputError} when the memory can't be read
*/
export async function * recoverHistory({memory, byteOrder}: Pick<Process, 'memory' | 'byteOrder'>, {signal, most = mostFound, mostText}: Limits = {}): AsyncGenerator<Passed, ProcessHistory> {
	const own = privateMemory(memory);
	const problems = new Set<string>();
	let isCut = false;
	const walk: Walk = {
		memory: own, reader: new MemoryReader(memory, byteOrder, mostText), format: {wordSize: memory.wordSize, order: byteOrder}, breath: new Breath(), signal, most,
		cut() {
			isCut = true;
		},
		problem(message) {
			problems.add(message);
		},
	};

	const {stamps, inputs, lines} = yield * findSigns(walk);
	const lists = [...yield * findReadlineHistory(stamps, walk), ...yield * findZshHistory(walk), ...inputs];
	return {entries: withoutRepeats([...lists, ...lines]), isCut: isCut || walk.reader.isFull, problems: [...problems], lost: own.lost};
}

type Signs = {
	/** Where strings are that may be times of Readline's entries. */
	readonly stamps: readonly bigint[];
	/** Entries of BusyBox's shells. */
	readonly inputs: readonly HistoryEntry[];
	/** Lines of history files. */
	readonly lines: readonly HistoryEntry[];
};

/**
What gives histories away, found in one go.
@yields {Passed} how far it is
*/
async function * findSigns(walk: Walk): AsyncGenerator<Passed, Signs> {
	const {reader, format, breath} = walk;
	const stamps: bigint[] = [];
	const inputs: HistoryEntry[] = [];
	const lines: HistoryEntry[] = [];
	const places = yield * placesOf(severalPatterns([stampPattern, zshLinePattern, ashPattern(format)]), walk);
	for (const address of places) {
		const kind = stampKind(reader, address);
		if (kind === 'string') {
			stamps.push(address);
		} else {
			const line = kind === 'line' ? bashLine(reader, address) : zshLine(reader, address);
			lines.push(...line === undefined ? [] : [line]);
			inputs.push(...ashHistory(reader, address));
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	return {stamps, inputs, lines};
}

/** A guess that says nothing new, of the same command at the same time, is left out. */
function withoutRepeats(entries: readonly HistoryEntry[]): HistoryEntry[] {
	const known = new Set<string>();
	return entries.filter(({source, time, command}) => {
		const key = `${time} ${command.toKey()}`;
		const isNew = !known.has(key);
		known.add(key);
		return source === 'list' || source === 'loose list' || isNew;
	});
}
