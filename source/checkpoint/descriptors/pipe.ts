import type {fifo_entry, pipe_entry} from '../../criu/schema/messages.js';
import {orComplaint} from '../complaint.js';
import {counted} from '../compose.js';
import {access} from '../open-flags.js';
import type {Detail, Resolution, Scope} from './resolution.js';

export function resolvePipe(pipe: pipe_entry, scope: Scope): Resolution {
	return {
		type: 'pipe',
		target: `pipe:[${pipe.pipe_id}] ${endName(pipe.flags)}`,
		details: details(pipe, pipe.flags, scope),
		flags: pipe.flags,
		inode: pipe.pipe_id,
	};
}

/** A named pipe: CRIU keeps its name and its flags in an entry of their own. */
export function resolveFifo(fifo: fifo_entry, scope: Scope): Resolution {
	const file = fifo.regf_id === undefined ? undefined : scope.files.entry(fifo.regf_id)?.reg;
	const flags = file?.flags;
	const deleted = orComplaint(() => file !== undefined && scope.files.remap(file.id) !== undefined, 'whether it was deleted is');
	return {
		type: 'fifo',
		target: file?.name ?? `pipe:[${fifo.pipe_id}]`,
		details: [
			flags === undefined ? undefined : endName(flags),
			...details(fifo, flags ?? 2, scope),
			...typeof deleted === 'boolean' ? [] : [deleted],
		],
		deleted: typeof deleted === 'boolean' ? deleted : undefined,
		...(flags !== undefined && {flags}),
	};
}

function endName(flags: number): string {
	const {read, write} = access(flags);
	return read && write ? 'both ends' : `${read ? 'read' : 'write'} end`;
}

function details(pipe: pipe_entry | fifo_entry, flags: number, {endpoints, holders, queues}: Scope): Array<Detail | undefined> {
	const {read, write} = access(flags);
	const {readers, writers} = endpoints.pipe(pipe);
	return [
		orComplaint(() => `${counted(queues.pipe(pipe.pipe_id)?.bytes ?? 0, 'byte')} queued`, 'what is queued is'),
		read && write ? undefined : {relation: `${read ? 'write' : 'read'} end: ${holders.text(read ? writers : readers)}`},
	];
}
