import type {ImageDirectory} from '../../criu/image-directory.js';
import type {inet_sk_entry, tcp_stream_entry} from '../../criu/schema/messages.js';
import {orNothing} from '../complaint.js';
import {required, requireNotLost} from '../required.js';
import {stateName} from './socket-names.js';

const tcp = 6;

// What CRIU keeps the stream of (criu/sk-inet.c, tcp_connection).
const connected = new Set(['ESTABLISHED', 'SYN_SENT', 'FIN_WAIT1', 'FIN_WAIT2', 'CLOSE_WAIT', 'LAST_ACK', 'CLOSING']);

/** Whether a socket is a TCP connection that is to be restored. A dump that was told to close connections has none. */
export function hasStream(images: ImageDirectory, {proto, state}: inet_sk_entry): boolean {
	return proto === tcp && connected.has(stateName(state)) && !orNothing(() => images.inventory?.tcp_close);
}

/** The image of such a connection's sequence numbers and queues. */
export function streamImage({ino}: inet_sk_entry): string {
	return `tcp-stream-${ino.toString(16)}.img`;
}

/**
What that image says.

@throws {InputError} when it is lost or damaged
*/
export function requiredStream(images: ImageDirectory, socket: inet_sk_entry): tcp_stream_entry {
	const name = streamImage(socket);
	requireNotLost(images, name);
	return required(images, name, 'tcp_stream_entry');
}
