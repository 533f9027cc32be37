import {InputError, readExactly} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {Untrusted} from '../text/untrusted.js';
import {ipAddress} from './descriptors/addresses.js';

// IPADDR_DUMP_MAGIC of iproute2, whose `ip addr save` writes the image.
const magic = 0x47_36_12_22;

// include/uapi/linux/netlink.h, rtnetlink.h, if_addr.h
const messageHeader = 16;
const newAddress = 20;
const addressHeader = 8;
const addressAttribute = 1;
const localAttribute = 2;

// Thousands of addresses fit into it.
const maxSize = 4 * 1024 * 1024;

/**
The addresses of the interfaces of a network namespace by the interfaces' indexes, with prefix length: `127.0.0.1/8`. They are in a raw image, the netlink messages that the kernel answered. None where there is no such image.

@throws {InputError} when the image is damaged
@throws {PendingError}
*/
export function readInterfaceAddresses(images: ImageDirectory, image: string): Map<number, Untrusted[]> {
	const addresses = new Map<number, Untrusted[]>();
	const source = images.source(image);
	if (source === undefined) {
		return addresses;
	}

	const file = images.shown(image);
	if (source.size > maxSize) {
		throw new InputError(file, 'too large to be a list of addresses');
	}

	const bytes = readExactly(source, file, 0, source.size);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const little = view.byteLength >= 4 && view.getUint32(0, true) === magic;
	if (!little && (view.byteLength < 4 || view.getUint32(0) !== magic)) {
		throw new InputError(file, 'not a list of addresses as `ip addr save` writes it', 0);
	}

	for (const {type, start, end} of records(file, 4, view.byteLength, messageHeader, position => ({length: view.getUint32(position, little), type: view.getUint16(position + 4, little)}))) {
		if (type !== newAddress) {
			continue;
		}

		if (end - start < addressHeader) {
			throw new InputError(file, 'an address without its header', start);
		}

		const attributes = new Map<number, Uint8Array>();
		for (const {type: name, start: from, end: to} of records(file, start + addressHeader, end, 4, position => ({length: view.getUint16(position, little), type: view.getUint16(position + 2, little)}))) {
			attributes.set(name, bytes.subarray(from, to));
		}

		// Of a connection from point to point, `address` is the other side's.
		const address = attributes.get(localAttribute) ?? attributes.get(addressAttribute);
		if (address?.length === 4 || address?.length === 16) {
			const index = view.getUint32(start + 4, little);
			const list = addresses.get(index) ?? [];
			addresses.set(index, list);
			list.push(Untrusted.from(`${addressText(address)}/${bytes[start + 1]}`));
		}
	}

	return addresses;
}

type Header = {readonly length: number; readonly type: number};

/**
Netlink's messages and their attributes alike: a header, whose length counts itself, and content, padded to 4 bytes.

@yields where the content of each is
*/
function * records(file: string, start: number, end: number, header: number, read: (position: number) => Header): Generator<{type: number; start: number; end: number}> {
	let position = start;
	while (position < end) {
		const {length, type} = position + header <= end ? read(position) : {length: 0, type: 0};
		if (length < header || position + length > end) {
			throw new InputError(file, 'a damaged record', position);
		}

		yield {type, start: position + header, end: position + length};
		position += Math.ceil(length / 4) * 4;
	}
}

function addressText(bytes: Uint8Array): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return ipAddress(Array.from({length: bytes.length / 4}, (_, word) => view.getUint32(word * 4, true)));
}
