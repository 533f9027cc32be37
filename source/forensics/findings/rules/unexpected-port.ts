import {attempt} from '../../../archive/attempt.js';
import {compose} from '../../../checkpoint/compose.js';
import {configuredPorts, type ConfiguredPorts} from '../../../checkpoint/configured-ports.js';
import {layoutOf} from '../../../checkpoint/layout.js';
import type {Socket} from '../../../checkpoint/model.js';
import type {Process} from '../../../checkpoint/process.js';
import type {ContainerRule} from '../rule.js';

const loopback = /^(?:127\.|::1$|::ffff:127\.)/v;

/** Ports that nobody said the container would listen on. Silent where nobody said anything. */
export const unexpectedPort: ContainerRule = {
	name: 'unexpected-port',
	looksFor: 'ports that are listened on and not among those that the container was configured with',
	* inContainer(processes, {images}) {
		const {files} = layoutOf(images);
		const expected = files === undefined ? [] : configuredPorts(files);
		if (expected.length === 0) {
			return;
		}

		const told = new Set<number | undefined>();
		for (const process of processes) {
			for (const {fd, socket} of reachable(process)) {
				if (!told.has(socket.inode) && expected.every(ports => !covers(ports, socket))) {
					told.add(socket.inode);
					yield {severity: 'notice', evidence: compose(`${socket.protocol} `, socket.local), why: 'The container was configured with other ports: this one may be a way in that nobody meant.', process, fd};
				}
			}
		}
	},
};

type Listener = {readonly fd: number; readonly socket: Socket};

/** The sockets that a process listens on for others than the container itself. */
function reachable(process: Process): Listener[] {
	const open = attempt(() => process.descriptors);
	const sockets = open.state === 'ready' ? open.value.flatMap(({fd, socket}) => socket === undefined ? [] : [{fd, socket}]) : [];
	return sockets.filter(({socket: {state, addresses}}) => state === 'LISTEN' && addresses !== undefined && !loopback.test(addresses.local.address));
}

function covers({first, last, protocol}: ConfiguredPorts, {addresses, transport}: Socket): boolean {
	const {port} = addresses!.local;
	return first <= port && port <= last && protocol === transport?.toLowerCase();
}
