import path from 'node:path';
import {editEntries} from './edit-image.js';
import {editedCheckpoint} from './edited-checkpoint.js';

/** A copy of podman-zoo whose established connection (inode 74498) has received the first bytes of what waited to be read, and has sent the others. */
export function splitQueue(received: number): string {
	const folder = editedCheckpoint('podman-zoo', {});
	editEntries(path.join(folder, 'checkpoint/tcp-stream-12302.img'), entries => entries.map(entry => {
		if (entry.type !== 'tcp_stream_entry') {
			return entry;
		}

		const {source, position, length} = entry.extra.inq;
		return {
			...entry,
			message: {...entry.message, inq_len: received, outq_len: length - received},
			extra: {inq: {source, position, length: received}, outq: {source, position: position + received, length: length - received}},
		};
	}));
	return folder;
}
