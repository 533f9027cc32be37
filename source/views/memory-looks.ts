import {InputError} from '../archive/byte-source.js';
import type {Process} from '../checkpoint/process.js';
import type {Passed} from '../forensics/find-pattern.js';
import {noteText, ofProcess, type OfProcess} from './of-process.js';
import type {Problems} from './problems.js';
import {cell, each} from './rows.js';
import type {ShowStep} from './step.js';
import type {Column, MemoryAnswer, MemoryView} from './view.js';

/** What was looked at, and what came of it. */
export type Look<Row> = {readonly process: Process; readonly answer: MemoryAnswer<Row> | undefined};

type Options = {
	readonly problems: Problems;
	readonly show: ShowStep;
};

/** The columns of the view, behind which process it was found in. */
export function columnsOf<Row>(view: MemoryView<Row>): ReadonlyArray<Column<OfProcess<Row>>> {
	return [
		{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
		{name: 'process', title: 'Process', type: 'text', max: 16, value: ({process}) => cell(() => process.comm)},
		...view.columns.map(column => ofProcess(column)),
	];
}

/** What was found in any of them. */
export function rowsOf<Row>(looks: ReadonlyArray<Look<Row>>): Array<OfProcess<Row>> {
	return looks.flatMap(({process, answer}) => answer === undefined ? [] : [...each(answer.rows)].map(row => ({process, row})));
}

/** Looks at each of the processes for the answer, and shows how far it is. */
export async function lookAt<Row>(view: MemoryView<Row>, processes: readonly Process[], {problems, show}: Options): Promise<Array<Look<Row>>> {
	const looks: Array<Look<Row>> = [];
	for (const [index, process] of processes.entries()) {
		const showPassed = ({passed, total}: Passed) => {
			show({doing: `looking at process ${index + 1} of ${processes.length},`, done: passed, total});
		};

		const hasMemory = problems.of(() => process.hasMemory) === true;
		looks.push({process, answer: hasMemory ? await answerOf(view, process, {problems, show: showPassed}) : undefined});
	}

	return looks;
}

type LookOptions = Omit<Options, 'show'> & {readonly show: (passed: Passed) => void};

async function answerOf<Row>(view: MemoryView<Row>, process: Process, {problems, show}: LookOptions): Promise<MemoryAnswer<Row> | undefined> {
	const steps = view.look(process);
	try {
		let step = await steps.next();
		for (; step.done !== true; step = await steps.next()) {
			show(step.value);
		}

		problems.addAll(step.value.problems.map(problem => noteText(process, problem)));
		return step.value;
	} catch (error) {
		if (error instanceof InputError) {
			problems.add(error.message);
			return undefined;
		}

		throw error;
	} finally {
		// Whoever gives it up is not to be kept waiting for a search of which nobody hears.
		await steps.return(undefined as never);
	}
}
