import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Content} from '../checkpoint/contents/content.js';
import {storedContent} from '../checkpoint/contents/stored-files.js';
import {FileTable} from '../checkpoint/file-table.js';
import {layoutOf} from '../checkpoint/layout.js';
import type {SavedFile} from '../checkpoint/saved-files/saved-file.js';
import {SavedPlaces, type SavedPath} from '../checkpoint/saved-files/saved-places.js';

/**
What was saved of an open file that has its name still, if anything: it may have been changed, have been on a tmpfs or in a volume.

@throws {PendingError} until the saved trees are open, where it may be in one
@throws {InputError} when an image that tells where it was is damaged, or the tree that it should be in
*/
export function savedForFile({images, savedTrees}: Checkpoint, id: number): Content[] {
	const {reg} = new FileTable(images).entry(id) ?? {};
	const place = reg && new SavedPlaces(layoutOf(images)).of(reg);
	const file = place && savedTrees.file(place);
	return file === undefined ? [] : savedContents(file);
}

/** What is in a file. */
export function savedContents({path: name, member}: SavedFile): Content[] {
	const source = member?.source;
	return source === undefined || source.size === 0 ? [] : [storedContent(name, source)];
}

/**
Ids of the files that were open, or mapped, and had their names still, which are this saved one.

@throws {InputError} when an image that tells of them is damaged
*/
export function openFilesAt({images}: Checkpoint, {tree, path}: SavedPath): number[] {
	const files = new FileTable(images);
	const places = new SavedPlaces(layoutOf(images));
	const entries = [...files.entries()];
	const named = new Set(entries.flatMap(({id, reg}) => {
		const place = reg && files.isDeleted(id) === false ? places.of(reg) : undefined;
		return place?.tree === tree && place.path === path ? [id] : [];
	}));
	// A FIFO and a terminal have their names from a description of their own.
	return entries.flatMap(({id, fifo, tty}) => named.has(id) || named.has((fifo ?? tty)?.regf_id ?? -1) ? [id] : []);
}
