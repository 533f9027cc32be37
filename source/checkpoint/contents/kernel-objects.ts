import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import type {FileTable} from '../file-table.js';
import type {Content} from './content.js';
import {apart, joined} from './segments.js';

/**
The messages in SysV queues, and SysV segments whose bytes stand in the image, as CRIU had it once.

@throws {InputError} when an image of them is damaged
*/
export function ipcContents(images: ImageDirectory): Content[] {
	const named = (pattern: RegExp) => images.names().filter(name => pattern.test(name));
	const queues = named(/^ipcns-msg-\d+\.img$/v).flatMap(image => images.entries(image, 'ipc_msg_entry'));
	const segments = named(/^ipcns-shm-\d+\.img$/v).flatMap(image => images.entries(image, 'ipc_shm_entry'));
	return [
		...queues.map(({message: {desc}, extra}): Content => ({kind: 'message-queue', name: Untrusted.from(`message queue ${desc.id}`), files: [], ...apart(extra.map(({data}) => data))})),
		...segments.flatMap(({message: {desc}, extra}): Content[] => extra === undefined ? [] : [{kind: 'shared-memory', name: Untrusted.from(`shared memory segment ${desc.id}`), files: [], ...joined([extra])}]),
	];
}

/**
The keys and the values of BPF maps.

@throws {InputError} when the image of them is damaged
*/
export function bpfContents(images: ImageDirectory, files: FileTable): Content[] {
	const open = orNothing(() => [...files.entries()]) ?? [];
	return images.entries('bpfmap-data.img', 'bpfmap_data_entry').flatMap(({message: {map_id: id}, extra: {keys, values}}) => {
		const maps = open.flatMap(({bpf}) => bpf?.map_id === id ? [bpf.id] : []);
		return ([['keys', keys], ['values', values]] as const).map(([what, payload]): Content => ({kind: 'bpf-map', name: Untrusted.from(`BPF map ${id} ${what}`), files: maps, ...joined([payload])}));
	});
}
