import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {amountsText} from '../../views/lost-memory.js';
import {Problems} from '../../views/problems.js';
import {startSearch} from '../../views/search/checkpoint-search.js';
import type {AddressRange} from '../../views/search/places.js';
import {rowMaker} from '../../views/search/rows.js';
import {continuationTeller, stringColumns} from '../../views/search/string-columns.js';
import {areaOf} from '../area.js';
import {UsageError, type Run, type Values} from '../command.js';
import {withCheckpoint} from '../open.js';
import {rowWriter} from '../output/rows.js';
import {percentText} from '../../views/step.js';
import {progressLine} from '../progress-line.js';
import {RowStream} from '../search/row-stream.js';
import {tellProblems} from '../search/tell-problems.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {stringsOptions} from './command.js';

type StringsOptions = Values<typeof stringsOptions>;

// Below it, a character of UTF-16 is also one of ASCII; above, a row may not hold one.
const [leastMin, mostMin] = [2, 1024];

/** Prints the strings of memory as they are found. */
export const run: Run<typeof stringsOptions> = async ({operands, options, terminal}) => {
	const {min = 4} = options;
	if (min < leastMin || min > mostMin) {
		throw new UsageError(`--min takes ${leastMin} to ${mostMin}`);
	}

	const areaIn = areaOf(options);
	return withCheckpoint(operands[0]!, terminal, async checkpoint => {
		const problems = new Problems();
		const processes = processesWithMemory(checkpoint, options.pid, problems);
		const range = rangeOf(processes, options, areaIn);
		return printStrings(checkpoint, {...options, min, processes, range}, problems, terminal);
	});
};

function rangeOf(processes: readonly Process[], {range, vma}: StringsOptions, areaIn: ReturnType<typeof areaOf>): AddressRange | undefined {
	if (range === undefined && vma === undefined) {
		return undefined;
	}

	if (processes.length !== 1) {
		throw new UsageError(`--${range === undefined ? 'vma' : 'range'} takes addresses of one process; --pid says of which`);
	}

	const area = areaIn(processes[0]!.memory);
	return area === 'everything' ? undefined : area;
}

type Task = Pick<StringsOptions, 'encoding' | 'format'> & {
	readonly min: number;
	readonly processes: readonly Process[];
	readonly range: AddressRange | undefined;
};

async function printStrings(checkpoint: Checkpoint, {min, encoding, format, processes, range}: Task, problems: Problems, terminal: Terminal): Promise<number> {
	const pattern = {kind: 'strings', min, encoding} as const;
	const started = startSearch(checkpoint, {pattern, scope: 'memory', processes, areAll: false, ...range && {range}}, problems);
	const progress = progressLine(terminal);
	const rows = new RowStream(rowWriter(stringColumns(started), {format, columns: terminal.columns}), async text => {
		progress.clear();
		await print(terminal.output, text);
	}, {isTable: format === 'table'});
	const makeRow = rowMaker(0);
	const continues = continuationTeller();
	let count = 0;
	for await (const {found, passed, total} of started.news()) {
		count += found.length;
		await rows.add(found.map(one => {
			const row = makeRow(one);
			return {...row, continues: continues(row)};
		}));
		progress.show(`looking for strings ${percentText(passed, total)}, ${count.toLocaleString('en')} found`);
	}

	progress.clear();
	await rows.end();
	const isWhole = tellProblems(checkpoint, problems, terminal);
	if (started.notDumped.size > 0) {
		complain(terminal, `not in the dump, and so not looked at: ${amountsText(started.notDumped)}`);
	}

	return isWhole ? 0 : 1;
}
