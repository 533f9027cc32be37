import fs from 'node:fs';
import {InputError} from '../../archive/byte-source.js';
import {withNewFile} from '../../archive/new-file.js';
import {openRegularFile, systemComplaint} from '../../archive/open-file.js';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatCount} from '../../views/format.js';
import {checkpointFileOf, type CheckpointFile} from '../checkpoint-file.js';
import type {BookmarksFile} from './bookmark.js';
import {bookmarksJson} from './bookmarks-json.js';
import {parseBookmarks} from './parse-bookmarks.js';

// More than anybody makes by hand.
const largest = 16 * 1024 * 1024;

/**
Reads a file of bookmarks.

@throws {InputError} when it can't be read, or is none
*/
export function readBookmarks(file: string): BookmarksFile {
	const name = Untrusted.from(file).toString();
	const {fd, stat} = openRegularFile(file, name);
	try {
		if (stat.size > largest) {
			throw new InputError(name, 'too large for bookmarks');
		}

		return parseBookmarks(fs.readFileSync(fd), name);
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	} finally {
		fs.closeSync(fd);
	}
}

/**
Writes bookmarks to a file that only its owner may read.

@throws {InputError}
*/
export async function writeBookmarks(target: Target, bookmarks: BookmarksFile): Promise<void> {
	await writeWhole(target, async temporary => withNewFile(temporary, async fd => {
		fs.writeFileSync(fd, bookmarksJson(bookmarks));
	}));
}

/** That bookmarks are of another checkpoint; undefined where nothing says so. */
export function otherCheckpointText(checkpoint: Checkpoint, {checkpoint: theirs}: BookmarksFile): string | undefined {
	const ours = checkpointFileOf(checkpoint);
	return ours.name.equals(theirs.name) && ours.size === theirs.size ? undefined : `the bookmarks are of ${fileText(theirs)}, and this is ${fileText(ours)}`;
}

function fileText({name, size}: CheckpointFile): string {
	return size === undefined ? name.toString() : `${name.toString()} of ${formatCount(size)} bytes`;
}
