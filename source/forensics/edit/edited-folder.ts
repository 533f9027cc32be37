import fs from 'node:fs';
import type {Archive, Member} from '../../archive/archive.js';
import {InputError} from '../../archive/byte-source.js';
import {chunksOf} from '../../archive/chunks.js';
import {shownName} from '../../archive/member-name.js';
import type {Patch} from './edit.js';
import {applyChanges, changesByFile, type Change} from './patches.js';
import {SparseOutput} from './sparse-output.js';

type Copy = {
	readonly archive: Archive;
	/** A new one, which only its owner may look into. */
	readonly folder: string;
	/** A file more, by its key. */
	readonly record: {readonly key: string; readonly content: Uint8Array};
};

/**
Copies the directories, files and symbolic links of a directory, with modes, times and, for root, owners, but for what patches change.

@yields bytes that were read since
@throws {InputError} when not all of it is known, or a file can't be read
*/
export function * writeEditedFolder({archive, folder, record}: Copy, patches: readonly Patch[]): Generator<number> {
	const [problem] = archive.problems;
	if (problem !== undefined) {
		throw problem;
	}

	const changes = changesByFile(patches);
	fs.mkdirSync(folder, {mode: 0o700});
	const folders: Array<{readonly target: Buffer; readonly member: Member}> = [];
	for (const member of archive.members()) {
		const target = within(folder, member.name.bytes);
		if (member.kind === 'directory') {
			fs.mkdirSync(target, {mode: 0o700});
			folders.push({target, member});
		} else if (member.target !== undefined) {
			fs.symlinkSync(Buffer.from(member.target.bytes), target);
			requireSameParent(member, archive.path, folder);
		} else if (member.source !== undefined) {
			yield * copyFile(target, member as Patch['file'], changes.get(member as Patch['file']) ?? []);
		}
	}

	fs.writeFileSync(within(folder, Buffer.from(record.key, 'latin1')), record.content, {flag: 'wx', mode: 0o600});
	for (const {target, member} of folders.reverse()) {
		setAttributes(target, member);
	}
}

function * copyFile(target: Buffer, member: Patch['file'], changes: readonly Change[]): Generator<number> {
	const fd = fs.openSync(target, 'wx', 0o600);
	try {
		const output = new SparseOutput(fd);
		for (const chunk of chunksOf(member.source, shownName(member.name))) {
			applyChanges(chunk, output.size, changes);
			output.write(chunk);
			yield chunk.length;
		}

		output.end();
	} finally {
		fs.closeSync(fd);
	}

	setAttributes(target, member);
}

function setAttributes(target: Buffer, {mode, uid, gid, mtime}: Member): void {
	if (process.getuid?.() === 0) {
		fs.chownSync(target, uid, gid);
	}

	fs.chmodSync(target, mode);
	fs.utimesSync(target, mtime, mtime);
}

// CRIU follows the link `parent` to the dump that one builds on.
function requireSameParent({key, name}: Member, original: string, copy: string): void {
	if (key !== 'parent' && !key.endsWith('/parent')) {
		return;
	}

	const from = whereTo(within(original, name.bytes));
	const isOutside = from !== undefined && !`${from}/`.startsWith(`${fs.realpathSync(original)}/`);
	if (isOutside && whereTo(within(copy, name.bytes)) !== from) {
		throw new InputError(shownName(name), 'leads out of the checkpoint to a dump that it builds on, and would not lead there from the copy: write that beside the original');
	}
}

function within(folder: string, name: Uint8Array): Buffer {
	return Buffer.concat([Buffer.from(`${folder}/`), name]);
}

function whereTo(link: Buffer): string | undefined {
	try {
		return fs.realpathSync(link);
	} catch {
		return undefined;
	}
}
