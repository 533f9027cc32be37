import type {pidfd_entry} from '../../criu/schema/messages.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import type {Resolution, Scope} from './resolution.js';

/** A descriptor that stands for a process. */
export function resolvePidfd(file: pidfd_entry, {comm}: Scope): Resolution {
	const name = orNothing(() => comm(file.nspid));
	return {
		type: 'pidfd',
		target: 'anon_inode:[pidfd]',
		details: [compose(`process ${file.nspid} `, name ?? 'which is not in this checkpoint')],
		flags: file.flags,
	};
}
