import {InputError} from '../../archive/byte-source.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {netlinkMessages, readNetlinkDump} from './netlink-dump.js';
import {readAttributes} from './netlink-values.js';

// include/uapi/linux/rtnetlink.h, if_addr.h
const newAddress = 20;
const addressHeader = 8;
const addressAttribute = 1;
const localAttribute = 2;

/**
The addresses of the interfaces of a network namespace by the interfaces' indexes, with prefix length: `127.0.0.1/8`. They are in a raw image, the netlink messages that the kernel answered. None where there is no such image.

@throws {InputError} when the image is damaged
@throws {PendingError}
*/
export function readInterfaceAddresses(images: ImageDirectory, image: string): Map<number, Untrusted[]> {
	const addresses = new Map<number, Untrusted[]>();
	const dump = readNetlinkDump(images, image);
	if (dump === undefined) {
		return addresses;
	}

	const {bytes, view, isLittle} = dump;
	for (const {type, start, end} of netlinkMessages(dump)) {
		if (type !== newAddress) {
			continue;
		}

		if (end - start < addressHeader) {
			throw new InputError(dump.file, 'an address without its header', start);
		}

		const attributes = readAttributes(dump, start + addressHeader, end);
		// Of a connection from point to point, `address` is the other side's.
		const address = attributes.address(localAttribute) ?? attributes.address(addressAttribute);
		if (address !== undefined) {
			const index = view.getUint32(start + 4, isLittle);
			const list = addresses.get(index) ?? [];
			addresses.set(index, list);
			list.push(Untrusted.from(`${address}/${bytes[start + 1]}`));
		}
	}

	return addresses;
}
