import type {Payload} from '../../criu/cursor.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {inet_sk_entry, unix_sk_entry} from '../../criu/schema/messages.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import {endpoint} from '../descriptors/addresses.js';
import {hasStream, streamImage} from '../descriptors/tcp-streams.js';
import {nameOf} from '../descriptors/unix.js';
import type {FileTable} from '../file-table.js';
import {lacking, requireNotLost} from '../required.js';
import type {Content} from './content.js';
import {apart, joined} from './segments.js';

const stream = 1;

/**
What waits to be read from sockets: packets that are apart, and the bytes of a stream.

@throws {InputError} when the image of it is lost or damaged
*/
export function packetContents(images: ImageDirectory, files: FileTable): Content[] {
	requireNotLost(images, 'sk-queues.img');
	const queues = Map.groupBy(images.entries('sk-queues.img', 'sk_packet_entry'), ({message}) => message.id_for);
	return [...queues].map(([id, packets]): Content => {
		const payloads = packets.map(({extra}) => extra);
		return {kind: 'socket', name: socketName(id, files), files: [id], ...orNothing(() => files.entry(id)?.usk?.type) === stream ? joined(payloads) : apart(payloads)};
	});
}

/**
What TCP connections had received and nobody read, and what they had sent and nobody acknowledged. A connection without its image is a problem of the dump.

@throws {InputError} when an image of it is damaged
*/
export function streamContents(images: ImageDirectory, files: FileTable): Content[] {
	const open = orNothing(() => [...files.entries()]) ?? [];
	const sockets = new Map(open.flatMap(({isk}) => isk === undefined ? [] : [[isk.ino, isk]]));
	for (const socket of sockets.values()) {
		if (hasStream(images, socket) && !images.has(streamImage(socket))) {
			lacking(images, streamImage(socket));
		}
	}

	return images.names().flatMap(name => {
		const inode = /^tcp-stream-(?<inode>[\da-f]+)\.img$/v.exec(name)?.groups?.inode;
		const [entry] = inode === undefined ? [] : images.entries(name, 'tcp_stream_entry');
		if (entry === undefined) {
			return [];
		}

		const socket = sockets.get(Number.parseInt(inode!, 16));
		const content = (direction: string, payload: Payload): Content => ({
			kind: 'socket',
			name: compose(socket === undefined ? `socket:[${Number.parseInt(inode!, 16)}]` : connectionName(socket), ` ${direction}`),
			files: socket === undefined ? [] : [socket.id],
			...joined([payload]),
		});
		return [content('received', entry.extra.inq), content('sent', entry.extra.outq)];
	});
}

/** Its own: what one listens at is the name of every connection that was made to it as well. */
function socketName(id: number, files: FileTable): Untrusted {
	const {usk, isk} = orNothing(() => files.entry(id)) ?? {};
	return usk === undefined ? Untrusted.from(isk === undefined ? `socket of file ${id}` : connectionName(isk)) : unixName(usk);
}

function unixName(socket: unix_sk_entry): Untrusted {
	const name = nameOf(socket);
	const own = `socket:[${socket.ino}]`;
	return name === undefined ? Untrusted.from(own) : compose(name, ` ${own}`);
}

function connectionName({src_addr: local, src_port: localPort, dst_addr: remote, dst_port: remotePort}: inet_sk_entry): string {
	return remotePort === 0 ? endpoint(local, localPort) : `${endpoint(local, localPort)} -> ${endpoint(remote, remotePort)}`;
}
