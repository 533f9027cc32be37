import type {unix_sk_entry} from '../../criu/schema/messages.js';
import {Untrusted} from '../../text/untrusted.js';
import {orComplaint, orNothing} from '../complaint.js';
import {compose, counted} from '../compose.js';
import {shutdownText} from './inet.js';
import type {Resolution, Scope} from './resolution.js';
import {bufferSizes, stateName, typeName} from './socket-names.js';

const listen = 10;

// USK_EXTERN of criu/include/sockets.h: the other side is not part of the dump.
const external = 1;

export function resolveUnix(socket: unix_sk_entry, {endpoints, holders, queues}: Scope): Resolution {
	const peer = socket.peer === 0 ? undefined : endpoints.unixSocket(socket.peer);
	const peerHolders = socket.peer === 0 ? undefined : (peer === undefined ? 'outside of this checkpoint' : holders.text([peer.id]));
	const peerName = peer === undefined ? undefined : nameOf(peer);
	const name = nameOf(socket);
	const local = name ?? Untrusted.from(`socket:[${socket.ino}]`);
	const type = typeName(socket.type);
	const state = socket.state === listen ? 'LISTEN' : (socket.state === 1 ? 'CONNECTED' : undefined);
	const queue = orNothing(() => queues.socket(socket.id));
	return {
		type: 'unix',
		target: local,
		details: [
			[`UNIX ${type}`, state ?? (socket.state === 7 ? undefined : stateName(socket.state))].filter(Boolean).join(' '),
			socket.state === listen ? `backlog ${socket.backlog}` : undefined,
			orComplaint(() => queueText(queues.socket(socket.id)), 'what is queued is'),
			peerHolders === undefined ? undefined : {relation: compose(`other side: ${peerHolders}`, peerName === undefined ? '' : compose(' (', peerName, ')'))},
			(socket.uflags & external) === 0 ? undefined : 'external',
			shutdownText(socket.shutdown),
		],
		deleted: socket.deleted ?? false,
		flags: socket.flags,
		socket: {
			family: 'unix',
			protocol: `UNIX ${type}`,
			...(state !== undefined && {state}),
			local,
			...(peerName !== undefined && {remote: peerName}),
			inode: socket.ino,
			...(queue !== undefined && {receiveQueue: queue.bytes}),
			...(peerHolders !== undefined && {peer: peerHolders}),
			kernelState: stateName(socket.state),
			type,
			...bufferSizes(socket.opts),
			...(socket.name.length > 0 && {name: boundName(socket.name)}),
			...(socket.peer !== 0 && {peerInode: socket.peer}),
		},
	};
}

/** The path, or `@name` in the abstract namespace; undefined for a socket without a name. A path that is relative is so to the directory that the owner was in when it bound it. */
export function nameOf({name, name_dir: directory}: unix_sk_entry): Untrusted | undefined {
	if (name.length === 0) {
		return undefined;
	}

	if (isAbstract(name)) {
		return compose('@', new Untrusted(name.subarray(1)));
	}

	const path = boundName(name);
	return directory === undefined || path.bytes[0] === slash ? path : compose(directory, '/', path);
}

function isAbstract(name: Uint8Array): boolean {
	return name[0] === 0;
}

// A path ends at its NUL; an abstract name may hold some.
function boundName(name: Uint8Array): Untrusted {
	const end = isAbstract(name) ? -1 : name.indexOf(0);
	return new Untrusted(end === -1 ? name : name.subarray(0, end));
}

const slash = 0x2f;

function queueText(queue: {bytes: number; packets: number} | undefined): string | undefined {
	return queue === undefined ? undefined : `${counted(queue.bytes, 'byte')} queued in ${counted(queue.packets, 'packet')}`;
}
