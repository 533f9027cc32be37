import type {ImageDirectory} from '../../criu/image-directory.js';
import type {Entry, EntryOf} from '../../criu/image.js';
import type {Piece, Segment} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import type {FileTable} from '../file-table.js';
import {ghostImage, remapOf} from '../remap.js';
import type {Content} from './content.js';
import {joined} from './segments.js';

const imageName = /^ghost-file-[\da-f]+\.img$/v;

/**
The files that were open without a name, by what they were called.

@throws {InputError} when an image of them is damaged
*/
export function removedFileContents(images: ImageDirectory, files: FileTable): Content[] {
	const remaps = images.messages('remap-fpath.img', 'remap_file_path_entry').filter(entry => remapOf(entry).kind === 'ghost');
	const ids = Map.groupBy(remaps, entry => ghostImage(remapOf(entry)));
	return images.names().filter(name => imageName.test(name)).map((image): Content => {
		const open = (ids.get(image) ?? []).map(({orig_id: id}) => id);
		const name = open.map(id => orNothing(() => files.reference(id)?.path)).find(path => path !== undefined);
		return {kind: 'removed-file', name: name ?? Untrusted.from(image), files: open, segments: segmentsOf(images.image(image).entries)};
	});
}

// In one piece, or in those that the file has data in; between them are holes.
function segmentsOf(entries: readonly Entry[]): Segment[] {
	const segments: Array<{start: bigint; length: number; pieces: Piece[]}> = [];
	for (const entry of entries) {
		if (entry.type === 'ghost_file_entry' && entry.extra !== undefined) {
			return joined([entry.extra]);
		}

		if (entry.type !== 'ghost_chunk_entry' || entry.problem !== undefined) {
			continue;
		}

		const [added] = chunk(entry);
		const last = segments.at(-1);
		if (added !== undefined && last !== undefined && last.start + BigInt(last.length) === added.start) {
			last.pieces.push(...added.pieces);
			last.length += added.length;
		} else if (added !== undefined) {
			segments.push({...added, pieces: [...added.pieces]});
		}
	}

	return segments;
}

function chunk({message: {off}, extra}: EntryOf<'ghost_chunk_entry'>): Segment[] {
	return joined([extra], off);
}
