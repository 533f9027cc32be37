import type {Process} from '../checkpoint/process.js';
import type {MatchList} from '../search/match-list.js';
import type {Match} from '../search/search.js';
import {Untrusted} from '../text/untrusted.js';
import {aroundInMemory} from './search/surroundings.js';
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
	const surroundings = new Map(found.map(({process}) => [process, aroundInMemory(process.memory)]));
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
			const {before, match: bytes, after} = surroundings.get(holder.process)!(match, context);
			return {process: holder.process, match, text: new Untrusted(Buffer.concat([before, bytes, after])), instance: rest + 1};
		},
	};
}
