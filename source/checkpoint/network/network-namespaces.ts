import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {lazyObject} from '../lazy-object.js';
import {requireComplete} from '../require-complete.js';
import {readInterfaceAddresses} from './interface-addresses.js';
import {readRawImage} from './netlink-dump.js';
import {hardwareAddress} from './network-devices.js';
import {readRoutes, type Route} from './routes.js';
import {readRoutingRules, type RoutingRule} from './rules.js';

/** What a dump has of a network namespace. Reading a property throws `InputError` where its image is damaged, and `PendingError`. */
export type NetworkNamespace = {
	/** The number in the names of its images. */
	readonly id: number;
	/** It belongs to somebody else, a pod for example, by this name: CRIU leaves it alone, and so nothing of it is in the dump. */
	readonly owner: Untrusted | undefined;
	readonly devices: readonly NetworkDevice[];
	readonly routes: readonly Route[];
	readonly rules: readonly RoutingRule[];
	readonly firewall: readonly FirewallRules[];
};

export type NetworkDevice = {
	readonly index: number;
	readonly name: Untrusted;
	/** `loopback`, `veth`, `tun`, … */
	readonly kind: string;
	readonly mac: Untrusted | undefined;
	/** Bytes. */
	readonly mtu: number;
	readonly isUp: boolean;
	readonly isPromiscuous: boolean;
	/** With prefix lengths. */
	readonly addresses: readonly Untrusted[];
};

/** The rules of a firewall as its own tool writes them. */
export type FirewallRules = {
	readonly tool: 'iptables' | 'ip6tables' | 'nftables';
	/** Without the ends of the lines. */
	readonly lines: readonly Untrusted[];
};

const imageName = /^(?:netns|netdev|ifaddr|route6?|rule|ip6?tables|nftables)-(?<id>\d+)\.img$/v;
const firewallTools = ['iptables', 'ip6tables', 'nftables'] as const;

// proto/netdev.proto, enum nd_type
const kinds = ['loopback', 'veth', 'tun', 'external', 'venet', 'bridge', 'macvlan', 'sit'] as const;

// include/uapi/linux/if.h
const up = 1;
const promiscuous = 0x1_00;

/**
The network namespaces that the dump has images of, by their numbers.

@throws {PendingError} while the archive is being decompressed
*/
export function networkNamespaces(images: ImageDirectory): NetworkNamespace[] {
	requireComplete(images.archive);
	const ids = new Set(images.names().flatMap(name => imageName.exec(name)?.groups?.id ?? []).map(Number));
	return [...ids].toSorted((a, b) => a - b).map(id => lazyObject<NetworkNamespace>({
		id: () => id,
		owner: () => ownerOf(images, `netns-${id}.img`),
		devices: () => devicesOf(images, id),
		routes: () => [...readRoutes(images, `route-${id}.img`), ...readRoutes(images, `route6-${id}.img`)],
		rules: () => readRoutingRules(images, `rule-${id}.img`),
		firewall: () => firewallTools.flatMap(tool => {
			const lines = linesOf(images, `${tool}-${id}.img`);
			return lines.length === 0 ? [] : [{tool, lines}];
		}),
	}));
}

function ownerOf(images: ImageDirectory, image: string): Untrusted | undefined {
	return images.has(image) ? images.message(image, 'netns_entry')?.ext_key : undefined;
}

function devicesOf(images: ImageDirectory, id: number): NetworkDevice[] {
	const addresses = readInterfaceAddresses(images, `ifaddr-${id}.img`);
	return images.messages(`netdev-${id}.img`, 'net_device_entry').map(({name, type, ifindex: index, mtu, flags, address}) => ({
		index, name, mtu,
		kind: kinds[type - 1] ?? `kind ${type}`,
		mac: address && hardwareAddress(address),
		isUp: (flags & up) !== 0,
		isPromiscuous: (flags & promiscuous) !== 0,
		addresses: addresses.get(index) ?? [],
	}));
}

function linesOf(images: ImageDirectory, image: string): Untrusted[] {
	const bytes = Buffer.from(readRawImage(images, image) ?? []);
	const lines: Untrusted[] = [];
	for (let start = 0; start < bytes.length;) {
		const newline = bytes.indexOf(0x0a, start);
		const end = newline === -1 ? bytes.length : newline;
		lines.push(new Untrusted(bytes.subarray(start, end)));
		start = end + 1;
	}

	return lines;
}
