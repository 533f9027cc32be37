import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {changes, tmpfs} from '../../views/saved-files.js';
import {contents} from '../../views/contents.js';
import {findings} from '../../views/findings.js';
import {history} from '../../views/history.js';
import {metadata} from '../../views/metadata.js';
import {mounts} from '../../views/mounts.js';
import {network} from '../../views/network.js';
import {Problems} from '../../views/problems.js';
import {processTree} from '../../views/process-tree.js';
import {processes} from '../../views/processes.js';
import {listed} from '../../views/rows.js';
import {netstat} from '../../views/sockets.js';
import type {ContainerView, MemoryView} from '../../views/view.js';
import {columnsOf, lookAt, rowsOf} from '../memory-command.js';
import type {Terminal} from '../terminal.js';
import {tableOf, type Section} from './report-model.js';

// Where the file happened to lie would make another report of the same evidence.
const withoutPath: typeof metadata = {
	...metadata,
	rows(checkpoint) {
		const rows = metadata.rows(checkpoint);
		return listed(Array.from({length: rows.length}, (_, index) => rows.at(index)).filter(({group, name}) => !(group === 'File' && name === 'Path')));
	},
};

/** What a report tells of a checkpoint, in this order. What can't be read goes to `problems` too, a sentence each. */
export async function sectionsOf(checkpoint: Checkpoint, problems: Problems, terminal: Terminal): Promise<Section[]> {
	const sections: Section[] = [];
	const tell = async <Row>(view: ContainerView<Row>) => {
		sections.push(await containerSection(view, checkpoint, problems));
	};

	await tell(findings);
	await tell(withoutPath);
	await tell(processTree({showsCommand: true}));
	await tell(processes);
	sections.push(await memorySection(history, checkpoint, problems, terminal));
	await tell(netstat);
	await tell(network);
	await tell(mounts);
	await tell(changes);
	await tell(tmpfs);
	await tell(contents);
	const damage = checkpoint.problems.map(({message}) => message);
	problems.add(...damage);

	return [...sections, {title: 'Damaged or missing', summary: 'Everything that was found to be damaged or missing while this was written.', notes: damage.length === 0 ? ['Nothing.'] : damage}];
}

async function containerSection<Row>(view: ContainerView<Row>, checkpoint: Checkpoint, problems: Problems): Promise<Section> {
	const {title, summary} = view;
	await view.prepare?.(checkpoint);
	const read = attempt(() => ({rows: view.rows(checkpoint), told: view.problems?.(checkpoint) ?? [], notes: view.notes?.(checkpoint) ?? []}));
	if (read.state !== 'ready') {
		problems.add(read.error.message);
		return {title, summary, notes: [read.error.message]};
	}

	const {rows, told, notes} = read.value;
	problems.add(...told);

	const {table, notes: cut} = tableOf(view.columns, rows);
	return {title, summary, table, notes: nothingOr(rows.length, [...cut, ...notes, ...told])};
}

async function memorySection<Row>(view: MemoryView<Row>, {processes: all}: Checkpoint, problems: Problems, terminal: Terminal): Promise<Section> {
	const told = new Problems();
	const looks = await lookAt(view, all, told, terminal);
	problems.add(...told.messages);
	const rows = rowsOf(looks);
	const {table, notes} = tableOf(columnsOf(view), listed(rows));
	return {title: view.title, summary: view.summary, table, notes: nothingOr(rows.length, [...notes, ...told.messages])};
}

function nothingOr(count: number, notes: readonly string[]): readonly string[] {
	return count === 0 && notes.length === 0 ? ['Nothing.'] : notes;
}
