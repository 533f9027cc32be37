import {unitOf} from '../../checkpoint/statistics.js';
import type {Untrusted} from '../../text/untrusted.js';
import {terminalCharset} from '../../text/printable.js';
import {formatBytes, formatDuration} from '../../views/format.js';
import type {InspectedInterface} from '../../views/inspection/container.js';
import type {OpenFile} from '../../views/inspection/descriptors.js';
import type {Inspection} from '../../views/inspection/inspection.js';
import type {InspectedMount} from '../../views/inspection/mounts.js';
import type {InspectedProcess} from '../../views/inspection/process-tree.js';
import type {OpenSocket} from '../../views/inspection/sockets.js';
import type {TreeNode} from '../output/tree-text.js';
import {annotationNode} from './annotation-node.js';

/** What was found as a tree: the branches of `checkpointctl inspect` in its order, and what it leaves out behind them. */
export function inspectionTree(inspection: Inspection): TreeNode {
	return {
		text: inspection.container_name?.toString() ?? 'Container',
		children: [
			...containerNodes(inspection),
			...networkNodes(inspection),
			...sizeNodes(inspection),
			...branch('CRIU dump statistics', inspection.statistics && Object.entries(inspection.statistics).map(([name, value]) => statisticNode(name, value))),
			...branch('Metadata', metadataNodes(inspection)),
			...branch('Process tree', processNodes(inspection)),
			...branch('Overview of mounts', inspection.mounts?.map(mount => mountNode(mount))),
		],
	};
}

/** A branch, where it was asked for. */
function branch(text: string, children: readonly TreeNode[] | undefined): TreeNode[] {
	return children === undefined ? [] : [{text, children}];
}

/** A branch, where there is something on it. */
function branchOfSome(text: string, children: readonly TreeNode[] = []): TreeNode[] {
	return children.length === 0 ? [] : [{text, children}];
}

function containerNodes({image, id, runtime, created, checkpointed, engine}: Inspection): TreeNode[] {
	const facts = [['Image', image], ['ID', id], ['Runtime', runtime], ['Created', created], ...(checkpointed === undefined ? [] : [['Checkpointed', checkpointed] as const]), ['Engine', engine]] as const;
	return facts.map(([name, value]) => ({text: `${name}: ${value?.toString() ?? 'not known'}`}));
}

function networkNodes({addresses = [], networks = []}: Inspection): TreeNode[] {
	return [
		...addresses.map(address => ({text: `IP: ${address.toString()}`})),
		...branchOfSome('Network Interfaces', networks.flatMap(({name, interfaces}) => [...interfaces].map(([device, facts]) => ({
			text: `${name?.toString() ?? ''} (${device.toString()})`.trimStart(),
			children: interfaceNodes(facts),
		})))),
	];
}

function interfaceNodes({addresses, mac, gateways}: InspectedInterface): TreeNode[] {
	return [
		...addresses.map(address => ({text: `IP: ${address.toString()}`})),
		...(mac === undefined ? [] : [{text: `MAC: ${mac.toString()}`}]),
		...gateways.map(gateway => ({text: `Gateway: ${gateway.toString()}`})),
	];
}

function sizeNodes({checkpoint_size: sizes}: Inspection): TreeNode[] {
	const size = (name: string, bytes: number | undefined) => bytes === undefined || bytes === 0 ? [] : [{text: `${name}: ${formatBytes(bytes)}`}];
	const parts = [...size('Memory pages size', sizes.memory_pages_size), ...size('AMD GPU memory pages size', sizes.amd_gpu_memory_pages_size)];
	return [
		{text: `Checkpoint size: ${sizes.total_size === undefined ? 'not known' : formatBytes(sizes.total_size)}`, children: parts},
		...size('Root FS diff size', sizes.root_fs_diff_size),
	];
}

/** `Freezing time: 605 µs`, `Pages written: 130` */
function statisticNode(name: string, value: number | bigint): TreeNode {
	const words = name.replaceAll('_', ' ');
	return {text: `${words[0]!.toUpperCase()}${words.slice(1)}: ${unitOf(name) === 'microseconds' ? formatDuration(value) : value}`};
}

function metadataNodes({metadata}: Inspection): TreeNode[] | undefined {
	return metadata && [
		...(metadata.pod_name === undefined ? [] : [{text: `Pod name: ${metadata.pod_name.toString()}`}]),
		...(metadata.kubernetes_namespace === undefined ? [] : [{text: `Kubernetes namespace: ${metadata.kubernetes_namespace.toString()}`}]),
		...branchOfSome('Annotations', [...metadata.annotations ?? []].map(([key, value]) => annotationNode(key, value))),
	];
}

type Held = {readonly files: ReadonlyMap<number, readonly OpenFile[]>; readonly sockets: ReadonlyMap<number, readonly OpenSocket[]>};

function processNodes({process_tree: first, other_process_trees: others = [], file_descriptors: files = [], sockets = []}: Inspection): TreeNode[] | undefined {
	const held = {
		files: new Map(files.map(({pid, open_files: open = []}) => [pid, open])),
		sockets: new Map(sockets.map(({pid, open_sockets: open}) => [pid, open])),
	};
	return first && [first, ...others].map(process => processNode(process, held));
}

function processNode(process: InspectedProcess, held: Held): TreeNode {
	const {pid, ppid, command, cmdline, task_state: state, orphan, threads = [], children = []} = process;
	const name = cmdline === undefined || cmdline.length === 0 ? command : cmdline;
	const variables = process.environment ?? [...process.environment_variables ?? []];
	return {
		text: `[${pid}${state === undefined || state === 'Alive' ? '' : ` (${state})`}]  ${name?.toString() ?? 'name not known'}${orphan ? ` (its parent ${ppid === undefined ? 'is not known' : `${ppid} is not in this checkpoint`})` : ''}`,
		children: [
			...branchOfSome('Environment variables', variables.map(variable => ({text: variableText(variable)}))),
			...branchOfSome('Open files', held.files.get(pid)?.map(file => fileNode(file))),
			...branchOfSome('Open sockets', held.sockets.get(pid)?.map(socket => socketNode(socket))),
			...branchOfSome('Threads', threads.length < 2 ? [] : threads.map(({tid, name: thread}) => ({text: `[${tid}]  ${thread.toString()}`}))),
			...children.map(child => processNode(child, held)),
		],
	};
}

function variableText(variable: Untrusted | readonly [name: Untrusted, value: Untrusted]): string {
	return Array.isArray(variable) ? `${(variable as readonly Untrusted[])[0]!.toString()}=${(variable as readonly Untrusted[])[1]!.toString()}` : variable.toString();
}

function fileNode({fd, path, deleted}: OpenFile): TreeNode {
	return {text: `[${fd}]  ${path.toString()}${deleted ? ' (deleted)' : ''}`};
}

function socketNode({fd, protocol, data}: OpenSocket): TreeNode {
	const {family, state, socket_type: type, local, remote, peer, peer_inode: peerInode, src_port: port, dst, dst_port: remotePort} = data;
	const [up, down] = terminalCharset() === 'ascii' ? ['send', 'receive'] : ['↑', '↓'];
	const buffers = `${up} ${formatBytes(data.send_buf_bytes)} ${down} ${formatBytes(data.recv_buf_bytes)}`;
	const facts = [`fd ${fd}`, ...(peer === undefined ? [] : [`other end: ${peer}`])].join(', ');
	if (family === 'inet' || family === 'inet6') {
		const bracketed = (address: string, number = 0) => family === 'inet6' ? `[${address}]:${number}` : `${address}:${number}`;
		return {text: `[${protocol}${protocol === 'TCP' ? ` (${state})` : ''}]  ${bracketed(data.src!, port)} -> ${bracketed(dst!, remotePort)} (${buffers}) ${facts}`};
	}

	if (family === 'unix') {
		const isConnected = peerInode !== undefined;
		const name = data.address === undefined ? '@' : local.toString();
		return {text: `[UNIX (${type})]  ${name}${isConnected ? ` -> ${remote?.toString() ?? '@'}` : ''} ${state} (${buffers}) ${facts}`};
	}

	return {text: `[${protocol}]  ${local.toString()}${remote === undefined ? '' : ` -> ${remote.toString()}`}${state === undefined ? '' : ` ${state}`} (${buffers}) ${facts}`};
}

function mountNode({destination, type, source, options}: InspectedMount): TreeNode {
	return {
		text: `Destination: ${destination.toString()}`,
		children: [
			{text: `Type: ${type?.toString() ?? 'not known'}`},
			{text: `Source: ${source?.toString() ?? 'not known'}`},
			...(options.length === 0 ? [] : [{text: `Options: ${options.map(String).join(',')}`}]),
		],
	};
}
