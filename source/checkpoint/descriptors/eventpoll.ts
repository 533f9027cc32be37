import type {eventpoll_file_entry, eventpoll_tfd_entry} from '../../criu/schema/messages.js';
import {bitNames, type BitName} from '../bits.js';
import {type Part, compose, counted} from '../compose.js';
import type {Resolution, Scope} from './resolution.js';

// include/uapi/linux/eventpoll.h
const events: readonly BitName[] = [
	[0x1, 'EPOLLIN'],
	[0x2, 'EPOLLPRI'],
	[0x4, 'EPOLLOUT'],
	[0x8, 'EPOLLERR'],
	[0x10, 'EPOLLHUP'],
	[0x20, 'EPOLLNVAL'],
	[0x40, 'EPOLLRDNORM'],
	[0x80, 'EPOLLRDBAND'],
	[0x1_00, 'EPOLLWRNORM'],
	[0x2_00, 'EPOLLWRBAND'],
	[0x4_00, 'EPOLLMSG'],
	[0x20_00, 'EPOLLRDHUP'],
	[0x10_00_00_00, 'EPOLLEXCLUSIVE'],
	[0x20_00_00_00, 'EPOLLWAKEUP'],
	[0x40_00_00_00, 'EPOLLONESHOT'],
	[0x80_00_00_00, 'EPOLLET'],
];

/** `targetOf` names what one of the process's descriptors refers to. */
export function resolveEventpoll(file: eventpoll_file_entry, scope: Scope, targetOf: (id: number) => Part): Resolution {
	return {
		type: 'eventpoll',
		target: 'anon_inode:[eventpoll]',
		details: [`watches ${counted(file.tfd.length, 'descriptor')}`, ...file.tfd.toSorted((one, other) => one.tfd - other.tfd).map(target => watched(target, scope, targetOf))],
		flags: file.flags,
	};
}

// A watch stays with the file when the descriptor it was made with is closed.
function watched({tfd, events: mask}: eventpoll_tfd_entry, {idOf}: Scope, targetOf: (id: number) => Part): Part {
	const id = idOf(tfd);
	return compose(`fd ${tfd} `, id === undefined ? '(closed)' : targetOf(id), ` ${bitNames(mask, events).join('|')}`);
}
