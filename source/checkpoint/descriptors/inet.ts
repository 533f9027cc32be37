import type {inet_sk_entry} from '../../criu/schema/messages.js';
import {Untrusted} from '../../text/untrusted.js';
import {orComplaint, orNothing} from '../complaint.js';
import {compose, counted} from '../compose.js';
import {endpoint, ipAddress} from './addresses.js';
import type {Resolution, Scope} from './resolution.js';
import {bufferSizes, socketTypes, stateName, typeName} from './socket-names.js';

const inet6 = 10;
const tcp = 6;
const listen = 10;
const close = 7;
const established = 1;

const protocols: Readonly<Record<number, string>> = {0: 'IP', 1: 'ICMP', 2: 'IGMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPV6', 132: 'SCTP', 136: 'UDPLITE', 255: 'RAW'};

export function resolveInet(socket: inet_sk_entry, {queues, endpoints, holders}: Scope): Resolution {
	const local = endpoint(socket.src_addr, socket.src_port);
	const remote = hasRemote(socket) ? endpoint(socket.dst_addr, socket.dst_port) : undefined;
	const protocol = protocolName(socket);
	const state = shownState(socket);
	const stream = orNothing(() => queues.stream(socket));
	const peer = remote === undefined ? undefined : endpoints.inetPeer(socket);
	const peerHolders = peer === undefined ? undefined : holders.text([peer.id]);
	return {
		type: 'inet',
		target: remote === undefined ? local : `${local} -> ${remote}`,
		details: [
			[protocol, state].filter(Boolean).join(' '),
			state === 'LISTEN' ? `backlog ${socket.backlog}` : undefined,
			orComplaint(() => queueText(queues.stream(socket)), 'queued bytes are'),
			peerHolders === undefined ? undefined : {relation: `other side: ${peerHolders}`},
			socket.ifname === undefined ? undefined : compose('bound to ', socket.ifname),
			socket.v6only ? 'IPv6 only' : undefined,
			shutdownText(socket.shutdown),
		],
		flags: socket.flags,
		socket: {
			family: socket.family === inet6 ? 'inet6' : 'inet',
			protocol,
			...(state !== undefined && {state}),
			local: Untrusted.from(local),
			...(remote !== undefined && {remote: Untrusted.from(remote)}),
			inode: socket.ino,
			...(stream !== undefined && {receiveQueue: stream.inq_len, sendQueue: stream.outq_len}),
			...(peerHolders !== undefined && {peer: peerHolders}),
			kernelState: stateName(socket.state),
			type: typeName(socket.type),
			transport: transportName(socket),
			...bufferSizes(socket.opts),
			addresses: {
				local: {address: ipAddress(socket.src_addr), port: socket.src_port},
				remote: {address: ipAddress(socket.dst_addr), port: socket.dst_port},
			},
		},
	};
}

/** SHUT_RD, SHUT_WR and both, as the kernel keeps them plus one. */
export function shutdownText(shutdown: number | undefined): string | undefined {
	return [undefined, 'shut down for reading', 'shut down for writing', 'shut down'][shutdown ?? 0];
}

function hasRemote({dst_port, dst_addr}: inet_sk_entry): boolean {
	return dst_port !== 0 || dst_addr.some(word => word !== 0);
}

function transportName({proto, type}: inet_sk_entry): string {
	const name = protocols[proto] ?? `protocol ${proto}`;
	return name === 'IP' ? socketTypes[type] ?? name : name;
}

function protocolName(socket: inet_sk_entry): string {
	const shown = transportName(socket);
	return socket.family === inet6 && !shown.endsWith('6') ? `${shown}6` : shown;
}

// A datagram socket has no state of its own: the kernel uses ESTABLISHED for a connected one and CLOSE for the rest.
function shownState({proto, state}: inet_sk_entry): string | undefined {
	if (proto === tcp || state === listen) {
		return stateName(state);
	}

	return state === close ? undefined : (state === established ? 'connected' : stateName(state));
}

function queueText(stream: {inq_len: number; outq_len: number} | undefined): string | undefined {
	return stream === undefined ? undefined : `${counted(stream.inq_len, 'byte')} unread, ${counted(stream.outq_len, 'byte')} unsent`;
}
