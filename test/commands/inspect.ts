import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {run} from '../support/command.js';
import {editedTar, engineFileDamages} from '../support/edited-checkpoint.js';
import {fixture, temporaryFolder, unpack} from '../support/fixtures.js';
import {imageOf} from '../support/image-file.js';
import {allProcesses, inspected, inspectedTree, type Inspected} from '../support/inspected.js';
import {programFile} from '../support/pty.js';

test('a format that there is not', async t => {
	const {code, errors} = await run(['inspect', '--format=invalid', fixture('podman-small')]);
	t.is(code, 2);
	t.regex(errors, /--format takes tree or json, not invalid/);
});

for (const [file, content, complaint] of engineFileDamages) {
	test(`${file} ${content === undefined ? 'missing' : 'empty'}: the rest is told`, async t => {
		const {code, errors, document} = await inspected(['--ps-tree'], editedTar('podman-small', {[file]: content}));
		t.is(code, 1);
		t.is(document.problems?.length, 1);
		t.regex(document.problems![0]!, new RegExp(`^(\\./)?${complaint}`));
		t.is(errors, `cryoscope: ${document.problems![0]}\n`);
		t.is(document.process_tree?.command, 'small.sh');
	});
}

test('statistics that are missing, or something else', async t => {
	for (const [content, complaint] of [
		[undefined, /stats-dump: missing/],
		[Buffer.from('{}{}{}{}'), /stats-dump: .*magic/],
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

test('without its images', async t => {
	const {code, output, errors} = await run(['inspect', editedTar('podman-small', {checkpoint: undefined})]);
	t.deepEqual([code, output], [1, '']);
	t.regex(errors, /^cryoscope: .*no CRIU images.*\n$/);
});

test('the container of each engine; when it was frozen, where the engine says so', async t => {
	t.regex(await inspectedTree([], fixture('podman-small')), /^pv-small\n├── Image: localhost\/lab:latest\n├── ID: [\da-f]{64}\n├── Runtime: crun\n├── Created: 2026-11-21T01:46:36Z\n├── Engine: Podman\n├── Checkpoint size: 566\.\d KiB\n│ {3}└── Memory pages size: .* KiB\n└── Root FS diff size: 8\.5 KiB\n/m);
	t.regex(await inspectedTree([], fixture('checkpoint-shop')), /^├── Checkpointed: 2026-11-21T01:34:20Z\n├── Engine: containerd$/m);
	t.regex(await inspectedTree([], fixture('checkpoint-ledger')), /^├── Created: 2026-11-21T02:08:32\.749019852Z\n├── Checkpointed: 2026-11-21T02:08:35Z\n├── Engine: CRI-O\n├── IP: 10\.244\.1\.5$/m);
	t.regex(await inspectedTree([], editedTar('checkpoint-shop', {'spec.dump': '{}'})), /^├── Engine: containerd$/m);
});

test('mounts with their options', async t => {
	t.regex(await inspectedTree(['--mounts'], fixture('podman-zoo')), /^└── Overview of mounts\n {4}├── Destination: \/tmpfs\n {4}│ {3}├── Type: tmpfs\n {4}│ {3}├── Source: tmpfs\n {4}│ {3}└── Options: size=1m,rprivate,nosuid,nodev,tmpcopyup$/m);
	const {document} = await inspected(['--mounts'], unpack('raw-runc'));
	t.true(document.mounts!.some(({destination}) => destination === '/proc'), 'without a specification, as CRIU found them');
});

const network = (...subnets: object[]) => ({interfaces: {eth0: {subnets, mac_address: '92:d0:c6:0a:29:33'}}});
const first = {ipnet: '10.88.0.9/16', gateway: '10.88.0.1'};
const second = {ipnet: 'fd00:88::9/64', gateway: 'fd00:88::1'};

test('networks: every subnet of every interface', async t => {
	const one = editedTar('podman-small', {'network.status': {podman: network(first)}});
	t.regex(await inspectedTree([], one), /^├── Network Interfaces\n│ {3}└── podman \(eth0\)\n│ {7}├── IP: 10\.88\.0\.9\/16\n│ {7}├── MAC: 92:d0:c6:0a:29:33\n│ {7}└── Gateway: 10\.88\.0\.1$/m);
	t.deepEqual((await inspected([], one)).document.networks, [{name: 'podman', interfaces: {eth0: {ip: '10.88.0.9/16', mac: '92:d0:c6:0a:29:33', gateway: '10.88.0.1', addresses: ['10.88.0.9/16'], gateways: ['10.88.0.1']}}}]);

	const two = editedTar('podman-small', {'network.status': {podman: network(first, second), second: {interfaces: {eth1: {subnets: [{ipnet: '192.168.5.9/24'}], mac_address: '66:00:00:00:00:01'}}}}});
	const {document: {networks}} = await inspected([], two);
	t.deepEqual(networks?.map(({name, interfaces}) => [name, Object.keys(interfaces)]), [['podman', ['eth0']], ['second', ['eth1']]]);
	t.deepEqual(networks?.[0]?.interfaces.eth0, {ip: '10.88.0.9/16', mac: '92:d0:c6:0a:29:33', gateway: '10.88.0.1', addresses: ['10.88.0.9/16', 'fd00:88::9/64'], gateways: ['10.88.0.1', 'fd00:88::1']});
	t.regex(await inspectedTree([], two), /── second \(eth1\)$/m);
});

test('a broken network.status costs the networks, and is said', async t => {
	const {code, document} = await inspected([], editedTar('podman-small', {'network.status': 'not-json{{{'}));
	t.is(code, 1);
	t.is(document.networks, undefined);
	t.is(document.container_name, 'pv-small');
	t.regex(document.problems!.join('\n'), /network\.status: not valid JSON/);
});

test('several checkpoints: a tree each, or one list', async t => {
	const files = [fixture('podman-small'), fixture('checkpoint-shop')];
	const {output} = await run(['inspect', ...files]);
	t.deepEqual([...output.matchAll(/^Displaying container checkpoint tree view from (?<file>.*)$/gm)].map(({groups}) => groups!.file), files);
	const {output: json} = await run(['inspect', '--format', 'json', ...files]);
	t.deepEqual((JSON.parse(json) as Inspected[]).map(({engine}) => engine), ['Podman', 'containerd']);
});

test('without pstree.img the processes are those that have a core, and it is said', async t => {
	const {code, document} = await inspected(['--ps-tree'], editedTar('podman-small', {'checkpoint/pstree.img': undefined}));
	t.is(code, 1);
	t.regex(document.problems!.join('\n'), /pstree\.img: /);
	t.deepEqual(allProcesses(document).map(({pid, ppid}) => [pid, ppid]), [[1, undefined], [10, undefined], [11, undefined]]);
});

for (const option of ['--files', '--sockets']) {
	test(`${option} without files.img: what depends on it is missing, and it is said`, async t => {
		const {code, document} = await inspected([option, '--ps-tree-cmd'], editedTar('podman-small', {'checkpoint/files.img': undefined}));
		t.is(code, 1);
		t.regex(document.problems!.join('\n'), /files\.img: missing/);
		t.is(document.process_tree?.cmdline, '/bin/bash /app/small.sh');
	});
}

test('a process that is not there', async t => {
	t.deepEqual(await run(['inspect', '--ps-tree', '--pid', '99999', fixture('podman-zoo')]), {code: 1, output: '', errors: 'cryoscope: pid 99999: no such process in this checkpoint; cryoscope ps lists them\n'});
});

test('processes: names or command lines, states, children by pid', async t => {
	t.regex(await inspectedTree(['--ps-tree'], fixture('podman-zoo')), /^└── Process tree\n {4}└── \[1\] {2}python3\n(?: {8}.*\n)*? {8}├── \[5 \(Dead\)\] {2}python3\n {8}├── \[6 \(Stopped\)\] {2}python3\n {8}└── \[7\] {2}python3\n/m);
	t.regex(await inspectedTree(['--ps-tree-cmd'], fixture('podman-zoo')), /\[6 \(Stopped\)\] {2}python3 -W ignore \/lab\/zoo\.py\n.*\[7\] {2}␛\[31mevil␛\[0m -c import time␊/);
});

test('the program does the same for somebody who is not the superuser', t => {
	const file = path.join(temporaryFolder(), 'checkpoint.tar.zst');
	fs.copyFileSync(fixture('podman-small'), file);
	fs.chmodSync(path.dirname(file), 0o755);
	const inspect = (options: object) => execFileSync(process.execPath, [programFile, 'inspect', '--ps-tree-cmd', file], {encoding: 'utf8', ...options});
	t.is(inspect(process.getuid!() === 0 ? {uid: 65_534, gid: 65_534} : {}), inspect({}));
	t.regex(inspect({}), /\[1\] {2}\/bin\/bash \/app\/small\.sh\n/);
});

for (const [option, what] of [['--ps-tree-cmd', 'arguments'], ['--ps-tree-env', 'environment']] as const) {
	test(`${option} without the pages: that the ${what} can't be had is an error, and the tree is there`, async t => {
		const {code, document} = await inspected([option], editedTar('podman-small', {'checkpoint/pages-1.img': undefined}));
		t.is(code, 1);
		t.regex(document.problems!.join('\n'), new RegExp(`pid \\d+: not all of the ${what} is here: `));
		t.deepEqual(allProcesses(document).map(({pid}) => pid), [1, 10, 11]);
	});
}

test('environment, with an empty value', async t => {
	t.regex(await inspectedTree(['--ps-tree-env'], fixture('checkpoint-ledger')), /\[1\] {2}small\.sh\n.*Environment variables\n(?:.*\n)*?.*── EMPTY=\n/);
	const {document} = await inspected(['--ps-tree-env'], fixture('checkpoint-ledger'));
	t.is(document.process_tree?.environment_variables?.EMPTY, '');
	t.is(document.process_tree?.environment, undefined);
});

test('files: descriptors, directories, also of the child of the first process', async t => {
	const output = await inspectedTree(['--files'], fixture('podman-zoo'));
	t.regex(output, /\[1\] {2}python3\n {8}├── Open files\n {8}│ {3}├── \[REG 0\] {2}\/dev\/null\n(?: {8}│.*\n)*? {8}│ {3}├── \[cwd\] {2}\/\n {8}│ {3}└── \[root\] {2}\/\n/);
	t.regex(output, /\[7\] {2}python3\n {12}└── Open files\n/);
	t.regex(output, /── \[REG 5\] {2}\/tmp\/zoo\/deleted-secret\.txt \(deleted\)\n/);
	t.regex(output, /── \[5 \(Dead\)\] {2}python3\n.*── \[6 \(Stopped\)\] {2}python3\n/);
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

test('--all has all of it', async t => {
	const output = await inspectedTree(['--all'], fixture('checkpoint-shop'));
	for (const phrase of ['[REG 0]', '[cwd]', '[root]', 'Overview of mounts', 'Destination', 'proc', '/etc/hostname', 'CRIU dump statistics', 'Memwrite time', 'Process tree', 'Environment variables', 'Open sockets', 'Metadata', 'Pod name: shop-7d9c5b6f4-x2x9k']) {
		t.true(output.includes(phrase), phrase);
	}
});
