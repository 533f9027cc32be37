import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Content} from '../checkpoint/contents/content.js';
import {FileTable} from '../checkpoint/file-table.js';
import {layoutOf} from '../checkpoint/layout.js';
import {SavedPlaces} from '../checkpoint/saved-files/saved-places.js';
import {savedContents} from './saved-files.js';

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
