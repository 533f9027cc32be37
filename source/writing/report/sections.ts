import {setImmediate} from 'node:timers/promises';
import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {withCharset, type Charset} from '../../text/printable.js';
import {tmpfs, type ChangesView} from '../../views/saved-files.js';
import {contents} from '../../views/contents.js';
import type {FindingsView} from '../../views/findings.js';
import {history} from '../../views/history.js';
import {amountsText} from '../../views/lost-memory.js';
import {columnsOf, lookAt, rowsOf} from '../../views/memory-looks.js';
import {metadata} from '../../views/metadata.js';
import {mounts} from '../../views/mounts.js';
import {network} from '../../views/network.js';
import {Problems} from '../../views/problems.js';
import {processTree} from '../../views/process-tree.js';
import {processes} from '../../views/processes.js';
import {listed} from '../../views/rows.js';
import {findSecrets} from '../../views/search/find-secrets.js';
import {secretColumns} from '../../views/search/secret-columns.js';
import {netstat} from '../../views/sockets.js';
import type {ShowStep} from '../../views/step.js';
import type {ContainerView, MemoryView} from '../../views/view.js';
import {tableOf, type Section} from './report-model.js';

// Where the file happened to lie would make another report of the same evidence.
const withoutPath: typeof metadata = {
	...metadata,
	rows(checkpoint) {
		const rows = metadata.rows(checkpoint);
		return listed(Array.from({length: rows.length}, (_, index) => rows.at(index)).filter(({group, name}) => !(group === 'File' && name === 'Path')));
	},
};

// With that of secrets, and that of damage.
const mostSections = 14;

export type SectionOptions = {
	/** With the secrets that are known by their form, masked: it takes a walk through all memory. */
	readonly hasSecrets: boolean;
	/** What looks wrong: by YARA rules too, where there are some. */
	readonly findings: FindingsView;
	/** What was changed: told against the root file system of the image, where that is at hand. */
	readonly changes: ChangesView;
	readonly show: ShowStep;
	/** What characters there may be: a file has all, whatever the terminal draws. */
	readonly charset: Charset;
};

/** What a report tells of a checkpoint, in this order. What can't be read goes to `problems` too, a sentence each. */
export async function sectionsOf(checkpoint: Checkpoint, problems: Problems, options: SectionOptions): Promise<Section[]> {
	const {hasSecrets, findings, changes, show} = options;
	const sections: Section[] = [];
	const tell = async <Row>(view: ContainerView<Row>) => {
		// Whoever draws a screen meanwhile goes on between two sections.
		await setImmediate();
		show({doing: 'reading', done: sections.length, total: mostSections});
		sections.push(await containerSection(view, checkpoint, problems, options));
	};

	await tell(findings);
	await tell(withoutPath);
	await tell(processTree({showsCommand: true}));
	await tell(processes);
	sections.push(await memorySection(history, checkpoint, problems, options));
	if (hasSecrets) {
		sections.push(await secretsSection(checkpoint, problems, options));
	}

	await tell(netstat);
	await tell(network);
	await tell(mounts);
	await tell(changes);
	await tell(tmpfs);
	await tell(contents);
	const damage = checkpoint.problems.map(({message}) => message);
	problems.addAll(damage);

	return [...sections, {title: 'Damaged or missing', summary: 'Everything that was found to be damaged or missing while this was written.', notes: damage.length === 0 ? ['Nothing.'] : damage}];
}

async function containerSection<Row>(view: ContainerView<Row>, checkpoint: Checkpoint, problems: Problems, {show, charset}: SectionOptions): Promise<Section> {
	const {title, summary} = view;
	await view.prepare?.(checkpoint, show);
	const read = attempt(() => ({rows: withCharset(charset, () => view.rows(checkpoint)), told: view.problems?.(checkpoint) ?? [], notes: view.notes?.(checkpoint) ?? []}));
	if (read.state !== 'ready') {
		problems.add(read.error.message);
		return {title, summary, notes: [read.error.message]};
	}

	const {rows, told, notes} = read.value;
	problems.addAll(told);

	const {table, notes: cut} = tableOf(view.columns, rows);
	return {title, summary, table, notes: nothingOr(rows.length, [...cut, ...notes, ...told])};
}

async function memorySection<Row>(view: MemoryView<Row>, {processes: all}: Checkpoint, problems: Problems, {show}: SectionOptions): Promise<Section> {
	const told = new Problems();
	const looks = await lookAt(view, all, {problems: told, show});
	problems.addAll(told.messages);
	const rows = rowsOf(looks);
	const {table, notes} = tableOf(columnsOf(view), listed(rows));
	return {title: view.title, summary: view.summary, table, notes: nothingOr(rows.length, [...notes, ...told.messages])};
}

async function secretsSection(checkpoint: Checkpoint, problems: Problems, {show}: SectionOptions): Promise<Section> {
	const told = new Problems();
	const scope = 'memory';
	const {secrets, hasCommon, notDumped} = await findSecrets(checkpoint, {pids: [], scope, problems: told, show});
	problems.addAll(told.messages);
	const {table, notes} = tableOf(secretColumns({scope, hasCommon, isShown: false}), listed(secrets));
	const missing = notDumped.size === 0 ? [] : [`Not in the dump, and so not looked at: ${amountsText(notDumped)}.`];
	return {
		title: 'Secrets',
		summary: 'Keys, tokens, passwords, cookies and card numbers in the memory of the processes, known by their form. Their values are not here in full.',
		table, notes: nothingOr(secrets.length, [...notes, ...told.messages, ...missing]),
	};
}

function nothingOr(count: number, notes: readonly string[]): readonly string[] {
	return count === 0 ? ['Nothing.', ...notes] : notes;
}
