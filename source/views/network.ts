import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {compose, type Part} from '../checkpoint/compose.js';
import type {NetworkNamespace} from '../checkpoint/network/network-namespaces.js';
import {Untrusted} from '../text/untrusted.js';
import type {Document} from './document.js';
import {routeFields, ruleFields} from './network-fields.js';
import {deviceText, routeText, ruleText} from './network-text.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {ContainerView} from './view.js';

type Row = {
	readonly namespace: number;
	readonly kind: 'device' | 'address' | 'route' | 'rule' | 'firewall';
	/** Of the Internet protocol; undefined where it is for neither alone. */
	readonly family?: 4 | 6 | undefined;
	/** Name of the device, destination of the route, priority of the rule, tool of the firewall. */
	readonly name: Part | number;
	readonly text: Untrusted;
};

const tab = 0x09;

/** Fields of a namespace in JSON. */
export const networkFields = ['namespace', 'owner', 'devices', 'routes', 'rules', 'iptables', 'ip6tables', 'nftables'] as const;

/** How the container's network was set up. */
export const network: ContainerView<Row> = {
	name: 'network',
	title: 'Network',
	summary: 'Network namespaces: devices, addresses, routes, routing rules and the firewall.',
	columns: [
		{name: 'kind', title: 'Kind', type: 'text', min: 8, value: ({kind}) => kind},
		{name: 'name', title: 'Of', type: 'text', min: 9, max: 43, value: ({name}) => name},
		{name: 'text', title: 'What', type: 'text', min: 30, value: ({text}) => text, text: ({text}) => indented(text)},
		{name: 'family', title: 'IP', type: 'text', value: ({family}) => family === undefined ? undefined : `v${family}`},
		{name: 'namespace', title: 'Namespace', type: 'number', value: ({namespace}) => namespace},
	],
	rows: checkpoint => listed(rowsOf(checkpoint, new Problems())),
	problems(checkpoint) {
		const problems = new Problems();
		rowsOf(checkpoint, problems);
		return problems.messages;
	},
	notes: ({container: {networkNamespaces}}) => networkNamespaces.length === 0
		? ['The network was the host\'s, or the engine\'s to restore: CRIU has dumped nothing of it.']
		: networkNamespaces.flatMap(namespace => notesOf(namespace)),
	document: ({container: {networkNamespaces}}) => networkNamespaces.map(namespace => documentOf(namespace)),
};

function rowsOf({container}: Checkpoint, problems: Problems): Row[] {
	return container.networkNamespaces.flatMap(namespace => {
		const {id} = namespace;
		const devices = problems.of(() => namespace.devices) ?? [];
		const names = new Map(devices.map(({index, name}) => [index, name]));
		return [
			...devices.map(device => ({namespace: id, kind: 'device' as const, name: device.name, text: deviceText(device)})),
			...devices.flatMap(({name, addresses}) => addresses.map(text => ({namespace: id, kind: 'address' as const, name, family: text.toKey().includes(':') ? 6 as const : 4 as const, text}))),
			...(problems.of(() => namespace.routes) ?? []).map(route => ({namespace: id, kind: 'route' as const, family: route.family, name: route.destination ?? 'default', text: routeText(route, names)})),
			...(problems.of(() => namespace.rules) ?? []).map(rule => ({namespace: id, kind: 'rule' as const, family: rule.family, name: rule.priority, text: ruleText(rule)})),
			...(problems.of(() => namespace.firewall) ?? []).flatMap(({tool, lines}) => lines.filter(({length}) => length > 0).map(text => ({namespace: id, kind: 'firewall' as const, name: tool, text}))),
		];
	});
}

// In a table, a tab would be a sign of its own.
function indented({bytes}: Untrusted): Untrusted {
	const start = bytes.findIndex(byte => byte !== tab);
	return start > 0 ? compose('  '.repeat(start), new Untrusted(bytes.subarray(start))) : new Untrusted(bytes);
}

function notesOf(namespace: NetworkNamespace): string[] {
	const problems = new Problems();
	const owner = problems.of(() => namespace.owner);
	const firewall = problems.of(() => namespace.firewall) ?? [];
	return [
		...owner === undefined ? [] : [`Network namespace ${namespace.id} is not the container's own, but known to CRIU as ${owner.toString()}: it is not in the dump.`],
		...firewall.some(({lines}) => lines.some(line => isCriuChain(line))) ? ['The firewall\'s chain CRIU is CRIU\'s own: it keeps packets away during the dump.'] : [],
	];
}

// criu/netfilter.c
function isCriuChain(line: Untrusted): boolean {
	return /^\s*(?:chain CRIU \{|:CRIU )/v.test(line.toKey());
}

function documentOf(namespace: NetworkNamespace): Document {
	const problems = new Problems();
	const devices = problems.of(() => namespace.devices);
	const names = new Map((devices ?? []).map(({index, name}) => [index, name]));
	const firewall = problems.of(() => namespace.firewall) ?? [];
	return {
		namespace: namespace.id,
		owner: problems.of(() => namespace.owner) ?? null,
		devices: devices?.map(({index, name, kind, mac, mtu, isUp, isPromiscuous, addresses}) => ({index, name, kind, mac: mac ?? null, mtu, up: isUp, promiscuous: isPromiscuous, addresses})) ?? null,
		routes: problems.of(() => namespace.routes)?.map(route => routeFields(route, names)) ?? null,
		rules: problems.of(() => namespace.rules)?.map(rule => ruleFields(rule)) ?? null,
		...Object.fromEntries((['iptables', 'ip6tables', 'nftables'] as const).map(tool => [tool, firewall.find(rules => rules.tool === tool)?.lines ?? []])),
	};
}
