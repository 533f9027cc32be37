import {lazy} from '../../archive/attempt.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {Entry} from '../../criu/image.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import type {FileTable} from '../file-table.js';
import {ghostImage, remapOf} from '../remap.js';
import type {ContentQuestion} from './content.js';
import {extentOf, joined, type Extent, type PlacedPayload} from './segments.js';

const imageName = /^ghost-file-[\da-f]+\.img$/v;

/** The files that were open without a name, by what they were called. A question for each: the image of one may be damaged. */
export function removedFileContents(images: ImageDirectory, files: FileTable): ContentQuestion[] {
	const idsByImage = lazy(() => {
		const remaps = images.messages('remap-fpath.img', 'remap_file_path_entry').filter(entry => remapOf(entry).kind === 'ghost');
		return Map.groupBy(remaps, entry => ghostImage(remapOf(entry)));
	});
	return images.names().filter(name => imageName.test(name)).map(image => () => {
		const open = (idsByImage().get(image) ?? []).map(({orig_id: id}) => id);
		const name = open.map(id => orNothing(() => files.reference(id)?.path)).find(path => path !== undefined);
		return [{kind: 'removed-file', name: name ?? Untrusted.from(image), files: open, ...extentIn(images.image(image).entries)}];
	});
}

// In one piece, or in those that the file has data in; between them are holes.
function extentIn(entries: readonly Entry[]): Extent {
	const chunks: PlacedPayload[] = [];
	for (const entry of entries) {
		if (entry.type === 'ghost_file_entry' && entry.extra !== undefined) {
			return joined([entry.extra]);
		}

		if (entry.type === 'ghost_chunk_entry' && entry.problem === undefined) {
			chunks.push({start: entry.message.off, payload: entry.extra});
		}
	}

	return extentOf(chunks);
}
