import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import type {Socket} from '../checkpoint/model.js';
import type {Process} from '../checkpoint/process.js';
import {cell, listed} from './rows.js';
import type {Column, ContainerView, ProcessView} from './view.js';

/** `index` is its place among the sockets of its process. */
type OpenSocket = {readonly process: Process; readonly index: number; readonly fd: number; readonly socket: Socket};

const number: Column<OpenSocket> = {name: 'fd', title: 'FD', type: 'number', value: row => row.fd};

const columns: ReadonlyArray<Column<OpenSocket>> = [
	{name: 'protocol', title: 'Protocol', type: 'text', min: 8, value: ({socket}) => socket.protocol},
	{name: 'local', title: 'Local', type: 'text', min: 18, isPath: true, value: ({socket}) => socket.local},
	{name: 'remote', title: 'Remote', type: 'text', min: 15, value: ({socket}) => socket.remote},
	{name: 'state', title: 'State', type: 'text', value: ({socket}) => socket.state},
	{name: 'receive_queue', title: 'Recv-Q', type: 'number', shown: 'if-filled', value: ({socket}) => socket.receiveQueue},
	{name: 'send_queue', title: 'Send-Q', type: 'number', shown: 'if-filled', value: ({socket}) => socket.sendQueue},
	{name: 'peer', title: 'Other side', type: 'text', shown: 'if-filled', value: ({socket}) => socket.peer},
	{name: 'inode', title: 'Inode', type: 'number', value: ({socket}) => socket.inode},
];

/** The sockets of one process. */
export const sockets: ProcessView<OpenSocket> = {
	name: 'sockets',
	title: 'Sockets',
	summary: 'Sockets of the process: addresses, state, queues, and who holds the other side.',
	columns: [number, ...columns],
	rows: process => listed(socketsOf(process)),
};

/** The sockets of all processes. */
export const netstat: ContainerView<OpenSocket> = {
	name: 'netstat',
	title: 'Netstat',
	summary: 'Sockets of all processes of the container.',
	columns: [
		{name: 'pid', title: 'PID', type: 'pid', value: ({process}) => process.pid},
		...columns.slice(0, 4),
		{name: 'name', title: 'Process', type: 'text', max: 16, value: ({process}) => cell(() => process.comm)},
		number,
		...columns.slice(4),
	],
	rows: checkpoint => listed(allSockets(checkpoint)),
	pid: ({process}) => process.pid,
	counterpart: ({index}) => ({view: sockets.name, index}),
};

function socketsOf(process: Process): OpenSocket[] {
	return process.descriptors.flatMap(({fd, socket}) => socket === undefined ? [] : [{fd, socket}]).map((open, index) => ({process, index, ...open}));
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
