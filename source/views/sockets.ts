import {attempt} from '../archive/attempt.js';
import type {InputError} from '../archive/byte-source.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {join} from '../checkpoint/compose.js';
import type {Content} from '../checkpoint/contents/content.js';
import type {InetAddress, Socket} from '../checkpoint/model.js';
import type {Process} from '../checkpoint/process.js';
import type {Untrusted} from '../text/untrusted.js';
import {keptForFile, queuesOfSocket} from './kept-for-file.js';
import {cell, listed} from './rows.js';
import type {Column, ContainerView, ProcessView} from './view.js';

export type OpenSocket = {
	readonly process: Process;
	/** Its place among the sockets of its process. */
	readonly index: number;
	readonly fd: number;
	/** Of the open file description. */
	readonly id: number;
	readonly socket: Socket;
	/** Damage that cost what is queued, or more. */
	readonly incomplete?: InputError | undefined;
};

const number: Column<OpenSocket> = {name: 'fd', title: 'FD', type: 'number', value: row => row.fd};

export const socketColumns: ReadonlyArray<Column<OpenSocket>> = [
	{name: 'protocol', title: 'Protocol', type: 'text', min: 8, value: ({socket}) => socket.protocol},
	{name: 'local', title: 'Local', type: 'text', min: 18, isPath: true, value: ({socket}) => socket.local},
	{name: 'remote', title: 'Remote', type: 'text', min: 15, value: ({socket}) => socket.remote},
	{name: 'state', title: 'State', type: 'text', value: ({socket}) => socket.state},
	{name: 'receive_queue', title: 'Recv-Q', type: 'number', shown: 'if-filled', value: ({socket}) => socket.receiveQueue},
	{name: 'send_queue', title: 'Send-Q', type: 'number', shown: 'if-filled', value: ({socket}) => socket.sendQueue},
	{name: 'peer', title: 'Other side', type: 'text', shown: 'if-filled', value: ({socket}) => socket.peer},
	{name: 'inode', title: 'Inode', type: 'number', value: ({socket}) => socket.inode},
	// What the others are made of, for programs.
	{name: 'family', title: 'Family', type: 'text', shown: 'never', value: ({socket}) => socket.family},
	{name: 'type', title: 'Type', type: 'text', shown: 'never', value: ({socket}) => socket.type},
	{name: 'transport', title: 'Transport', type: 'text', shown: 'never', value: ({socket}) => socket.transport},
	{name: 'kernel_state', title: 'Kernel state', type: 'text', shown: 'never', value: ({socket}) => socket.kernelState},
	{name: 'local_address', title: 'Local address', type: 'text', shown: 'never', value: ({socket}) => socket.addresses?.local.address},
	{name: 'local_port', title: 'Local port', type: 'number', shown: 'never', value: ({socket}) => socket.addresses?.local.port},
	{name: 'remote_address', title: 'Remote address', type: 'text', shown: 'never', value: ({socket}) => remoteOf(socket)?.address},
	{name: 'remote_port', title: 'Remote port', type: 'number', shown: 'never', value: ({socket}) => remoteOf(socket)?.port},
	{name: 'bound_name', title: 'Bound name', type: 'text', shown: 'never', value: ({socket}) => socket.name},
	{name: 'peer_inode', title: 'Peer inode', type: 'number', shown: 'never', value: ({socket}) => socket.peerInode},
	{name: 'receive_buffer', title: 'Receive buffer', type: 'bytes', shown: 'never', value: ({socket}) => socket.receiveBuffer},
	{name: 'send_buffer', title: 'Send buffer', type: 'bytes', shown: 'never', value: ({socket}) => socket.sendBuffer},
];

// One that is not connected has zeros.
function remoteOf({remote, addresses}: Socket): InetAddress | undefined {
	return remote === undefined ? undefined : addresses?.remote;
}

/** A socket, and where what waits in it can be had. */
type QueuedSocket = OpenSocket & {readonly checkpoint: Checkpoint};

const queues: Column<QueuedSocket> = {
	name: 'contents', title: 'Contents', type: 'text', shown: 'if-filled',
	value: row => cell(() => {
		const names = queueNames(row);
		return names.length === 0 ? undefined : join(names, ', ');
	}),
	parts: queueNames,
	json(row) {
		const names = attempt(() => queueNames(row));
		return names.state === 'ready' ? names.value : null;
	},
};

/** What `contents` lists the queues as, and `extract` takes. */
function queueNames({id, checkpoint}: QueuedSocket): Untrusted[] {
	return queuesOfSocket(checkpoint, id).map(({name}) => name);
}

function queued({id, checkpoint}: QueuedSocket): readonly Content[] {
	return keptForFile(checkpoint, id);
}

/** The sockets of one process. */
export const sockets: ProcessView<QueuedSocket> = {
	name: 'sockets',
	title: 'Sockets',
	summary: 'Sockets of the process: addresses, state, queues, and who holds the other side.',
	columns: [number, ...socketColumns, queues],
	rows: (process, checkpoint) => listed(socketsOf(process).map(socket => ({...socket, checkpoint}))),
	contents: queued,
};

/** The sockets of all processes. */
export const netstat: ContainerView<QueuedSocket> = {
	name: 'netstat',
	title: 'Netstat',
	summary: 'Sockets of all processes of the container.',
	columns: [
		{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
		...socketColumns.slice(0, 4),
		{name: 'name', title: 'Process', type: 'text', max: 16, value: ({process}) => cell(() => process.comm)},
		number,
		...socketColumns.slice(4),
		queues,
	],
	rows: checkpoint => listed(allSockets(checkpoint).map(socket => ({...socket, checkpoint}))),
	contents: queued,
	pid: ({process}) => process.pid,
	counterpart: ({index}) => ({view: sockets.name, index}),
};

export function socketsOf(process: Process): OpenSocket[] {
	return process.descriptors.flatMap(({fd, id, socket, incomplete}) => socket === undefined ? [] : [{fd, id, socket, incomplete}]).map((open, index) => ({process, index, ...open}));
}

// One process whose images are damaged doesn't cost the others' sockets; where nothing is known of any process, there may have been some.
function allSockets({processes}: Checkpoint): OpenSocket[] {
	const results = processes.map(process => attempt(() => socketsOf(process)));
	const lacking = results.filter(result => result.state !== 'ready');
	const [failed] = lacking.length === results.length ? lacking : lacking.filter(result => result.state === 'pending');
	if (failed !== undefined) {
		throw failed.error;
	}

	return results.flatMap(result => result.state === 'ready' ? result.value : []);
}
