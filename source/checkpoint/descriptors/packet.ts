import type {packet_sock_entry} from '../../criu/schema/messages.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import type {Resolution, Scope} from './resolution.js';
import {bufferSizes, typeName} from './socket-names.js';

// include/uapi/linux/if_ether.h
const etherTypes: Readonly<Record<number, string>> = {
	1: 'ETH_P_802_3', 3: 'ETH_P_ALL', 4: 'ETH_P_802_2', 0x08_00: 'ETH_P_IP', 0x08_06: 'ETH_P_ARP',
	0x81_00: 'ETH_P_8021Q', 0x86_dd: 'ETH_P_IPV6', 0x88_08: 'ETH_P_PAUSE', 0x88_63: 'ETH_P_PPP_DISC',
	0x88_64: 'ETH_P_PPP_SES', 0x88_8e: 'ETH_P_PAE', 0x88_cc: 'ETH_P_LLDP',
};

/** A socket that sees the packets of an interface as they come. */
export function resolvePacket(socket: packet_sock_entry, {endpoints}: Scope): Resolution {
	// As bind(2) takes it: in network byte order.
	const etherType = (socket.protocol & 0xff) << 8 | socket.protocol >>> 8 & 0xff;
	const protocol = `PACKET ${etherTypes[etherType] ?? `0x${etherType.toString(16).padStart(4, '0')}`}`;
	const name = orNothing(() => endpoints.interfaceName(socket.ns_id, socket.ifindex));
	const local = socket.ifindex === 0 ? 'every interface' : compose(`interface ${socket.ifindex}`, name === undefined ? '' : compose(' ', name));
	return {
		type: 'packet',
		target: compose(`${protocol} on `, local),
		details: [
			typeName(socket.type),
			socket.rx_ring === undefined ? undefined : `receive ring of ${socket.rx_ring.block_nr} blocks of ${socket.rx_ring.block_size} bytes`,
			socket.tx_ring === undefined ? undefined : `send ring of ${socket.tx_ring.block_nr} blocks of ${socket.tx_ring.block_size} bytes`,
			socket.fanout === undefined ? undefined : `fanout group ${socket.fanout & 0xff_ff}`,
		],
		flags: socket.flags,
		socket: {family: 'packet', protocol, local: compose(local), type: typeName(socket.type), ...bufferSizes(socket.opts)},
	};
}
