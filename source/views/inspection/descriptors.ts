import {compose, join, type Part} from '../../checkpoint/compose.js';
import type {Descriptor, FileReference} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';
import {descriptorFields} from '../document-fields.js';
import type {Problems} from '../problems.js';

export type ProcessDescriptors = {
	readonly pid: number;
	readonly open_files?: readonly OpenFile[] | undefined;
};

export type OpenFile = {
	/** CRIU's name of the type, `REG`; empty for the working directory and the root. */
	readonly type: string;
	/** The type and the number: `REG 0`; `cwd`, `root`. */
	readonly fd: string;
	/** What it is. Pipes and UNIX sockets as checkpointctl writes them: `pipe[75377]`, `unix[74501 (74502) /name]` with the inodes of both ends. */
	readonly path: Untrusted;

	/** Of the open file description: descriptors with one are duplicates. */
	readonly id?: number | undefined;
	readonly detail?: Untrusted | undefined;
	readonly flags?: readonly string[] | undefined;
	readonly close_on_exec?: boolean | undefined;
	readonly position?: bigint | undefined;
	/** The file was removed. */
	readonly deleted?: true | undefined;
};

/** What each process has open, by fd, then its directories. A dead task is left out: CRIU keeps nothing of it. */
export function inspectDescriptors(processes: readonly Process[], problems: Problems): ProcessDescriptors[] {
	return processes.filter(process => problems.of(() => process.hasMemory)).map(process => {
		const open = [
			...(problems.of(() => process.descriptors) ?? []).map(descriptor => openFile(descriptor)),
			...directory('cwd', problems.of(() => process.cwd)),
			...directory('root', problems.of(() => process.root)),
		];
		return {pid: process.pid, open_files: open.length === 0 ? undefined : open};
	});
}

function openFile(descriptor: Descriptor): OpenFile {
	const {id, details, flags, deleted} = descriptor;
	return {
		...descriptorFields(descriptor),
		path: compose(path(descriptor)),
		id,
		detail: details.length === 0 ? undefined : join(details, '; '),
		flags: flags.length === 0 ? undefined : flags,
		deleted: deleted || undefined,
	};
}

function path({type, target, inode, socket}: Descriptor): Part {
	if (type === 'pipe') {
		return `pipe[${inode}]`;
	}

	return socket?.family === 'unix' ? compose(`unix[${socket.inode} (${socket.peerInode ?? 0}) `, socket.name ?? '', ']') : target;
}

function directory(fd: 'cwd' | 'root', reference: FileReference | undefined): OpenFile[] {
	return reference === undefined ? [] : [{type: '', fd, path: reference.path, deleted: reference.deleted || undefined}];
}
