import {listed} from '../../checkpoint/compose.js';
import {refusal} from '../../forensics/edit/edit.js';
import {Untrusted} from '../../text/untrusted.js';
import {patchText, placeText, planEdits, recordName, sharedPatches, unknownSharers, type EditPlan} from '../../writing/edit/plan.js';
import {writeEdited} from '../../writing/edit/write-edited.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {withProgress} from '../progress-line.js';
import {complain, print} from '../terminal.js';
import type {editOptions} from './command.js';
import {editsOf} from './edits.js';

/** Writes a copy of a checkpoint with other bytes in the memory of a process. */
export const run: Run<typeof editOptions> = async ({operands, options: {pid, output, shared, force, ...given}, terminal}) => {
	const [file] = operands as [string];
	if (pid === undefined || output === undefined) {
		throw new UsageError('edit takes --pid and --output');
	}

	const edits = editsOf(pid, given);
	return withCheckpoint(file, terminal, async checkpoint => {
		const name = shown(file);
		const plan = await planEdits(checkpoint, edits, name);
		if (!shared) {
			refuseShared(plan);
		}

		await withProgress(terminal, async ({showStep}) => writeEdited(plan, {output, evidence: file, replaces: force}, {
			show: showStep,
			complain(text) {
				complain(terminal, text);
			},
		}));

		const unknown = unknownSharers(plan);
		for (const text of unknown) {
			complain(terminal, text);
		}

		const {compression} = checkpoint.archive;
		await print(terminal.output, [
			...plan.patches.map(patch => `${patchText(patch, plan.sharers.others.get(patch)!)}\n`),
			`Wrote ${shown(output)}${compression === 'none' ? '' : `, a plain tar where ${name} is compressed with ${compression}`}; ${recordName(plan)} in it says what was changed\n`,
		]);
		return unknown.length === 0 ? 0 : 1;
	});
};

/**
Shared memory is changed where that was asked for.

@throws {InputError} when others read the bytes too, or may
*/
function refuseShared(plan: EditPlan): void {
	const [first] = sharedPatches(plan);
	if (first === undefined) {
		return;
	}

	const {patch, others} = first;
	const told = others.length === 0 ? '' : `, which ${listed(others.map(place => placeText(place))).toString()} ${others.length === 1 ? 'reads' : 'read'} too`;
	throw refusal(patch, `the page is shared memory${told}: --shared changes it for all that share it`);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
