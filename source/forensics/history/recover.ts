import type {Process} from '../../checkpoint/process.js';
import {Breath} from '../breath.js';
import {findPattern, type Passed} from '../find-pattern.js';
import {MemoryReader} from '../memory-reader.js';
import {privateMemory} from '../private-memory.js';
import {historyLine} from './history-lines.js';
import type {HistoryEntry, ProcessHistory} from './model.js';
import {findReadlineHistory, type Walk} from './readline.js';
import {stampKind, stampPattern} from './stamps.js';

// Far more than a shell keeps; what is made to look like it must not fill this program's memory.
const mostFound = 1 << 18;

/**
Looks for the history of whatever shell the process is in its memory: by the structures that the shells keep it in, whatever the process is called.

@yields how far it is
@throws {PendingError} while a part of the memory is still being decompressed
@throws {InputError} when the memory can't be read
*/
export async function * recoverHistory({memory, byteOrder}: Pick<Process, 'memory' | 'byteOrder'>, {signal, most = mostFound}: {readonly signal?: AbortSignal; readonly most?: number} = {}): AsyncGenerator<Passed, ProcessHistory> {
	const own = privateMemory(memory);
	const problems = new Set<string>();
	let isCut = false;
	const walk: Walk = {
		memory: own, reader: new MemoryReader(memory, byteOrder), format: {wordSize: memory.wordSize, order: byteOrder}, breath: new Breath(), signal, most,
		cut() {
			isCut = true;
		},
		problem(message) {
			problems.add(message);
		},
	};

	const {strings, lines} = yield * findStamps(walk);
	const entries = yield * findReadlineHistory(strings, walk);
	return {entries: withoutRepeats([...entries, ...lines]), isCut, problems: [...problems], lost: own.lost};
}

/**
What may be times of entries, and lines of history files.
@yields {Passed} how far it is
*/
async function * findStamps({memory, reader, breath, signal, most, cut, problem}: Walk): AsyncGenerator<Passed, {readonly strings: bigint[]; readonly lines: HistoryEntry[]}> {
	const found = yield * findPattern(memory, stampPattern, most, signal);
	const strings: bigint[] = [];
	const lines: HistoryEntry[] = [];
	for (const {address} of found.matches) {
		const kind = stampKind(reader, address);
		const line = kind === 'line' ? historyLine(reader, address) : undefined;
		if (kind === 'string') {
			strings.push(address);
		} else if (line !== undefined) {
			lines.push(line);
		}

		if (breath.isDue) {
			await breath.take();
		}
	}

	if (found.isCut) {
		cut();
	}

	if (found.problem !== undefined) {
		problem(found.problem);
	}

	return {strings, lines};
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
