import {chunksOf} from '../../archive/chunks.js';
import {shownName} from '../../archive/member-name.js';
import {sha256} from '../digest.js';
import type {Patch} from './edit.js';
import {applyChanges, type Change} from './patches.js';

/** SHA-256 of a file that is edited, in hexadecimal. */
export type EditedFile = {readonly file: Patch['file']; readonly before: string; readonly after: string};

/**
Reads the files that are edited.

@yields bytes that were read since
@returns what they are, and what they will be
@throws {InputError} when one can't be read
*/
export function * editedFiles(changes: ReadonlyMap<Patch['file'], readonly Change[]>): Generator<number, EditedFile[]> {
	const edited = [];
	for (const [file, inFile] of changes) {
		const [before, after] = [sha256(), sha256()];
		let position = 0;
		for (const chunk of chunksOf(file.source, shownName(file.name))) {
			before.update(chunk);
			applyChanges(chunk, position, inFile);
			after.update(chunk);
			position += chunk.length;
			yield chunk.length;
		}

		edited.push({file, before: before.digest('hex'), after: after.digest('hex')});
	}

	return edited;
}
