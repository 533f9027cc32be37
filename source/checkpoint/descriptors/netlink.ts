import type {netlink_sk_entry} from '../../criu/schema/messages.js';
import {Untrusted} from '../../text/untrusted.js';
import {type Resolution} from './resolution.js';
import {bufferSizes, stateName} from './socket-names.js';

// include/uapi/linux/netlink.h
const protocols: Readonly<Record<number, string>> = {
	0: 'ROUTE', 2: 'USERSOCK', 3: 'FIREWALL', 4: 'SOCK_DIAG', 5: 'NFLOG', 6: 'XFRM', 7: 'SELINUX', 8: 'ISCSI',
	9: 'AUDIT', 10: 'FIB_LOOKUP', 11: 'CONNECTOR', 12: 'NETFILTER', 13: 'IP6_FW', 14: 'DNRTMSG',
	15: 'KOBJECT_UEVENT', 16: 'GENERIC', 18: 'SCSITRANSPORT', 19: 'ECRYPTFS', 20: 'RDMA', 21: 'CRYPTO', 22: 'SMC',
};

export function resolveNetlink(socket: netlink_sk_entry): Resolution {
	const protocol = `NETLINK ${protocols[socket.protocol] ?? socket.protocol}`;
	const groups = groupNumbers(socket.groups);
	const connected = socket.dst_portid !== 0 || socket.dst_group !== 0;
	const remote = connected ? `port ${socket.dst_portid}${socket.dst_group === 0 ? '' : ` group ${socket.dst_group}`}` : undefined;
	return {
		type: 'netlink',
		target: `${protocol} port ${socket.portid}`,
		details: [
			groups.length === 0 ? undefined : `groups ${groups.join(', ')}`,
			remote === undefined ? undefined : `connected to ${remote}`,
		],
		flags: socket.flags,
		socket: {
			family: 'netlink',
			protocol,
			local: Untrusted.from(`port ${socket.portid}`),
			...(remote !== undefined && {remote: Untrusted.from(remote)}),
			inode: socket.ino,
			kernelState: stateName(socket.state),
			...bufferSizes(socket.opts),
		},
	};
}

// Bit N of the words is multicast group N + 1.
function groupNumbers(words: readonly number[]): number[] {
	return words.flatMap((word, index) => Array.from({length: 32}, (_, bit) => (word >>> bit & 1) === 1 ? index * 32 + bit + 1 : 0).filter(Boolean));
}
