import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {recogniserSet} from '../../forensics/secrets/recogniser-set.js';
import {recognisers} from '../../forensics/secrets/recognisers.js';
import type {Presence} from '../../memory/presence.js';
import {processesWithMemory} from '../chosen-processes.js';
import type {Problems} from '../problems.js';
import type {ShowStep} from '../step.js';
import {startSearch} from './checkpoint-search.js';
import {FoundSecrets, type Secret} from './found-secrets.js';
import type {SearchScope} from './scope.js';

type Options = {
	/** The processes to look at; none for all of them. */
	readonly pids: readonly number[];
	readonly scope: SearchScope;
	readonly problems: Problems;
	readonly show: ShowStep;
};

type Answer = {
	readonly secrets: readonly Secret[];
	/** Some of the memory is mapped by several processes. */
	readonly hasCommon: boolean;
	/** Bytes that are not in the dump, by why. */
	readonly notDumped: ReadonlyMap<Presence, bigint>;
};

/**
Looks for secrets in the processes, or in all there is. What could not be looked at is added to `problems`.

@throws {InputError} when there is no such process
@throws {PendingError}
*/
export async function findSecrets(checkpoint: Checkpoint, {pids, scope, problems, show}: Options): Promise<Answer> {
	const set = recogniserSet(recognisers);
	const processes = processesWithMemory(checkpoint, pids, problems);
	const {hasCommon, notDumped, news} = startSearch(checkpoint, {pattern: set.pattern, scope, processes, areAll: pids.length === 0}, problems);
	const secrets = new FoundSecrets(set);
	for await (const {found, passed, total} of news()) {
		for (const one of found) {
			secrets.add(one);
		}

		show({doing: 'looking for secrets', done: passed, total});
	}

	if (secrets.isFull) {
		problems.add('There are more secrets than were kept');
	}

	return {secrets: secrets.secrets(), hasCommon, notDumped};
}
