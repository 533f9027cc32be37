import {InputError} from '../../archive/byte-source.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {netlinkMessages, readNetlinkDump, type NetlinkDump} from './netlink-dump.js';
import {familyOf, prefixText, protocolName, readAttributes, tableName, type Attributes, type Family} from './netlink-values.js';

/** Where packets for a destination go. */
export type Route = {
	readonly family: Family;
	/** `unicast`, `local`, `blackhole`, … */
	readonly type: string;
	/** A network, `10.88.0.0/16`; undefined for the default route. */
	readonly destination?: string | undefined;
	/** Only packets from there. */
	readonly from?: string | undefined;
	readonly table: string;
	readonly protocol: string;
	/** undefined where it is the whole world. */
	readonly scope?: string | undefined;
	/** The source address of packets that have none. */
	readonly source?: string | undefined;
	readonly metric?: number | undefined;
	readonly mtu?: number | undefined;
	/** Where they are sent: more than one where the load is shared; none where nothing is. */
	readonly hops: readonly Hop[];
};

export type Hop = {
	/** Address of the next router; undefined where the destination is on the link itself. */
	readonly gateway?: string | undefined;
	/** Index of the interface. */
	readonly device?: number | undefined;
	/** Of those that share the load, from 1. */
	readonly weight?: number | undefined;
};

// include/uapi/linux/rtnetlink.h
const newRoute = 24;
const headerSize = 12;
const attribute = {destination: 1, source: 2, device: 4, gateway: 5, metric: 6, preferredSource: 7, metrics: 8, multipath: 9, table: 15, via: 18} as const;
const mtuMetric = 2;
const hopHeader = 8;
const types = ['unspec', 'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat'] as const;
const scopes = new Map([[200, 'site'], [253, 'link'], [254, 'host'], [255, 'nowhere']]);

/**
The routes of a network namespace, in the order in which the kernel told them. None where there is no such image.

@throws {InputError} when the image is damaged
@throws {PendingError}
*/
export function readRoutes(images: ImageDirectory, image: string): Route[] {
	const dump = readNetlinkDump(images, image);
	return dump === undefined ? [] : [...netlinkMessages(dump)].flatMap(({type, start, end}) => type === newRoute ? routeIn(dump, start, end) ?? [] : []);
}

function routeIn(dump: NetlinkDump, start: number, end: number): Route | undefined {
	if (end - start < headerSize) {
		throw new InputError(dump.file, 'a route without its header', start);
	}

	const byte = (index: number) => dump.bytes[start + index]!;
	const family = familyOf(byte(0));
	if (family === undefined) {
		return undefined;
	}

	const attributes = readAttributes(dump, start + headerSize, end);
	const scope = byte(6);
	return {
		family,
		type: types[byte(7)] ?? String(byte(7)),
		destination: prefixText(attributes.address(attribute.destination), byte(1), family),
		from: prefixText(attributes.address(attribute.source), byte(2), family),
		table: tableName(attributes.number(attribute.table) ?? byte(4)),
		protocol: protocolName(byte(5)),
		scope: scope === 0 ? undefined : scopes.get(scope) ?? String(scope),
		source: attributes.address(attribute.preferredSource),
		metric: attributes.number(attribute.metric),
		mtu: attributes.nested(attribute.metrics)?.number(mtuMetric),
		hops: hopsOf(dump, attributes),
	};
}

function hopsOf(dump: NetlinkDump, attributes: Attributes): Hop[] {
	const several = attributes.range(attribute.multipath);
	if (several === undefined) {
		const hop = hopOf(attributes, attributes.number(attribute.device));
		return hop.gateway === undefined && hop.device === undefined ? [] : [hop];
	}

	const hops: Hop[] = [];
	for (let position = several.start; position < several.end;) {
		const length = position + hopHeader <= several.end ? dump.view.getUint16(position, dump.isLittle) : 0;
		if (length < hopHeader || position + length > several.end) {
			throw new InputError(dump.file, 'a damaged next hop', position);
		}

		const device = dump.view.getUint32(position + 4, dump.isLittle);
		hops.push({...hopOf(readAttributes(dump, position + hopHeader, position + length), device), weight: dump.bytes[position + 3]! + 1});
		position += Math.ceil(length / 4) * 4;
	}

	return hops;
}

function hopOf(attributes: Attributes, device: number | undefined): Hop {
	// A router may have an address of the other family, whose number stands before it.
	return {gateway: attributes.address(attribute.gateway) ?? attributes.address(attribute.via, 2), device};
}
