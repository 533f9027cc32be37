import {orNothing} from '../../complaint.js';
import {compose, listed} from '../../compose.js';
import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';
import {isLeftOut, ownNamespaces} from '../namespaces.js';

// By `type` of a device (proto/netdev.proto): those that hang on something outside of the namespace.
const outer: Readonly<Record<number, string>> = {2: 'veth', 4: 'external', 7: 'macvlan'};

/**
Namespaces that are not in the dump, and network devices that lead out of those that are.

@yields what it finds
*/
export function * outerNamespaces(dump: Dump): Generator<Observation> {
	const {images} = dump;
	for (const {kind: {name}, id, pid} of ownNamespaces(dump)) {
		if (name === 'net') {
			yield * networkNeeds(dump, id, pid);
		}

		const key = name === 'pid' ? orNothing(() => images.message(`pidns-${id}.img`, 'pidns_entry'))?.ext_key : undefined;
		if (key !== undefined) {
			yield needs(fileOf(dump, `pidns-${id}.img`), compose('--external pid[…]: the pid namespace is not in the dump, it comes as ', key));
		}
	}
}

function * networkNeeds(dump: Dump, id: number, pid: number): Generator<Observation> {
	const {images} = dump;
	const image = `netns-${id}.img`;
	if (isLeftOut(id, images)) {
		yield needs(fileOf(dump, `ids-${pid}.img`), '--empty-ns net, and somebody who sets up the network: nothing of the network namespace is in the dump', {pid});
	}

	const key = orNothing(() => images.message(image, 'netns_entry'))?.ext_key;
	if (key !== undefined) {
		yield needs(fileOf(dump, image), compose('a network namespace, which is not in the dump: it comes as ', key, ' (--external net[…] or --inherit-fd)'));
	}

	const devices = orNothing(() => images.messages(`netdev-${id}.img`, 'net_device_entry'))?.filter(({type}) => outer[type] !== undefined) ?? [];
	if (devices.length > 0) {
		yield needs(fileOf(dump, `netdev-${id}.img`), compose('--external for network devices that lead out of the container: ', listed(devices.map(({name, type}) => compose(name, ` (${outer[type]!})`)))));
	}
}
