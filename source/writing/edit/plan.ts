import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {counted} from '../../checkpoint/compose.js';
import {Breath} from '../../forensics/breath.js';
import type {Edit, Patch, Place} from '../../forensics/edit/edit.js';
import {editableTar, type TarTarget} from '../../forensics/edit/edited-tar.js';
import {locate} from '../../forensics/edit/locate.js';
import {refuseOverlaps} from '../../forensics/edit/patches.js';
import {nextRecord} from '../../forensics/edit/record-name.js';
import {sharersOf, type Sharers} from '../../forensics/edit/sharers.js';
import {Untrusted} from '../../text/untrusted.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {Problems} from '../../views/problems.js';

/** What a copy of a checkpoint is to have other than the checkpoint. */
export type EditPlan = {
	readonly checkpoint: Checkpoint;
	/** What complaints about the checkpoint are told of. */
	readonly name: string;
	/** Undefined where the checkpoint is a directory. */
	readonly tar: TarTarget['tar'] | undefined;
	readonly patches: readonly Patch[];
	readonly sharers: Sharers;
	/** The key of the record. */
	readonly record: string;
};

/**
Finds where the bytes are that edits change, and who reads them too; others go on meanwhile.

@throws {InputError} when one of them can't be made, or the checkpoint is none that can be edited
*/
export async function planEdits(checkpoint: Checkpoint, edits: readonly Edit[], name: string): Promise<EditPlan> {
	const {archive, images} = checkpoint;
	const tar = editableTar(archive, name);
	const patches = edits.flatMap(edit => {
		const [process] = processesWithMemory(checkpoint, [edit.pid], new Problems());
		return locate(checkpoint, process!.memory, edit);
	});
	refuseOverlaps(patches);
	const breath = new Breath();
	const steps = sharersOf(checkpoint, patches);
	let step = steps.next();
	for (; step.done !== true; step = steps.next()) {
		if (breath.isDue) {
			await breath.take();
		}
	}

	return {checkpoint, name, tar, patches, sharers: step.value, record: nextRecord(archive, images)};
}

/** What is changed for others too, or may be. */
export function sharedPatches({patches, sharers}: EditPlan): Array<{readonly patch: Patch; readonly others: readonly Place[]}> {
	return patches.map(patch => ({patch, others: sharers.others.get(patch)!})).filter(({patch, others}) => patch.isShared || others.length > 0);
}

/** Of which processes it is not known whether they read what is changed. */
export function unknownSharers({sharers}: EditPlan): string[] {
	return sharers.problems.map(({message}) => `${message}: whether the process has these bytes too is not known`);
}

export function placeText({pid, address}: Place): string {
	return `process ${pid} at 0x${address.toString(16)}`;
}

/** What a patch changes, and where: `process 1 at 0x422000: 2 bytes at byte 0 of checkpoint/pages-3.img`. */
export function patchText(patch: Patch, others: readonly Place[]): string {
	const places = others.length === 0 ? '' : `, and so of ${others.map(place => placeText(place)).join(', ')}`;
	return `${placeText(patch)}${places}: ${counted(patch.after.length, 'byte')} at byte ${patch.offset} of ${patch.file.name.toString()}`;
}

/** The name of the record, printable. */
export function recordName({record}: EditPlan): string {
	return new Untrusted(Buffer.from(record, 'latin1')).toString();
}
