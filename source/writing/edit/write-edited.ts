import {withNewFile} from '../../archive/new-file.js';
import {unpackable} from '../../archive/pack-tar.js';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import {Breath} from '../../forensics/breath.js';
import {editedFiles} from '../../forensics/edit/digests.js';
import {writeEditedFolder} from '../../forensics/edit/edited-folder.js';
import {writeEditedTar, type TarTarget} from '../../forensics/edit/edited-tar.js';
import {changesByFile} from '../../forensics/edit/patches.js';
import type {ShowStep} from '../../views/step.js';
import type {EditPlan} from './plan.js';
import {recordOf} from './record.js';

/** Who is told how it goes. */
export type Listener = {
	/** What it throws gives up the copy. */
	readonly show: ShowStep;
	/** Something is not as it was in the checkpoint, and can't be. */
	complain(text: string): void;
};

/**
Writes the copy that is planned; others go on meanwhile.

@throws {InputError} when it can't be read or written, or when what is there is not to be replaced
*/
export async function writeEdited(plan: EditPlan, target: Target, listener: Listener): Promise<void> {
	const {name, tar, record: key} = plan;
	await (tar === undefined
		// A directory is never replaced.
		? writeWhole({output: target.output, evidence: target.evidence}, async temporary => writeFolder(temporary, plan, listener))
		: writeWhole(target, async temporary => withNewFile(temporary, async fd => writeTar(fd, {tar, name, key}, plan, listener))));
}

async function writeTar(fd: number, target: TarTarget, {checkpoint: {archive}, patches, sharers: {others}}: EditPlan, listener: Listener): Promise<void> {
	const {plain, stored} = target.tar;
	const size = plain.size + (plain === stored ? 0 : stored.size) + editedSize(patches);
	await counting(size, listener, function * () {
		const files = yield * editedFiles(changesByFile(patches));
		yield * writeEditedTar(fd, target, patches, original => recordOf({archive, patches, others, files, original}));
	});
}

async function writeFolder(temporary: string, {checkpoint: {archive}, patches, sharers: {others}, record: key}: EditPlan, listener: Listener): Promise<void> {
	for (const member of unpackable(archive)) {
		listener.complain(`${member.name.toString()} is left out: it is no file, directory or symbolic link`);
	}

	const size = Iterator.from(archive.members()).reduce((sum, member) => sum + member.size, editedSize(patches));
	await counting(size, listener, function * () {
		const files = yield * editedFiles(changesByFile(patches));
		const content = recordOf({archive, patches, others, files, original: undefined});
		yield * writeEditedFolder({archive, folder: temporary, record: {key, content}}, patches);
	});
}

/** Bytes of the files that patches are in, which are read once more. */
function editedSize(patches: EditPlan['patches']): number {
	return changesByFile(patches).keys().reduce((sum, file) => sum + file.size, 0);
}

/** Does work that tells how many bytes it has read since. */
async function counting(total: number, {show}: Listener, work: () => Iterable<number>): Promise<void> {
	let done = 0;
	const breath = new Breath();
	for (const count of work()) {
		done += count;
		if (breath.isDue) {
			show({doing: 'copying', done, total});
			await breath.take();
		}
	}
}
