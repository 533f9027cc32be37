import {compose, join, type Part} from '../checkpoint/compose.js';
import type {NetworkDevice} from '../checkpoint/network/network-namespaces.js';
import type {Hop, Route} from '../checkpoint/network/routes.js';
import type {Range, RoutingRule} from '../checkpoint/network/rules.js';
import {type Untrusted} from '../text/untrusted.js';

/** `loopback, up, MTU 65536` */
export function deviceText({kind, isUp, isPromiscuous, mtu, mac}: NetworkDevice): Untrusted {
	return join([kind, isUp ? 'up' : 'down', ...isPromiscuous ? ['promiscuous'] : [], `MTU ${mtu}`, ...mac ? [compose('MAC ', mac)] : []], ', ');
}

/** A route without its destination, as `ip route` writes it. `names` are the devices' by their indexes. */
export function routeText({type, from, table, protocol, scope, source, metric, mtu, hops}: Route, names: ReadonlyMap<number, Untrusted>): Untrusted {
	const several = hops.length > 1;
	return words(
		type === 'unicast' ? undefined : type,
		worded('from', from),
		...several ? [] : hops.flatMap(hop => hopWords(hop, names)),
		table === 'main' ? undefined : `table ${table}`,
		protocol === 'boot' ? undefined : `proto ${protocol}`,
		worded('scope', scope),
		worded('src', source),
		worded('metric', metric),
		worded('mtu', mtu),
		...several ? hops.flatMap(hop => ['nexthop', ...hopWords(hop, names), worded('weight', hop.weight)]) : [],
	);
}

function hopWords({gateway, device}: Hop, names: ReadonlyMap<number, Untrusted>): Array<Part | undefined> {
	return [worded('via', gateway), device === undefined ? undefined : compose('dev ', names.get(device) ?? `if${device}`)];
}

/** A routing rule without its priority, as `ip rule` writes it. */
export function ruleText({isInverted, from, to, tos, mark, input, output, users, protocol, sourcePorts, destinationPorts, isForVrf, action, table, target, suppressedPrefix}: RoutingRule): Untrusted {
	return words(
		isInverted ? 'not' : undefined,
		`from ${from ?? 'all'}`,
		worded('to', to),
		worded('tos', tos === undefined ? undefined : `0x${tos.toString(16)}`),
		mark && `fwmark ${maskText(mark)}`,
		input && compose('iif ', input),
		output && compose('oif ', output),
		isForVrf ? 'l3mdev' : undefined,
		users && `uidrange ${users.first}-${users.last}`,
		worded('ipproto', protocol === undefined ? undefined : protocols.get(protocol) ?? protocol),
		worded('sport', sourcePorts && rangeText(sourcePorts)),
		worded('dport', destinationPorts && rangeText(destinationPorts)),
		table === undefined ? worded(action, target) ?? action : `lookup ${table}`,
		worded('suppress_prefixlength', suppressedPrefix),
	);
}

// include/uapi/linux/in.h: those that have ports
const protocols = new Map([[6, 'tcp'], [17, 'udp'], [33, 'dccp'], [132, 'sctp']]);

function maskText({value, mask}: {readonly value: number; readonly mask: number}): string {
	return `0x${value.toString(16)}${mask === 0xff_ff_ff_ff ? '' : `/0x${mask.toString(16)}`}`;
}

function rangeText({first, last}: Range): string {
	return first === last ? String(first) : `${first}-${last}`;
}

function worded(word: string, value: string | number | undefined): string | undefined {
	return value === undefined ? undefined : `${word} ${value}`;
}

function words(...parts: ReadonlyArray<Part | undefined>): Untrusted {
	return join(parts.filter(part => part !== undefined), ' ');
}
