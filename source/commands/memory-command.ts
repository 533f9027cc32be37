import {InputError} from '../archive/byte-source.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {compose, listed} from '../checkpoint/compose.js';
import type {Process} from '../checkpoint/process.js';
import type {Passed} from '../forensics/find-pattern.js';
import type {Untrusted} from '../text/untrusted.js';
import {chosenProcesses, whyNothing} from '../views/chosen-processes.js';
import {Problems} from '../views/problems.js';
import {cell} from '../views/rows.js';
import type {Column, MemoryAnswer, MemoryView} from '../views/view.js';
import {defineCommand, type Command, type Run} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {rowsText} from './output/rows.js';
import {percentText, progressLine} from './progress-line.js';
import {print, type Terminal} from './terminal.js';
import {each, noteText, ofProcess, tell, type Names, type OfProcess} from './view-commands.js';
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

/** Those of the view, behind which process it was found in. */
export function columnsOf<Row>(view: MemoryView<Row>): ReadonlyArray<Column<OfProcess<Row>>> {
	return [
		{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
		{name: 'process', title: 'Process', type: 'text', max: 16, value: ({process}) => cell(() => process.comm)},
		...view.columns.map(column => ofProcess(column)),
	];
}

/** What was looked at, and what came of it. */
type Look<Row> = {readonly process: Process; readonly answer: MemoryAnswer<Row> | undefined};

function run<Row>(view: MemoryView<Row>, columns: ReadonlyArray<Column<OfProcess<Row>>>): Run<typeof formatOption & typeof pidOption> {
	return async ({operands, options: {format, pid}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => {
		const problems = new Problems();
		const looks = await lookAt(view, chosenProcesses(checkpoint, pid), problems, terminal);
		const rows = rowsOf(looks);
		await print(terminal.output, rowsText(columns, rows, {format, columns: terminal.columns}));
		problems.add(...imageProblems(checkpoint));
		return tell(terminal, problems.messages, [
			...notesOf(looks),
			...lookedAt(looks),
		]);
	});
}

/** What was found in any of them. */
export function rowsOf<Row>(looks: ReadonlyArray<Look<Row>>): Array<OfProcess<Row>> {
	return looks.flatMap(({process, answer}) => answer === undefined ? [] : [...each(answer.rows)].map(row => ({process, row})));
}

function imageProblems({images, archive}: Checkpoint): string[] {
	const ofArchive = new Set(archive.problems.map(({message}) => message));
	return images.problems.map(({message}) => message).filter(message => !ofArchive.has(message));
}

/** Looks at each of the processes for the answer, and shows how far it is. */
export async function lookAt<Row>(view: MemoryView<Row>, processes: readonly Process[], problems: Problems, terminal: Terminal): Promise<Array<Look<Row>>> {
	const progress = progressLine(terminal);
	const looks: Array<Look<Row>> = [];
	for (const [index, process] of processes.entries()) {
		const show = ({passed, total}: Passed) => {
			progress.show(`looking at process ${index + 1} of ${processes.length}, ${percentText(passed, total)}`);
		};

		const hasMemory = problems.of(() => process.hasMemory) === true;
		looks.push({process, answer: hasMemory ? await answerOf(view, process, problems, show) : undefined});
	}

	progress.clear();
	return looks;
}

async function answerOf<Row>(view: MemoryView<Row>, process: Process, problems: Problems, show: (passed: Passed) => void): Promise<MemoryAnswer<Row> | undefined> {
	const steps = view.look(process);
	try {
		let step = await steps.next();
		for (; step.done !== true; step = await steps.next()) {
			show(step.value);
		}

		problems.add(...step.value.problems.map(problem => noteText(process, problem)));
		return step.value;
	} catch (error) {
		if (error instanceof InputError) {
			problems.add(error.message);
			return undefined;
		}

		throw error;
	}
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
