import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {compose, listed} from '../checkpoint/compose.js';
import type {Untrusted} from '../text/untrusted.js';
import {chosenProcesses, whyNothing} from '../views/chosen-processes.js';
import {columnsOf, lookAt, rowsOf, type Look} from '../views/memory-looks.js';
import {noteText, type OfProcess} from '../views/of-process.js';
import {Problems} from '../views/problems.js';
import {cell} from '../views/rows.js';
import type {Column, MemoryView} from '../views/view.js';
import {defineCommand, type Command, type Run} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {rowsText} from './output/rows.js';
import {withProgress} from './progress-line.js';
import {print} from './terminal.js';
import {tell, type Names} from './view-commands.js';
import {formatOption, pidOption} from './view-options.js';

const mostListed = 8;

/** A view that takes a walk through memory as a command: of all processes, or of those that are asked for. */
export function memoryCommand<Row>(view: MemoryView<Row>, {options, what, notes}: Omit<Names, 'fields'>): Command {
	const columns = columnsOf(view);
	return defineCommand({
		name: view.name, summary: view.summary, operands: file, options: {...pidOption, ...formatOption},
		examples: [[`${view.name} ${options} checkpoint.tar`.replace('  ', ' '), what]],
		notes: fieldNotes(notes, namesOf(columns)),
		load: async () => run(view, columns),
	});
}

function run<Row>(view: MemoryView<Row>, columns: ReadonlyArray<Column<OfProcess<Row>>>): Run<typeof formatOption & typeof pidOption> {
	return async ({operands, options: {format, pid}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => {
		const problems = new Problems();
		const looks = await withProgress(terminal, async ({showStep}) => lookAt(view, chosenProcesses(checkpoint, pid), {problems, show: showStep}));
		const rows = rowsOf(looks);
		await print(terminal.output, rowsText(columns, rows, {format, columns: terminal.columns}));
		problems.addAll(imageProblems(checkpoint));
		return tell(terminal, problems.messages, [
			...notesOf(looks),
			...lookedAt(looks),
		]);
	});
}

function imageProblems({images, archive}: Checkpoint): string[] {
	const ofArchive = new Set(archive.problems.map(({message}) => message));
	return images.problems.map(({message}) => message).filter(message => !ofArchive.has(message));
}

/** What is to be known of the rows of each process; what is so of many is told once. */
function notesOf<Row>(looks: ReadonlyArray<Look<Row>>): string[] {
	const told = looks.flatMap(({process, answer}) => (answer?.notes ?? []).map(note => ({process, note})));
	return [...Map.groupBy(told, ({note}) => note)].map(([note, group]) => {
		const pids = listed(group.map(({process}) => String(process.pid)), mostListed).toString();
		return `${group.length === 1 ? 'pid' : 'pids'} ${pids}: ${note}`;
	});
}

/** Which processes were looked at, with and without success, and which were not. */
function lookedAt<Row>(looks: ReadonlyArray<Look<Row>>): string[] {
	const nameOf = ({process}: Look<Row>) => {
		const name = cell(() => process.comm) as Untrusted | undefined;
		return name === undefined ? String(process.pid) : compose(`${process.pid} `, name);
	};

	const names = (group: ReadonlyArray<Look<Row>>) => listed(group.map(look => nameOf(look)), mostListed).toString();
	const looked = looks.filter(({answer}) => answer !== undefined);
	const [found, without] = [looked.filter(({answer}) => answer!.rows.length > 0), looked.filter(({answer}) => answer!.rows.length === 0)];
	const told = [...found.length === 0 ? [] : [`something in ${names(found)}`], ...without.length === 0 ? [] : [`nothing in ${names(without)}`]];
	return [
		...told.length === 0 ? [] : [`looked through memory: ${told.join('; ')}`],
		...looks.filter(({answer}) => answer === undefined).map(({process}) => noteText(process, whyNothing(process) ?? 'It could not be looked at.')),
	];
}
