import type {Descriptor, Socket} from '../checkpoint/model.js';

/** What each document that lists descriptors has of one, under the same names: the first two, which are checkpointctl's, and more. */
export function descriptorFields({fd, rawType, flags, closeOnExec, position, deleted}: Descriptor) {
	return {
		type: rawType,
		fd: `${rawType} ${fd}`,
		flags,
		close_on_exec: closeOnExec,
		position,
		deleted,
	};
}

/** What each document that lists sockets has of one, under the same names: the first, which is checkpointctl's, and more. */
export function socketFields({family, transport, local, remote, inode, receiveQueue, sendQueue, peer}: Socket) {
	return {
		type: transport ?? family.toUpperCase(),
		family,
		local,
		remote,
		inode,
		receive_queue: receiveQueue,
		send_queue: sendQueue,
		peer,
	};
}
