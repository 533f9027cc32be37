import type {Breath} from '../breath.js';
import {findPattern, type Passed} from '../find-pattern.js';
import type {MemoryReader} from '../memory-reader.js';
import type {PointerFormat} from '../pointer-patterns.js';
import type {PrivateMemory} from '../private-memory.js';
import type {Pattern} from '../../search/pattern.js';

/** A walk through the memory of a process in search of histories. */
export type Walk = {
	readonly memory: PrivateMemory;
	readonly reader: MemoryReader;
	readonly format: PointerFormat;
	readonly breath: Breath;
	readonly signal?: AbortSignal | undefined;
	/** Of each thing that is looked for, at most as many are looked at. */
	readonly most: number;
	/** Notes that there are more. */
	cut(): void;
	/** Notes what could not be searched. */
	problem(message: string): void;
};

/**
Where a pattern is, ascending.
@yields {Passed} how far it is
*/
export async function * placesOf(pattern: Pattern, {memory, signal, most, cut, problem}: Walk): AsyncGenerator<Passed, bigint[]> {
	const found = yield * findPattern(memory, pattern, most, signal);
	if (found.isCut) {
		cut();
	}

	if (found.problem !== undefined) {
		problem(found.problem);
	}

	return found.matches.map(({address}) => address);
}
