import {attempt} from '../archive/attempt.js';
import {InputError, PendingError} from '../archive/byte-source.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {dangerFirst, type Finding} from '../forensics/findings/finding.js';
import type {YaraRules} from '../forensics/findings/yara/yara-rules.js';
import {isLost, type Presence} from '../memory/presence.js';
import {files} from './files.js';
import {amountsText} from './lost-memory.js';
import {cell, listed} from './rows.js';
import {changes} from './saved-files.js';
import type {ShowStep, Step} from './step.js';
import type {Column, ContainerView} from './view.js';
import {gatheredBy, yaraNotes} from './yara-findings.js';

/** What looks wrong in a checkpoint, looked for once. */
export type FindingsView = ContainerView<Row>;

type Row = Finding & {readonly counterpart?: {readonly view: string; readonly index: number} | undefined};

type Answer = {readonly rows: readonly Row[]; readonly problems: readonly string[]; readonly notes: readonly string[]};

/** What looks wrong, by every rule or by those with these names; and by YARA rules, where there are some. */
export function findingsBy(names: readonly string[] = [], yara?: YaraRules): FindingsView {
	const asksMemory = names.length === 0 || names.includes('program-in-memory') || yara !== undefined;
	const answers = new WeakMap<Checkpoint, Answer | InputError>();
	const looking = new WeakMap<Checkpoint, Looking>();
	const look = async (checkpoint: Checkpoint, show: ShowStep) => {
		// Most who import this only want to know what there is to ask.
		const [{gatherFindings}, {rules}] = await Promise.all([import('../forensics/findings/gather.js'), import('../forensics/findings/rules.js')]);
		try {
			const ours = await gatherFindings(checkpoint, rules.filter(({name}) => names.length === 0 || names.includes(name)));
			const theirs = yara === undefined ? undefined : await gatheredBy(yara, checkpoint, show);
			const counterpartOf = counterparts(checkpoint);
			answers.set(checkpoint, {
				rows: dangerFirst([...ours.findings, ...theirs?.findings ?? []]).map(finding => ({...finding, counterpart: counterpartOf(finding)})),
				problems: [...ours.problems, ...theirs?.problems ?? []],
				notes: theirs === undefined ? [] : yaraNotes(theirs),
			});
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}

			answers.set(checkpoint, error);
		}
	};

	const begin = (checkpoint: Checkpoint): Looking => {
		const watchers = new Set<ShowStep>();
		return {watchers, done: look(checkpoint, step => {
			for (const watcher of watchers) {
				watcher(step);
			}
		})};
	};

	const answerOf = (checkpoint: Checkpoint) => {
		const answer = answers.get(checkpoint);
		if (answer === undefined) {
			throw new PendingError('what the rules look at');
		}

		if (answer instanceof InputError) {
			throw answer;
		}

		return answer;
	};

	return {
		name: 'findings',
		title: 'Findings',
		summary: 'What looks wrong: injected code, programs that hide, shells on the network, what was planted among the files; each with why it matters.',
		columns: [
			{name: 'severity', title: 'Severity', type: 'text', value: ({severity}) => severity},
			{name: 'rule', title: 'Rule', type: 'text', min: 10, value: ({rule}) => rule, text: ({rule, yara: {namespace} = {namespace: 'default'}}) => namespace === 'default' ? rule : `${namespace}:${rule}`},
			{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process?.pid},
			{name: 'process', title: 'Process', type: 'text', min: 8, max: 16, value: ({process}) => process && cell(() => process.comm)},
			{name: 'evidence', title: 'Evidence', type: 'text', min: 24, value: ({evidence}) => evidence},
			{name: 'why', title: 'Why', type: 'text', min: 16, value: ({why}) => why},
			{name: 'address', title: 'Address', type: 'address', shown: 'never', value: ({address}) => address},
			{name: 'fd', title: 'FD', type: 'number', shown: 'never', value: ({fd}) => fd},
			{name: 'path', title: 'Path', type: 'text', shown: 'never', isPath: true, value: ({file, kept}) => file?.path ?? kept?.content.name},
			...yara === undefined ? [] : yaraColumns,
		],
		async prepare(checkpoint, show = () => undefined) {
			await checkpoint.savedTrees.whenOpen();
			if (yara !== undefined) {
				show({doing: 'looking'});
			}

			const running = looking.get(checkpoint) ?? begin(checkpoint);
			looking.set(checkpoint, running);
			await watched(running, show);
		},
		rows: checkpoint => listed(answerOf(checkpoint).rows),
		problems: checkpoint => [...answerOf(checkpoint).problems, ...asksMemory ? lostMemory(checkpoint) : []],
		notes: checkpoint => [
			...checkpoint.savedTrees.all().some(({of}) => of === 'rootfs') ? [] : ['Nobody wrote down what the container had changed in its root file system: the rules for files had little to look at.'],
			...checkpoint.processes.some(({memoryOnly}) => memoryOnly) ? ['Of a pre-dump, which has memory only, the rules for processes know nothing.'] : [],
			...yara?.warnings ?? [],
			...answerOf(checkpoint).notes,
		],
		pid: ({process}) => process?.pid,
		address: ({address}) => address,
		counterpart: row => row.counterpart,
		...yara && {
			contents: ({kept}: Row) => kept === undefined ? [] : [kept.content],
			offset: ({kept}: Row) => kept?.offset,
		},
	};
}

/** What several may wait for, each of whom is shown how far it is. */
type Looking = {readonly done: Promise<void>; readonly watchers: Set<ShowStep>};

// Who gives it up by what `show` throws does not take the answer from others.
async function watched({done, watchers}: Looking, show: ShowStep): Promise<void> {
	const {promise: givenUp, reject} = Promise.withResolvers<never>();
	const watcher = (step: Step) => {
		try {
			show(step);
		} catch (error) {
			reject(error);
		}
	};

	watchers.add(watcher);
	try {
		await Promise.race([done, givenUp]);
	} finally {
		watchers.delete(watcher);
	}
}

const yaraColumns: ReadonlyArray<Column<Row>> = [
	{name: 'offset', title: 'Offset', type: 'number', shown: 'never', value: ({kept}) => kept && Number(kept.offset)},
	{name: 'namespace', title: 'Namespace', type: 'text', shown: 'never', value: ({yara}) => yara?.namespace},
	{name: 'tags', title: 'Tags', type: 'text', shown: 'if-filled', value: ({yara}) => yara === undefined || yara.tags.length === 0 ? undefined : yara.tags.join(' '), json: ({yara}) => yara?.tags ?? []},
];

/** What looks wrong. */
export const findings = findingsBy();

function lostMemory({processes}: Checkpoint): string[] {
	const lost = new Map<Presence, bigint>();
	for (const process of processes) {
		const sizes = attempt(() => process.hasMemory ? process.memory.sizes : {});
		for (const [presence, bytes] of Object.entries(sizes.state === 'ready' ? sizes.value : {}) as Array<[Presence, number]>) {
			if (isLost(presence)) {
				lost.set(presence, (lost.get(presence) ?? 0n) + BigInt(bytes));
			}
		}
	}

	return lost.size === 0 ? [] : [`Not all memory of the processes is here, so there may be a program in it that is not seen: ${amountsText(lost)}.`];
}

/** Tells where the descriptor or the file of a finding stands. */
function counterparts(checkpoint: Checkpoint): (finding: Finding) => Row['counterpart'] {
	const saved = changes.rows(checkpoint);
	const indexes = new Map(Array.from({length: saved.length}, (_, index) => [saved.at(index).member, index]));
	return ({process, fd, file}) => {
		if (process !== undefined) {
			return fd === undefined ? undefined : {view: files.name, index: process.descriptors.findIndex(descriptor => descriptor.fd === fd)};
		}

		const index = indexes.get(file?.member);
		return file === undefined || index === undefined ? undefined : {view: changes.name, index};
	};
}
