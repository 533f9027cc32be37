import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {amountsText} from '../../views/lost-memory.js';
import {Problems} from '../../views/problems.js';
import {findSecrets} from '../../views/search/find-secrets.js';
import {secretColumns} from '../../views/search/secret-columns.js';
import type {Run, Values} from '../command.js';
import {withCheckpoint} from '../open.js';
import {rowsText} from '../output/rows.js';
import {withProgress} from '../progress-line.js';
import {tellProblems} from '../search/tell-problems.js';
import {complain, print, type Terminal} from '../terminal.js';
import type {secretsOptions} from './command.js';

/** Prints the secrets that are found. */
export const run: Run<typeof secretsOptions> = async ({operands, options, terminal}) =>
	withCheckpoint(operands[0]!, terminal, async checkpoint => printSecrets(checkpoint, options, terminal));

async function printSecrets(checkpoint: Checkpoint, {pid, scope, show: isShown, format}: Values<typeof secretsOptions>, terminal: Terminal): Promise<number> {
	const problems = new Problems();
	const {secrets, hasCommon, notDumped} = await withProgress(terminal, async ({showStep}) => findSecrets(checkpoint, {pids: pid, scope, problems, show: showStep}));
	await print(terminal.output, rowsText(secretColumns({scope, hasCommon, isShown}), secrets, {format, columns: terminal.columns}));
	const isWhole = tellProblems(checkpoint, problems, terminal);
	if (notDumped.size > 0) {
		complain(terminal, `not in the dump, and so not looked at: ${amountsText(notDumped)}`);
	}

	return isWhole ? 0 : 1;
}
