import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import type {FileTable} from '../file-table.js';
import {requireNotLost} from '../required.js';
import type {Content} from './content.js';
import {joined} from './segments.js';

/**
What waits in pipes and FIFOs.

@throws {InputError} when the image of it is lost or damaged
*/
export function pipeContents(images: ImageDirectory, files: FileTable): Content[] {
	const open = orNothing(() => [...files.entries()]) ?? [];
	const ends = Map.groupBy(open.flatMap(({pipe, fifo}) => pipe ?? fifo ?? []), ({pipe_id: id}) => id);
	return ['pipes-data.img', 'fifo-data.img'].flatMap(image => {
		requireNotLost(images, image);
		return images.entries(image, 'pipe_data_entry').map(({message: {pipe_id: id}, extra}): Content => {
			const ids = (ends.get(id) ?? []).map(end => end.id);
			const name = ids.map(end => orNothing(() => files.reference(end)?.path)).find(path => path !== undefined);
			return {kind: 'pipe', name: name ?? Untrusted.from(`pipe:[${id}]`), files: ids, ...joined([extra])};
		});
	});
}
