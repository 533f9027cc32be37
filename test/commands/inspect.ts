import test from 'ava';
import {editedTar} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {allProcesses, inspected, inspectedTree} from '../support/inspected.js';

test('statistics without an entry, or without what they need', async t => {
	for (const [content, complaint] of [
		[imageOf('STATS', []), /stats-dump: empty/],
		[imageOf('STATS', [{type: 'stats_entry', values: {dump: {freezing_time: 1}}}]), /stats-dump: .*frozen_time/],
	] as const) {
		const {code, document} = await inspected(['--stats'], editedTar('podman-small', {'stats-dump': content}));
		t.is(code, 1);
		t.is(document.statistics, undefined);
		t.regex(document.problems!.join('\n'), complaint);
		t.is(document.container_name, 'pv-small');
	}
});

test('without a specification, the mounts are those that CRIU found', async t => {
	const {document} = await inspected(['--mounts'], unpack('raw-runc'));
	t.true(document.mounts!.some(({destination}) => destination === '/proc'));
});

const network = (...subnets: object[]) => ({interfaces: {eth0: {subnets, mac_address: '92:d0:c6:0a:29:33'}}});
const first = {ipnet: '10.88.0.9/16', gateway: '10.88.0.1'};
const second = {ipnet: 'fd00:88::9/64', gateway: 'fd00:88::1'};

test('networks: every subnet of every interface', async t => {
	const two = editedTar('podman-small', {'network.status': {podman: network(first, second), second: {interfaces: {eth1: {subnets: [{ipnet: '192.168.5.9/24'}], mac_address: '66:00:00:00:00:01'}}}}});
	const {document: {networks}} = await inspected([], two);
	t.deepEqual(networks?.map(({name, interfaces}) => [name, Object.keys(interfaces)]), [['podman', ['eth0']], ['second', ['eth1']]]);
	t.deepEqual(networks?.[0]?.interfaces.eth0, {ip: '10.88.0.9/16', mac: '92:d0:c6:0a:29:33', gateway: '10.88.0.1', addresses: ['10.88.0.9/16', 'fd00:88::9/64'], gateways: ['10.88.0.1', 'fd00:88::1']});
	t.regex(await inspectedTree([], two), /── second \(eth1\)$/m);
});

test('processes: names or command lines, states, children by pid', async t => {
	t.regex(await inspectedTree(['--ps-tree'], fixture('podman-zoo')), /^└── Process tree\n {4}└── \[1\] {2}python3\n(?: {8}.*\n)*? {8}├── \[5 \(Dead\)\] {2}python3\n {8}├── \[6 \(Stopped\)\] {2}python3\n {8}└── \[7\] {2}python3\n/m);
	t.regex(await inspectedTree(['--ps-tree-cmd'], fixture('podman-zoo')), /\[6 \(Stopped\)\] {2}python3 -W ignore \/lab\/zoo\.py\n.*\[7\] {2}␛\[31mevil␛\[0m -c import time␊/);
});

test('--pid: the tree from there on, with the files and sockets of what is in it; 0 is every process', async t => {
	const {document} = await inspected(['-p', '20', '--files', '--sockets'], fixture('checkpoint-shop'));
	t.deepEqual(allProcesses(document).map(({pid}) => pid), [20, 21]);
	t.deepEqual([document.file_descriptors?.map(({pid}) => pid), document.sockets?.map(({pid}) => pid)], [[20, 21], [20]]);
	const {document: several} = await inspected(['-p', '22', '-p', '20', '-p', '21'], fixture('checkpoint-shop'));
	t.deepEqual([several.process_tree?.pid, several.other_process_trees?.map(({pid}) => pid)], [20, [22]], 'in the order of the tree; 21 is below 20');
	t.is((await inspected(['--pid=0', '--ps-tree'], fixture('checkpoint-shop'))).document.process_tree?.pid, 1);
});

test('metadata: annotations that are JSON are taken apart for people, and stay what they are for programs', async t => {
	const output = await inspectedTree(['--metadata'], fixture('checkpoint-ledger'));
	t.regex(output, /^└── Metadata\n {4}├── Pod name: ledger-0\n {4}├── Kubernetes namespace: finance\n {4}└── Annotations\n/m);
	t.regex(output, /── io\.kubernetes\.cri-o\.Metadata\n.*── name: small\n.*── attempt: 3\n/);
	t.regex(output, /── io\.kubernetes\.cri-o\.Volumes\n.*── \/app\n.*── host path: \/share\/app\n.*── read-only: true\n.*── recursive read-only: false\n.*── propagation: 0\n.*── selinux relabel: false\n.*── \/etc\/hosts\n/);
	const {document} = await inspected(['--metadata'], fixture('checkpoint-ledger'));
	t.is(document.metadata?.annotations?.['io.kubernetes.cri-o.Metadata'], '{"name":"small","attempt":3}');
});

