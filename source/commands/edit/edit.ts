import fs from 'node:fs';
import {unpackable} from '../../archive/pack-tar.js';
import {writeWhole} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {counted, listed} from '../../checkpoint/compose.js';
import {Breath} from '../../forensics/breath.js';
import {editedFiles} from '../../forensics/edit/digests.js';
import {refusal, type Edit, type Patch, type Place} from '../../forensics/edit/edit.js';
import {writeEditedFolder} from '../../forensics/edit/edited-folder.js';
import {editableTar, writeEditedTar, type TarTarget} from '../../forensics/edit/edited-tar.js';
import {locate} from '../../forensics/edit/locate.js';
import {changesByFile, refuseOverlaps} from '../../forensics/edit/patches.js';
import {nextRecord} from '../../forensics/edit/record-name.js';
import {sharersOf, type Sharers} from '../../forensics/edit/sharers.js';
import {Untrusted} from '../../text/untrusted.js';
import {processesWithMemory} from '../../views/chosen-processes.js';
import {Problems} from '../../views/problems.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {percentText, progressLine} from '../progress-line.js';
import {complain, print, type Terminal} from '../terminal.js';
import {recordOf} from '../../writing/edit/record.js';
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
		const {archive} = checkpoint;
		const name = shown(file);
		const tar = editableTar(archive, name);
		const patches = patchesOf(checkpoint, edits);
		const sharers = sharersOf(checkpoint, patches);
		refuseShared(patches, sharers, shared);
		const key = nextRecord(archive, checkpoint.images);
		const job = {checkpoint, patches, others: sharers.others, terminal};
		await (tar === undefined
			? writeWhole({output, evidence: file}, async temporary => writeFolder(temporary, key, job))
			: writeWhole({output, evidence: file, replaces: force}, async temporary => writeTar(temporary, {tar, name, key}, job)));
		for (const {message} of sharers.problems) {
			complain(terminal, `${message}: whether the process has these bytes too is not known`);
		}

		const record = new Untrusted(Buffer.from(key, 'latin1')).toString();
		await print(terminal.output, [
			...patches.map(patch => `${toldOf(patch, sharers.others.get(patch)!)}\n`),
			`Wrote ${shown(output)}${archive.compression === 'none' ? '' : `, a plain tar where ${name} is compressed with ${archive.compression}`}; ${record} in it says what was changed\n`,
		]);
		return sharers.problems.length === 0 ? 0 : 1;
	});
};

/**
Where the bytes are that edits change.

@throws {InputError} when one of them can't be made
*/
function patchesOf(checkpoint: Checkpoint, edits: readonly Edit[]): Patch[] {
	const patches = edits.flatMap(edit => {
		const [process] = processesWithMemory(checkpoint, [edit.pid], new Problems());
		return locate(checkpoint, process!.memory, edit);
	});
	refuseOverlaps(patches);
	return patches;
}

/**
Shared memory is changed where that was asked for.

@throws {InputError} when others read the bytes too, or may, and it was not
*/
function refuseShared(patches: readonly Patch[], {others}: Sharers, isAsked: boolean): void {
	if (isAsked) {
		return;
	}

	for (const patch of patches) {
		const places = others.get(patch)!;
		if (patch.isShared || places.length > 0) {
			const told = places.length === 0 ? '' : `, which ${listed(places.map(place => placeText(place))).toString()} ${places.length === 1 ? 'reads' : 'read'} too`;
			throw refusal(patch, `the page is shared memory${told}: --shared changes it for all that share it`);
		}
	}
}

type Job = {readonly checkpoint: Checkpoint; readonly patches: readonly Patch[]; readonly others: Sharers['others']; readonly terminal: Terminal};

async function writeTar(temporary: string, target: TarTarget, {checkpoint: {archive}, patches, others, terminal}: Job): Promise<void> {
	const fd = fs.openSync(temporary, 'wx', 0o600);
	try {
		const {plain, stored} = target.tar;
		await counting(terminal, plain.size + (plain === stored ? 0 : stored.size), patches, function * () {
			const files = yield * editedFiles(changesByFile(patches));
			yield * writeEditedTar(fd, target, patches, original => recordOf({archive, patches, others, files, original}));
		});
	} finally {
		fs.closeSync(fd);
	}
}

async function writeFolder(temporary: string, key: string, {checkpoint: {archive}, patches, others, terminal}: Job): Promise<void> {
	for (const member of unpackable(archive)) {
		complain(terminal, `${member.name.toString()} is left out: it is no file, directory or symbolic link`);
	}

	const size = Iterator.from(archive.members()).reduce((sum, member) => sum + member.size, 0);
	await counting(terminal, size, patches, function * () {
		const files = yield * editedFiles(changesByFile(patches));
		const content = recordOf({archive, patches, others, files, original: undefined});
		yield * writeEditedFolder({archive, folder: temporary, record: {key, content}}, patches);
	});
}

/** Does work that tells how many bytes it has read since; `size` is that of all, and what patches are in is read once more. */
async function counting(terminal: Terminal, size: number, patches: readonly Patch[], work: () => Iterable<number>): Promise<void> {
	const total = changesByFile(patches).keys().reduce((sum, file) => sum + file.size, size);
	const line = progressLine(terminal);
	let done = 0;
	const breath = new Breath();
	try {
		for (const count of work()) {
			done += count;
			if (breath.isDue) {
				line.show(`writing ${percentText(done, total)}`);
				await breath.take();
			}
		}
	} finally {
		line.clear();
	}
}

function toldOf(patch: Patch, others: readonly Place[]): string {
	const places = others.length === 0 ? '' : `, and so of ${others.map(place => placeText(place)).join(', ')}`;
	return `${placeText(patch)}${places}: ${counted(patch.after.length, 'byte')} at byte ${patch.offset} of ${patch.file.name.toString()}`;
}

function placeText({pid, address}: Place): string {
	return `process ${pid} at 0x${address.toString(16)}`;
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
