import type {Route} from '../checkpoint/network/routes.js';
import type {Range, RoutingRule} from '../checkpoint/network/rules.js';
import type {Untrusted} from '../text/untrusted.js';
import type {Document} from './document.js';

/** A route for a program; `names` are the devices' by their indexes. What does not hold for it is null. */
export function routeFields({family, type, destination, from, table, protocol, scope, source, metric, mtu, hops}: Route, names: ReadonlyMap<number, Untrusted>): Document {
	return {
		family: `IPv${family}`, type, table, protocol,
		destination: destination ?? 'default',
		from: from ?? null,
		scope: scope ?? 'global',
		source: source ?? null,
		metric: metric ?? null,
		mtu: mtu ?? null,
		hops: hops.map(({gateway, device, weight}) => ({gateway: gateway ?? null, device: device === undefined ? null : names.get(device) ?? null, device_index: device ?? null, weight: weight ?? null})),
	};
}

/** A routing rule for a program. What does not hold for it is null. */
export function ruleFields({family, priority, isInverted, from, to, tos, mark, input, output, users, protocol, sourcePorts, destinationPorts, isForVrf, action, table, target, suppressedPrefix}: RoutingRule): Document {
	return {
		family: `IPv${family}`, priority, action,
		inverted: isInverted,
		from: from ?? null,
		to: to ?? null,
		tos: tos ?? null,
		mark: mark ?? null,
		input: input ?? null,
		output: output ?? null,
		users: range(users),
		protocol: protocol ?? null,
		source_ports: range(sourcePorts),
		destination_ports: range(destinationPorts),
		vrf: isForVrf,
		table: table ?? null,
		goto: target ?? null,
		suppress_prefix_length: suppressedPrefix ?? null,
	};
}

function range(ends: Range | undefined): Document {
	return ends ? {first: ends.first, last: ends.last} : null;
}
