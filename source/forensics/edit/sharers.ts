import {attempt} from '../../archive/attempt.js';
import type {ByteSource, InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {hasContent} from '../../memory/presence.js';
import type {Patch, Place} from './edit.js';

export type Sharers = {
	/** Where else the bytes of each patch are in memory. */
	readonly others: ReadonlyMap<Patch, readonly Place[]>;
	/** What is known of no process whose memory is lost. */
	readonly problems: readonly InputError[];
};

// Stretches of memory between two chances for others to go on.
const batch = 1024;

/** Finds all addresses that the bytes of patches have: each of them will read what is changed. Stops now and then, since there may be a million mappings. */
export function * sharersOf(checkpoint: Checkpoint, patches: readonly Patch[]): Generator<void, Sharers> {
	const others = new Map<Patch, Place[]>(patches.map(patch => [patch, []]));
	const bySource: ReadonlyMap<ByteSource, readonly Patch[]> = Map.groupBy(patches, ({source}) => source);
	const problems: InputError[] = [];
	let seen = 0;
	for (const process of checkpoint.processes) {
		const memory = attempt(() => process.hasMemory ? process.memory : undefined);
		if (memory.state === 'failed') {
			problems.push(memory.error);
		}

		const runs = memory.state === 'ready' ? memory.value?.runs(0n, 1n << 64n) : undefined;
		for (const {start, end, presence, source, position} of runs ?? []) {
			seen++;
			if (seen % batch === 0) {
				yield;
			}

			const shared = hasContent(presence) ? bySource.get(source!) ?? [] : [];
			for (const patch of shared) {
				const from = Math.max(patch.position, position!);
				const address = start + BigInt(from - position!);
				const isReached = from < patch.position + patch.after.length && address < end;
				if (isReached && (process.pid !== patch.pid || address !== patch.address + BigInt(from - patch.position))) {
					others.get(patch)!.push({pid: process.pid, address});
				}
			}
		}
	}

	return {others, problems};
}
