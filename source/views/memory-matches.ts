import type {Process} from '../checkpoint/process.js';
import type {AddressSpace} from '../memory/memory.js';
import {hasContent} from '../memory/presence.js';
import type {MatchList} from '../search/match-list.js';
import type {Match} from '../search/search.js';
import {Untrusted} from '../text/untrusted.js';
import type {Column, Rows} from './view.js';

/** Where a search found something in the memory of a process. */
export type MemoryMatch = {
	readonly process: Process;
	readonly match: Match;
	/** What matched, with what stands around it. */
	readonly text: Untrusted;
	/** Its number among the matches in this process, from 1. */
	readonly instance: number;
};

const addressDigits = 16;

/** The columns of matches; that of the process is for a search in several. */
export const matchColumns: ReadonlyArray<Column<MemoryMatch>> = [
	{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
	{name: 'address', title: 'Address', type: 'address', value: ({match}) => match.address, text: ({match}) => match.address.toString(16).padStart(addressDigits, '0')},
	{name: 'match', title: 'Match', type: 'text', min: 20, value: ({text}) => text},
	{name: 'instance', title: 'Instance', type: 'number', value: ({instance}) => instance},
];

/** What was found in each process, as rows, with up to `context` bytes of memory on each side of a match. */
export function matchRows(found: ReadonlyArray<{readonly process: Process; readonly matches: MatchList}>, context: number): Rows<MemoryMatch> {
	return {
		length: found.reduce((sum, {matches}) => sum + matches.count, 0),
		at(index) {
			let rest = index;
			const holder = found.find(({matches}) => {
				const isHere = rest < matches.count;
				rest -= isHere ? 0 : matches.count;
				return isHere;
			})!;
			const match = holder.matches.at(rest)!;
			return {process: holder.process, match, text: surroundings(holder.process.memory, match, context), instance: rest + 1};
		},
	};
}

/** The bytes of a match and of the memory around it that is there and adjoins it. */
function surroundings(memory: AddressSpace, {address, length}: Match, context: number): Untrusted {
	const before = address < BigInt(context) ? Number(address) : context;
	const start = address - BigInt(before);
	const bytes = new Uint8Array(before + length + context);
	let from = 0;
	let to = bytes.length;
	for (const run of memory.read(start, bytes)) {
		if (hasContent(run.presence)) {
			continue;
		}

		if (run.end <= address) {
			from = Number(run.end - start);
		} else {
			to = Math.min(to, Number(run.start - start));
		}
	}

	return new Untrusted(bytes.subarray(from, to));
}
