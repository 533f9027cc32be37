import type {sk_opts_entry} from '../../criu/schema/messages.js';
import type {Socket} from '../model.js';

// include/net/tcp_states.h; UNIX and netlink sockets use the same numbers.
const tcpStates: readonly string[] = ['UNKNOWN', 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'LISTEN', 'CLOSING', 'NEW_SYN_RECV'];

// include/linux/net.h
export const socketTypes: Readonly<Record<number, string>> = {1: 'STREAM', 2: 'DGRAM', 3: 'RAW', 4: 'RDM', 5: 'SEQPACKET', 10: 'PACKET'};

/** The state of a socket by the kernel's number. */
export function stateName(state: number): string {
	return tcpStates[state] ?? `state ${state}`;
}

/** The type of a socket by socket(2)'s number. */
export function typeName(type: number): string {
	return socketTypes[type] ?? `type ${type}`;
}

export function bufferSizes({so_sndbuf, so_rcvbuf}: sk_opts_entry): Pick<Socket, 'sendBuffer' | 'receiveBuffer'> {
	return {sendBuffer: so_sndbuf, receiveBuffer: so_rcvbuf};
}
