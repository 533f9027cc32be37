import {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {Untrusted} from '../text/untrusted.js';
import {ipAddress} from './descriptors/addresses.js';
import {netlinkAttributes, netlinkMessages, readNetlinkDump} from './netlink-dump.js';

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

		const attributes = new Map(netlinkAttributes(dump, start + addressHeader, end).map(({type: name, start: from, end: to}) => [name, bytes.subarray(from, to)]));
		// Of a connection from point to point, `address` is the other side's.
		const address = attributes.get(localAttribute) ?? attributes.get(addressAttribute);
		if (address?.length === 4 || address?.length === 16) {
			const index = view.getUint32(start + 4, isLittle);
			const list = addresses.get(index) ?? [];
			addresses.set(index, list);
			list.push(Untrusted.from(`${addressText(address)}/${bytes[start + 1]}`));
		}
	}

	return addresses;
}

function addressText(bytes: Uint8Array): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return ipAddress(Array.from({length: bytes.length / 4}, (_, word) => view.getUint32(word * 4, true)));
}
