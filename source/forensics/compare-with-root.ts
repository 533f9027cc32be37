import fs from 'node:fs';
import type {ByteSource} from '../archive/byte-source.js';
import {chunksOf} from '../archive/chunks.js';
import type {Member, MemberKind} from '../archive/archive.js';
import type {SavedFile} from '../checkpoint/saved-files/saved-file.js';
import type {Found, RootFolder} from './root-folder.js';

/** How a file that the container wrote differs from that of its image. */
export type Comparison =
	| {readonly change: 'added' | 'unchanged'}
	/** `differs` are words: `content`, `mode`, `owner`, `type`, `target`. */
	| {readonly change: 'changed'; readonly differs: readonly string[]};

/**
Compares a file that the container has written with what its image has there. Times are not compared: whoever changed nothing may have touched it.

@throws {InputError} when one of them can't be read
*/
export function compareWithRoot({path, kind, member}: SavedFile & {readonly member: Member}, root: RootFolder): Comparison {
	const found = root.entry(path);
	if (found === undefined) {
		return {change: 'added'};
	}

	// The file that a hard link stands for is compared.
	const kinds: readonly [MemberKind | undefined, MemberKind] = [kindOf(found), kind === 'hard-link' ? 'file' : kind as MemberKind];
	if (kinds[0] !== kinds[1]) {
		return {change: 'changed', differs: ['type']};
	}

	const {stat} = found;
	const differs = [
		...member.source !== undefined && !hasContent(found, member.source, path.toString()) ? ['content'] : [],
		...kind === 'symlink' && root.target(found) !== member.target?.toKey() ? ['target'] : [],
		...kind !== 'symlink' && (stat.mode & 0o7777) !== member.mode ? ['mode'] : [],
		...stat.uid !== member.uid || stat.gid !== member.gid ? ['owner'] : [],
	];
	return differs.length === 0 ? {change: 'unchanged'} : {change: 'changed', differs};
}

function kindOf({stat}: Found): MemberKind | undefined {
	const kinds: ReadonlyArray<readonly [boolean, MemberKind]> = [
		[stat.isFile(), 'file'],
		[stat.isDirectory(), 'directory'],
		[stat.isSymbolicLink(), 'symlink'],
		[stat.isFIFO(), 'fifo'],
		[stat.isCharacterDevice(), 'character-device'],
		[stat.isBlockDevice(), 'block-device'],
	];
	return kinds.find(([is]) => is)?.[1];
}

function hasContent({path, stat}: Found, source: ByteSource, name: string): boolean {
	if (stat.size !== source.size) {
		return false;
	}

	const fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
	try {
		let position = 0;
		for (const chunk of chunksOf(source, name)) {
			const other = Buffer.alloc(chunk.length);
			if (fs.readSync(fd, other, 0, other.length, position) < other.length || !other.equals(chunk)) {
				return false;
			}

			position += chunk.length;
		}

		return true;
	} finally {
		fs.closeSync(fd);
	}
}
