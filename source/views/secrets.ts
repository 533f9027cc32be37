import type {Process} from '../checkpoint/process.js';
import type {Passed} from '../forensics/find-pattern.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {Secret} from './search/found-secrets.js';
import {searchMemory} from './search/process-memory.js';
import {secretColumns} from './search/secret-columns.js';
import type {MemoryAnswer, MemoryView} from './view.js';

const notOfProcess: ReadonlySet<string> = new Set(['source', 'pid', 'process', 'fd', 'offset', 'also']);

/** The secrets in the memory of a process that are known by their form; their values are not shown in full. */
export const secrets: MemoryView<Secret> = {
	name: 'secrets',
	title: 'Secrets',
	summary: 'Keys, tokens, passwords, cookies and card numbers in the memory of the process, known by their form.',
	columns: secretColumns({scope: 'memory', hasCommon: false, isShown: false}).filter(({name}) => !notOfProcess.has(name)),
	look: lookForSecrets,
	address: ({first}) => first.found.match.address,
};

async function * lookForSecrets(process: Process, signal?: AbortSignal): AsyncGenerator<Passed, MemoryAnswer<Secret>> {
	// Most who import this only want to know what there is to ask.
	const [{recogniserSet}, {recognisers}, {FoundSecrets}] = await Promise.all([
		import('../forensics/secrets/recogniser-set.js'), import('../forensics/secrets/recognisers.js'), import('./search/found-secrets.js'),
	]);
	const problems = new Problems();
	const set = recogniserSet(recognisers);
	const secretsFound = new FoundSecrets(set);
	yield * searchMemory(process, set.pattern, {
		problems, signal,
		found(one) {
			secretsFound.add(one);
			return !secretsFound.isFull;
		},
	});
	return {
		rows: listed(secretsFound.secrets()),
		notes: secretsFound.isFull ? ['There are more than were kept.'] : [],
		problems: problems.messages,
	};
}
