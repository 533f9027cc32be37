import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Process} from '../checkpoint/process.js';
import {chosenProcesses, whyNothing} from '../views/chosen-processes.js';
import {noteText, ofProcess, type OfProcess} from '../views/of-process.js';
import {Problems} from '../views/problems.js';
import {each} from '../views/rows.js';
import type {Column, ContainerView, ProcessView} from '../views/view.js';
import {jsonText} from '../writing/json-text.js';
import {defineCommand, type Command, type Run} from './command.js';
import {fieldNotes, file, namesOf} from './described.js';
import {withCheckpoint} from './open.js';
import {documentJson} from './output/document-json.js';
import {rowsText} from './output/rows.js';
import {withProgress} from './progress-line.js';
import {complain, print, type Terminal} from './terminal.js';
import {formatOption, pidOption, type Format} from './view-options.js';

type Told = Readonly<Record<'problems' | 'notes', Problems>>;

export type Names = {
	/** An example: options, and what comes of it. */
	readonly options: string;
	readonly what: string;
	/** More for the help, above the names of the fields. */
	readonly notes?: string;
	/** Names of the fields of JSON; without them, those of the columns. */
	readonly fields?: readonly string[];
};

/** A view of the processes as a command: of all of them, or of those that are asked for. */
export function processCommand<Row>(view: ProcessView<Row>, {options, what, notes, fields}: Names): Command {
	return defineCommand({
		name: view.name, summary: view.summary, operands: file, options: {...pidOption, ...formatOption},
		examples: [[`${view.name} ${options} checkpoint.tar`.replace('  ', ' '), what]],
		notes: fieldNotes(notes, fields ?? ['pid', ...namesOf(view.columns)]),
		load: async () => runProcessView(view),
	});
}

/** A view of the container as a command. */
export function containerCommand<Row>(view: ContainerView<Row>, {options, what, notes, fields}: Names): Command {
	return defineCommand({
		name: view.name, summary: view.summary, operands: file, options: formatOption,
		examples: [[`${view.name} ${options} checkpoint.tar`.replace('  ', ' '), what]],
		notes: fieldNotes(notes, fields ?? namesOf(view.columns)),
		load: async () => runContainerView(view),
	});
}

function runProcessView<Row>(view: ProcessView<Row>): Run<typeof formatOption & typeof pidOption> {
	const columns: ReadonlyArray<Column<OfProcess<Row>>> = [
		{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
		...view.columns.map(column => ofProcess(column)),
	];
	return async ({operands, options: {format, pid}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => {
		const told = {problems: new Problems(), notes: new Problems()};
		const processes = chosenProcesses(checkpoint, pid);
		// Who asks for all of them is not after one that was dead.
		for (const process of pid.length === 0 ? [] : processes) {
			const why = whyNothing(process);
			told.notes.addAll(why === undefined ? [] : [noteText(process, why)]);
		}

		await print(terminal.output, rowsText(columns, rowsOf(view, processes, checkpoint, told), {format, columns: terminal.columns}));
		// Damage that cost no more than a cell.
		told.problems.addAll(checkpoint.images.problems.map(({message}) => message));
		return tell(terminal, told.problems.messages, told.notes.messages);
	});
}

function runContainerView<Row>(view: ContainerView<Row>): Run<typeof formatOption> {
	return async ({operands, options: {format}, terminal}) => withCheckpoint(operands[0]!, terminal, async checkpoint => printContainerView(view, checkpoint, format, terminal));
}

/** Prints a view of the container, and tells what could not be read; returns the exit code. */
export async function printContainerView<Row>(view: ContainerView<Row>, checkpoint: Checkpoint, format: Format, terminal: Terminal): Promise<number> {
	await withProgress(terminal, async ({showStep}) => view.prepare?.(checkpoint, showStep));
	const document = format === 'json' || format === 'ndjson' ? view.document?.(checkpoint) : undefined;
	await print(terminal.output, document === undefined
		? rowsText(view.columns, each(view.rows(checkpoint)), {format, columns: terminal.columns})
		: [...jsonText(documentJson(document), format === 'json' ? 2 : 0), '\n']);
	return reportProblems(view, checkpoint, terminal);
}

/** Tells what could not be read of a view, and what else is to be known; returns the exit code. */
export function reportProblems<Row>(view: ContainerView<Row>, checkpoint: Checkpoint, terminal: Terminal): number {
	// What is wrong with the archive as a whole is told in the end.
	const ofArchive = new Set(checkpoint.archive.problems.map(({message}) => message));
	return tell(terminal, (view.problems?.(checkpoint) ?? []).filter(message => !ofArchive.has(message)), view.notes?.(checkpoint) ?? []);
}

/** Tells what could not be read, which costs the exit code, and what else is to be known. */
export function tell(terminal: Terminal, problems: readonly string[], notes: readonly string[]): number {
	for (const message of new Set([...problems, ...notes])) {
		complain(terminal, message);
	}

	return problems.length === 0 ? 0 : 1;
}

function * rowsOf<Row>(view: ProcessView<Row>, processes: readonly Process[], checkpoint: Checkpoint, {problems, notes}: Told): Generator<OfProcess<Row>> {
	for (const process of processes) {
		const rows = problems.of(() => view.rows(process, checkpoint));
		if (rows === undefined) {
			continue;
		}

		notes.addAll((problems.of(() => view.notes?.(process, checkpoint)) ?? []).map(note => noteText(process, note)));
		for (const row of each(rows)) {
			yield {process, row};
		}
	}
}
