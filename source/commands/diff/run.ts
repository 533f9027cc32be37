import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Doubt} from '../../views/diff/both.js';
import {compareCheckpoints, isDifferent, subjects, type Subject} from '../../views/diff/checkpoint-diff.js';
import type {Both} from '../../views/diff/difference.js';
import {isSameContainer, sideFacts, type SideFacts} from '../../views/diff/side-facts.js';
import type {Run, Values} from '../command.js';
import {withCheckpoint} from '../open.js';
import {withProgress} from '../progress-line.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {diffOptions} from './command.js';
import {diffJson} from './json.js';
import {diffText} from './text.js';

type DiffOptions = Values<typeof diffOptions>;

export const run: Run<typeof diffOptions> = async ({operands, options, terminal}) => {
	const [a, b] = operands;
	try {
		return await withCheckpoint(a!, terminal, async before => withCheckpoint(b!, terminal, async after => compare({a: before, b: after}, options, terminal)));
	} catch (error) {
		if (!(error instanceof InputError)) {
			throw error;
		}

		complain(terminal, error.message);
		return options['exit-code'] ? 2 : 1;
	}
};

async function compare(checkpoints: Both<Checkpoint>, options: DiffOptions, terminal: Terminal): Promise<number> {
	const sides = {a: sideFacts(checkpoints.a), b: sideFacts(checkpoints.b)};
	if (isSameContainer(sides.a, sides.b) === false) {
		complain(terminal, `these are checkpoints of different containers, ${nameOf(sides.a)} and ${nameOf(sides.b)}: compared all the same`);
	}

	// As with checkpointctl, 0 means every process.
	const pids = options.pid.filter(pid => pid !== 0);
	const difference = await withProgress(terminal, async ({showStep}) => compareCheckpoints(checkpoints, {subjects: subjectsOf(options, pids), pids, show: showStep}));
	const shown = {checkpoints, sides, difference, options};
	await print(terminal.output, options.format === 'json' ? diffJson(shown) : diffText(shown, terminal.columns));
	for (const doubt of difference.doubts) {
		complain(terminal, doubtText(doubt));
	}

	const isDoubtful = [difference.doubts, checkpoints.a.archive.problems, checkpoints.b.archive.problems].some(problems => problems.length > 0);
	if (!options['exit-code']) {
		return isDoubtful ? 1 : 0;
	}

	return isDoubtful ? 2 : (isDifferent(difference) ? 1 : 0);
}

// Everything but what takes long; of single processes only what they have.
function subjectsOf(options: DiffOptions, pids: readonly number[]): ReadonlySet<Subject> {
	const asked = subjects.filter(subject => options.all || options[subject]);
	const usual: readonly Subject[] = pids.length === 0 ? subjects.filter(subject => subject !== 'memory') : ['files', 'sockets', 'maps'];
	return new Set(asked.length === 0 ? usual : asked);
}

function nameOf({name, id, path}: SideFacts): string {
	return name === undefined ? path.toString() : `${name.toString()} (${id?.toString().slice(0, 12)})`;
}

// A damaged image may be the end of a thousand processes.
const mostPids = 8;

function doubtText({side, pids, error}: Doubt): string {
	const more = pids.length > mostPids ? ` and ${pids.length - mostPids} more` : '';
	return `${side.toUpperCase()}: ${pids.length === 0 ? '' : `pid ${pids.slice(0, mostPids).join(', ')}${more}: `}${error.message}`;
}
