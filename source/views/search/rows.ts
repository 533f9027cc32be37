import type {Process} from '../../checkpoint/process.js';
import type {Vma} from '../../memory/memory.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {FoundRow} from './columns.js';
import type {Found} from './checkpoint-search.js';

/** Makes rows of what was found, with up to `context` bytes on each side, and the one of several patterns that `tellPattern` says. A row reads its text when it is made. */
export function rowMaker(context: number, tellPattern?: (found: Found) => Untrusted | undefined): (found: Found) => FoundRow {
	let last: {readonly process: Process; readonly mapping: Vma} | undefined;

	// Matches come in order, many in one mapping.
	const mappingOf = (process: Process, address: bigint): Vma | undefined => {
		if (last?.process === process && last.mapping.start <= address && address < last.mapping.end) {
			return last.mapping;
		}

		const {vmas} = process.memory;
		const index = vmas.find(address);
		last = index === -1 ? undefined : {process, mapping: vmas.at(index)};
		return last?.mapping;
	};

	return found => {
		const {place, match} = found;
		return {found, text: place.surroundings(match, context), pattern: tellPattern?.(found), mapping: place.isMemory ? mappingOf(place.process!, match.address) : undefined};
	};
}
