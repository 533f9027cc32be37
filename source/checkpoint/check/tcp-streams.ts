import type {inet_sk_entry} from '../../criu/schema/messages.js';
import {hasStream, streamImage} from '../descriptors/tcp-streams.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
TCP connections without their sequence numbers and queues.

@yields what it finds
*/
export function * tcpStreams(dump: Dump): Generator<Observation> {
	for (const socket of connections(dump)) {
		const name = streamImage(socket);
		if (!dump.images.has(name)) {
			yield broken(fileOf(dump, name), `missing: the state of TCP connection ${socket.ino} (file ${socket.id})`);
		}
	}
}

/** The TCP connections that are to be restored. */
export function connections({images, files}: Dump): inet_sk_entry[] {
	return [...files.entries()].flatMap(({isk}) => isk !== undefined && hasStream(images, isk) ? [isk] : []);
}
