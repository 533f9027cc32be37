import {compose, counted, listed} from '../../compose.js';
import {endpoint} from '../../descriptors/addresses.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';
import {placeOf} from '../open-files.js';
import {connections} from '../tcp-streams.js';

// By the number in the inventory (criu/include/cr_options.h).
const lockedWith = ['iptables', 'nftables'];

/**
Established TCP connections, and how the network was locked while they were dumped.

@yields what it finds
*/
export function * tcpConnections(dump: Dump): Generator<Observation> {
	const {inventory} = dump.images;
	if (inventory?.tcp_close) {
		yield needs(fileOf(dump, 'inventory.img'), '--tcp-close: the TCP connections were dumped to be closed');
	}

	const all = connections(dump);
	if (all.length === 0) {
		return;
	}

	const shown = all.map(socket => `${endpoint(socket.src_addr, socket.src_port)} -> ${endpoint(socket.dst_addr, socket.dst_port)}`);
	yield needs(placeOf(dump, all[0]!.id).file, compose(`--tcp-established: ${counted(all.length, 'TCP connection')}, `, listed(shown)));
	const lock = lockedWith[inventory?.network_lock_method ?? 0];
	if (lock !== undefined) {
		yield needs(fileOf(dump, 'inventory.img'), `${lock}, with which the connections were locked`);
	}
}
