import type {inet_sk_entry} from '../../criu/schema/messages.js';
import {orNothing} from '../complaint.js';
import {stateName} from '../descriptors/socket-names.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

const tcp = 6;

// What CRIU keeps the stream of (criu/sk-inet.c, tcp_connection).
const connected = new Set(['ESTABLISHED', 'SYN_SENT', 'FIN_WAIT1', 'FIN_WAIT2', 'CLOSE_WAIT', 'LAST_ACK', 'CLOSING']);

/**
TCP connections without their sequence numbers and queues.

@yields what it finds
*/
export function * tcpStreams(dump: Dump): Generator<Observation> {
	for (const {id, ino} of connections(dump)) {
		const name = `tcp-stream-${ino.toString(16)}.img`;
		if (!dump.images.has(name)) {
			yield broken(fileOf(dump, name), `missing: the state of TCP connection ${ino} (file ${id})`);
		}
	}
}

/** The TCP connections that are to be restored; none where they were dumped to be closed. */
export function connections({images, files}: Dump): inet_sk_entry[] {
	return orNothing(() => images.inventory?.tcp_close) ? [] : [...files.entries()].flatMap(({isk}) => isk?.proto === tcp && connected.has(stateName(isk.state)) ? [isk] : []);
}
