import {InputError} from '../../archive/byte-source.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {netlinkMessages, readNetlinkDump, type NetlinkDump} from './netlink-dump.js';
import {familyOf, prefixText, readAttributes, tableName, type Attributes, type Family} from './netlink-values.js';

/** Which packets look into which routing table. */
export type RoutingRule = {
	readonly family: Family;
	/** Rules are tried from the lowest on. */
	readonly priority: number;
	/** It holds for the packets that the rest does not describe. */
	readonly isInverted: boolean;
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly tos?: number | undefined;
	/** A mark that the firewall gave, and which bits of it count. */
	readonly mark?: {readonly value: number; readonly mask: number} | undefined;
	/** Names of the interfaces that packets come in through, and go out. */
	readonly input?: Untrusted | undefined;
	readonly output?: Untrusted | undefined;
	/** Users whose packets it is for, the last included. */
	readonly users?: Range | undefined;
	/** Number of a protocol above IP. */
	readonly protocol?: number | undefined;
	readonly sourcePorts?: Range | undefined;
	readonly destinationPorts?: Range | undefined;
	/** Only for packets of an interface that belongs to a VRF, whose table it is. */
	readonly isForVrf: boolean;
	readonly action: 'lookup' | 'goto' | 'nop' | 'blackhole' | 'unreachable' | 'prohibit' | `action ${number}`;
	/** Of `lookup`. */
	readonly table?: string | undefined;
	/** Of `goto`: the priority of the rule to go on with. */
	readonly target?: number | undefined;
	/** Routes to networks with prefixes up to this length don't count. */
	readonly suppressedPrefix?: number | undefined;
};

/** Both ends included. */
export type Range = {readonly first: number; readonly last: number};

// include/uapi/linux/fib_rules.h
const newRule = 32;
const headerSize = 12;
const attribute = {to: 1, from: 2, input: 3, goto: 4, priority: 6, mark: 10, suppressedPrefix: 14, table: 15, mask: 16, output: 17, vrf: 19, users: 20, protocol: 22, sourcePorts: 23, destinationPorts: 24} as const;
const inverted = 2;
const actions = new Map<number, RoutingRule['action']>([[1, 'lookup'], [2, 'goto'], [3, 'nop'], [6, 'blackhole'], [7, 'unreachable'], [8, 'prohibit']]);
const none = 0xff_ff_ff_ff;

/**
The routing rules of a network namespace, in the order in which the kernel told them. None where there is no such image.

@throws {InputError} when the image is damaged
@throws {PendingError}
*/
export function readRoutingRules(images: ImageDirectory, image: string): RoutingRule[] {
	const dump = readNetlinkDump(images, image);
	return dump === undefined ? [] : [...netlinkMessages(dump)].flatMap(({type, start, end}) => type === newRule ? ruleIn(dump, start, end) ?? [] : []);
}

function ruleIn(dump: NetlinkDump, start: number, end: number): RoutingRule | undefined {
	if (end - start < headerSize) {
		throw new InputError(dump.file, 'a routing rule without its header', start);
	}

	const byte = (index: number) => dump.bytes[start + index]!;
	const family = familyOf(byte(0));
	if (family === undefined) {
		return undefined;
	}

	const attributes = readAttributes(dump, start + headerSize, end);
	const action = actions.get(byte(7)) ?? `action ${byte(7)}` as const;
	const suppressed = attributes.number(attribute.suppressedPrefix);
	return {
		family,
		priority: attributes.number(attribute.priority) ?? 0,
		isInverted: (dump.view.getUint32(start + 8, dump.isLittle) & inverted) !== 0,
		from: prefixText(attributes.address(attribute.from), byte(2), family),
		to: prefixText(attributes.address(attribute.to), byte(1), family),
		tos: byte(3) === 0 ? undefined : byte(3),
		mark: markOf(attributes),
		input: nameOf(attributes, attribute.input),
		output: nameOf(attributes, attribute.output),
		users: attributes.pair(attribute.users, 4),
		protocol: attributes.bytes(attribute.protocol)?.[0],
		sourcePorts: attributes.pair(attribute.sourcePorts, 2),
		destinationPorts: attributes.pair(attribute.destinationPorts, 2),
		isForVrf: (attributes.bytes(attribute.vrf)?.[0] ?? 0) !== 0,
		action,
		table: action === 'lookup' ? tableName(attributes.number(attribute.table) ?? byte(4)) : undefined,
		target: attributes.number(attribute.goto),
		suppressedPrefix: suppressed === none ? undefined : suppressed,
	};
}

function markOf(attributes: Attributes): RoutingRule['mark'] {
	const value = attributes.number(attribute.mark) ?? 0;
	const mask = attributes.number(attribute.mask);
	return value === 0 && (mask ?? 0) === 0 ? undefined : {value, mask: mask ?? none};
}

function nameOf(attributes: Attributes, type: number): Untrusted | undefined {
	const name = attributes.text(type);
	return name && new Untrusted(name);
}
