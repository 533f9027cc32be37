import {ipAddress} from '../descriptors/addresses.js';
import {netlinkAttributes, type NetlinkDump} from './netlink-dump.js';

/** IPv4 or IPv6. */
export type Family = 4 | 6;

// include/linux/socket.h
const families = new Map<number, Family>([[2, 4], [10, 6]]);

/** The family of a message by its number; undefined for one that is not of the Internet, as the rules of multicast routing are. */
export function familyOf(number: number): Family | undefined {
	return families.get(number);
}

/** The attributes of a message or of another attribute, each by its type. */
export type Attributes = {
	/** An address, behind so many bytes of something else; undefined where there is none, or one of no known length. */
	address(type: number, skip?: number): string | undefined;
	number(type: number): number | undefined;
	/** A text without its final NUL. */
	text(type: number): Uint8Array | undefined;
	bytes(type: number): Uint8Array | undefined;
	/** Two numbers of so many bytes each, the ends of a range. */
	pair(type: number, size: 2 | 4): {readonly first: number; readonly last: number} | undefined;
	/** The attributes that this attribute is made of. */
	nested(type: number): Attributes | undefined;
	/** Where in the image it is. */
	range(type: number): {readonly start: number; readonly end: number} | undefined;
};

// include/uapi/linux/netlink.h: flags of an attribute that is made of others, or in network byte order.
const typeMask = 0x3f_ff;

/**
Reads the attributes in `[start, end)` of an image.

@throws {InputError} when one is damaged
*/
export function readAttributes(dump: NetlinkDump, start: number, end: number): Attributes {
	const found = new Map([...netlinkAttributes(dump, start, end)].map(record => [record.type & typeMask, record]));
	const bytes = (type: number) => {
		const range = found.get(type);
		return range && dump.bytes.subarray(range.start, range.end);
	};

	return {
		bytes,
		range: type => found.get(type),
		address(type, skip = 0) {
			const address = bytes(type)?.subarray(skip);
			return address?.length === 4 || address?.length === 16 ? addressText(address) : undefined;
		},
		number(type) {
			const range = found.get(type);
			return range === undefined || range.end - range.start < 4 ? undefined : dump.view.getUint32(range.start, dump.isLittle);
		},
		pair(type, size) {
			const range = found.get(type);
			if (range === undefined || range.end - range.start < 2 * size) {
				return undefined;
			}

			const number = (position: number) => size === 2 ? dump.view.getUint16(position, dump.isLittle) : dump.view.getUint32(position, dump.isLittle);
			return {first: number(range.start), last: number(range.start + size)};
		},
		text(type) {
			const text = bytes(type);
			const length = text?.indexOf(0) ?? -1;
			return length === -1 ? text : text!.subarray(0, length);
		},
		nested(type) {
			const range = found.get(type);
			return range && readAttributes(dump, range.start, range.end);
		},
	};
}

/** An address in network byte order, of 4 or 16 bytes. */
function addressText(bytes: Uint8Array): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return ipAddress(Array.from({length: bytes.length / 4}, (_, word) => view.getUint32(word * 4, true)));
}

/** `10.88.0.0/16`, an address alone where it is the whole of it, `undefined` where everything is meant. */
export function prefixText(address: string | undefined, length: number, family: Family): string | undefined {
	if (address === undefined) {
		return length === 0 ? undefined : `${family === 4 ? '0.0.0.0' : '::'}/${length}`;
	}

	return length === (family === 4 ? 32 : 128) ? address : `${address}/${length}`;
}

// include/uapi/linux/rtnetlink.h, enum rt_class_t
const tables = new Map([[253, 'default'], [254, 'main'], [255, 'local']]);

/** A routing table by its name, or its number where it has none that every kernel knows. */
export function tableName(number: number): string {
	return tables.get(number) ?? String(number);
}

// /etc/iproute2/rt_protos
const protocols = new Map([[0, 'unspec'], [1, 'redirect'], [2, 'kernel'], [3, 'boot'], [4, 'static'], [8, 'gated'], [9, 'ra'], [10, 'mrt'], [11, 'zebra'], [12, 'bird'], [13, 'dnrouted'], [14, 'xorp'], [15, 'ntk'], [16, 'dhcp'], [17, 'mrouted'], [18, 'keepalived'], [42, 'babel'], [186, 'bgp'], [187, 'isis'], [188, 'ospf'], [189, 'rip'], [192, 'eigrp']]);

/** Who made a route or a rule. */
export function protocolName(number: number): string {
	return protocols.get(number) ?? String(number);
}
