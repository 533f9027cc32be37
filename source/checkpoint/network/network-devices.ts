import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import type {NetworkInterface} from '../container.js';
import {requireComplete} from '../require-complete.js';
import {readInterfaceAddresses} from './interface-addresses.js';

/**
The interfaces that CRIU dumped with the container's network namespaces, with their addresses, in the order of the images. None where the namespace belongs to the pod or the host: CRIU leaves that alone.

@throws {InputError} when an image is damaged
@throws {PendingError} while the archive is being decompressed
*/
export function readNetworkDevices(images: ImageDirectory): NetworkInterface[] {
	requireComplete(images.archive);
	return images.names()
		.filter(name => /^netdev-\d+\.img$/v.test(name))
		.sort((a, b) => Number(/\d+/v.exec(a)![0]) - Number(/\d+/v.exec(b)![0]))
		.flatMap(image => {
			const addresses = readInterfaceAddresses(images, image.replace('netdev', 'ifaddr'));
			return images.messages(image, 'net_device_entry').map(({name, address, ifindex}) => ({name, mac: address && hardwareAddress(address), addresses: addresses.get(ifindex) ?? [], gateways: []}));
		});
}

/**
The name of the host as the first process saw it; undefined where it shares the host's.

@throws {InputError} when an image is damaged
@throws {PendingError}
*/
export function readNodeName(images: ImageDirectory): Untrusted | undefined {
	const [root] = images.messages('pstree.img', 'pstree_entry');
	const id = root && images.message(`ids-${root.pid ?? root.ns_pid[0]}.img`, 'task_kobj_ids_entry')?.uts_ns_id;
	return id === undefined ? undefined : images.message(`utsns-${id}.img`, 'utsns_entry')?.nodename;
}

export function hardwareAddress(bytes: Uint8Array): Untrusted | undefined {
	return bytes.some(byte => byte !== 0) ? Untrusted.from([...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(':')) : undefined;
}
