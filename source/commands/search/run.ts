import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {amountsText} from '../../views/lost-memory.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {Problems} from '../../views/problems.js';
import {startSearch, type CheckpointSearch, type Found} from '../../views/search/checkpoint-search.js';
import {foundColumns} from '../../views/search/columns.js';
import {rowMaker} from '../../views/search/rows.js';
import {Untrusted} from '../../text/untrusted.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {rowWriter} from '../output/rows.js';
import {percentText} from '../../views/step.js';
import {progressLine} from '../progress-line.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {Format} from '../view-options.js';
import type {searchOptions} from './command.js';
import {soughtBy, type Sought} from './pattern.js';
import {RowStream} from './row-stream.js';
import {tellProblems} from './tell-problems.js';

// What stands around a match is read for each: more than this is a dump.
const mostContext = 1024 * 1024;

const [found, notFound, failed] = [0, 1, 2];

/** Searches a checkpoint; exit codes are those of grep. */
export const run: Run<typeof searchOptions> = async ({operands, options, terminal}) => {
	const [file, operand] = operands;
	const {context = 0, max = Infinity, scope, pid, format, utf16: isUtf16} = options;
	if (context > mostContext) {
		throw new UsageError(`--context takes at most ${mostContext}`);
	}

	if (max === 0) {
		throw new UsageError('--max takes at least 1');
	}

	let code = failed;
	try {
		const {pattern, several} = soughtBy({operand, pattern: options.pattern, patterns: options.patterns}, options);
		await withCheckpoint(file!, terminal, async checkpoint => {
			code = await search(checkpoint, {pattern, scope, pids: pid, areAll: pid.length === 0}, {context, max, format, isUtf16, several}, terminal);
			return code;
		});
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		complain(terminal, error.message);
	}

	return code;
};

type Printing = {
	readonly context: number;
	readonly max: number;
	readonly format: Format;
	readonly isUtf16: boolean;
	readonly several: Sought['several'];
};

async function search(checkpoint: Checkpoint, task: Omit<CheckpointSearch, 'processes'> & {readonly pids: readonly number[]}, {context, max, format, isUtf16, several}: Printing, terminal: Terminal): Promise<number> {
	const problems = new Problems();
	const processes = processesWithMemory(checkpoint, task.pids, problems);
	const started = startSearch(checkpoint, {...task, processes}, problems);
	const columns = foundColumns({scope: task.scope, hasCommon: started.hasCommon, isUtf16, hasPatterns: several !== undefined});
	const progress = progressLine(terminal);
	const rows = new RowStream(rowWriter(columns, {format, columns: terminal.columns}), async text => {
		progress.clear();
		await print(terminal.output, text);
	}, {isTable: format === 'table'});
	const makeRow = rowMaker(context, several && patternTeller(several));
	let count = 0;
	for await (const {found: matches, passed, total} of started.news()) {
		const taken = matches.slice(0, max - count);
		count += taken.length;
		await rows.add(taken.map(match => makeRow(match)));
		if (count === max) {
			break;
		}

		progress.show(`searching ${percentText(passed, total)}, ${count.toLocaleString('en')} found`);
	}

	progress.clear();
	if (format !== 'table' || count > 0) {
		await rows.end();
	}

	const isWhole = tellProblems(checkpoint, problems, terminal);
	if (count === max) {
		complain(terminal, `ended after ${max} ${max === 1 ? 'match' : 'matches'}, as --max says`);
	} else if (started.notDumped.size > 0) {
		complain(terminal, `not in the dump, and so not searched: ${amountsText(started.notDumped)}`);
	}

	if (count > 0) {
		return found;
	}

	return isWhole ? notFound : failed;
}

/** Which of several patterns was found. */
function patternTeller({typed, set}: NonNullable<Sought['several']>): (found: Found) => Untrusted | undefined {
	return ({place, match: at}) => {
		const {before, match, after} = place.surroundings(at, set.reach);
		const index = set.which(Buffer.concat([before, match, after]), before.length, before.length + match.length);
		return index === undefined ? undefined : Untrusted.from(typed[index]!);
	};
}
