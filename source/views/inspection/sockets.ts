import type {Descriptor, InetAddress, Socket} from '../../checkpoint/model.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';
import {socketFields} from '../document-fields.js';
import {formatBytes} from '../format.js';
import type {Problems} from '../problems.js';

export type ProcessSockets = {
	readonly pid: number;
	readonly open_sockets: readonly OpenSocket[];
};

export type OpenSocket = {
	/** `TCP` for both families of the Internet; none for UNIX. */
	readonly protocol?: string | undefined;
	readonly data: SocketData;

	readonly fd: number;
};

export type SocketData = {
	/** The protocol again; `UNIX`, `NETLINK`, `PACKET`. */
	readonly type: string;
	/** UNIX: the name, with a NUL in front of an abstract one. */
	readonly address?: Untrusted | undefined;
	/** As the kernel has it, which uses TCP's states for every protocol. */
	readonly state?: string | undefined;
	readonly src?: string | undefined;
	readonly src_port?: number | undefined;
	readonly dst?: string | undefined;
	readonly dst_port?: number | undefined;
	/** `208.0 KB`, in powers of 1024. */
	readonly send_buf: string;
	readonly recv_buf: string;

	readonly send_buf_bytes: number;
	readonly recv_buf_bytes: number;
	readonly family: Socket['family'];
	/** `STREAM`, `DGRAM` */
	readonly socket_type?: string | undefined;
	readonly inode?: number | undefined;
	readonly local: Untrusted;
	readonly remote?: Untrusted | undefined;
	readonly peer_inode?: number | undefined;
	/** Who holds the other end: `pid 7 fd 5`. */
	readonly peer?: string | undefined;
	/** Bytes that wait to be read, and to be sent. */
	readonly receive_queue?: number | undefined;
	readonly send_queue?: number | undefined;
};

/** The sockets of each process that has some, by fd. */
export function inspectSockets(processes: readonly Process[], problems: Problems): ProcessSockets[] {
	return processes.flatMap(process => {
		const sockets = (problems.of(() => process.descriptors) ?? []).flatMap(descriptor => openSocket(descriptor));
		return sockets.length === 0 ? [] : [{pid: process.pid, open_sockets: sockets}];
	});
}

function openSocket({fd, socket}: Descriptor): OpenSocket[] {
	if (socket === undefined) {
		return [];
	}

	const {family, protocol, transport, addresses, sendBuffer, receiveBuffer} = socket;
	return [{
		protocol: family === 'unix' ? undefined : transport ?? protocol,
		data: {
			...socketFields(socket),
			address: socket.name,
			state: socket.kernelState,
			src: addresses?.local.address,
			src_port: addresses && portOf(addresses.local),
			dst: addresses?.remote.address,
			dst_port: addresses && portOf(addresses.remote),
			send_buf: kilobytes(sendBuffer),
			recv_buf: kilobytes(receiveBuffer),
			send_buf_bytes: sendBuffer,
			recv_buf_bytes: receiveBuffer,
			socket_type: socket.type,
			peer_inode: socket.peerInode,
		},
		fd,
	}];
}

function portOf({port}: InetAddress): number | undefined {
	return port === 0 ? undefined : port;
}

// The peer's names of the units.
function kilobytes(bytes: number): string {
	return formatBytes(bytes).replace('iB', 'B');
}
