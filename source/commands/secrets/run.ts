import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {recogniserSet} from '../../forensics/secrets/recogniser-set.js';
import {recognisers} from '../../forensics/secrets/recognisers.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {amountsText} from '../../views/lost-memory.js';
import {Problems} from '../../views/problems.js';
import {startSearch} from '../../views/search/checkpoint-search.js';
import {FoundSecrets} from '../../views/search/found-secrets.js';
import {secretColumns} from '../../views/search/secret-columns.js';
import type {Run, Values} from '../command.js';
import {withCheckpoint} from '../open.js';
import {rowsText} from '../output/rows.js';
import {percentText, progressLine} from '../progress-line.js';
import {tellProblems} from '../search/tell-problems.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {secretsOptions} from './command.js';

/** Prints the secrets that are found. */
export const run: Run<typeof secretsOptions> = async ({operands, options, terminal}) =>
	withCheckpoint(operands[0]!, terminal, async checkpoint => printSecrets(checkpoint, options, terminal));

async function printSecrets(checkpoint: Checkpoint, {pid, scope, show: isShown, format}: Values<typeof secretsOptions>, terminal: Terminal): Promise<number> {
	const problems = new Problems();
	const set = recogniserSet(recognisers);
	const processes = processesWithMemory(checkpoint, pid, problems);
	const {hasCommon, notDumped, news} = startSearch(checkpoint, {pattern: set.pattern, scope, processes, areAll: pid.length === 0}, problems);
	const secrets = new FoundSecrets(set);
	const progress = progressLine(terminal);
	for await (const {found, passed, total} of news()) {
		for (const one of found) {
			secrets.add(one);
		}

		progress.show(`looking for secrets ${percentText(passed, total)}`);
	}

	progress.clear();
	await print(terminal.output, rowsText(secretColumns({scope, hasCommon, isShown}), secrets.secrets(), {format, columns: terminal.columns}));
	if (secrets.isFull) {
		problems.add('There are more secrets than were kept');
	}

	const isWhole = tellProblems(checkpoint, problems, terminal);
	if (notDumped.size > 0) {
		complain(terminal, `not in the dump, and so not looked at: ${amountsText(notDumped)}`);
	}

	return isWhole ? 0 : 1;
}
