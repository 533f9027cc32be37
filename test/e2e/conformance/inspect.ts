import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {editedTar, engineFileDamages} from '../../support/edited-checkpoint.js';
import {fixture, temporaryFolder} from '../../support/fixtures.js';
import type {Inspected} from '../../support/inspected.js';
import {printed, program} from '../../support/program.js';

/** What it prints of a checkpoint, as JSON, with the exit code and the complaints. */
function document(options: readonly string[], file: string): {code: number; errors: string; document: Inspected} {
	const {code, output, errors} = program(['inspect', '--format', 'json', ...options, file]);
	return {code, errors, document: (JSON.parse(output) as Inspected[])[0]!};
}

test('a format that there is not, with exit code 2', t => {
	t.deepEqual(program(['inspect', fixture('podman-small'), '--format=invalid']), {code: 2, output: '', errors: 'cryoscope: --format takes tree or json, not invalid; see cryoscope inspect --help\n'});
});

for (const [file, content, complaint] of engineFileDamages) {
	test(`${file} ${content === undefined ? 'missing' : 'empty'}: exit code 1, and the rest is told all the same`, t => {
		const {code, output, errors} = program(['inspect', '--ps-tree', editedTar('podman-small', {[file]: content})]);
		t.is(code, 1);
		t.regex(errors, new RegExp(`^cryoscope: (?:\\./)?${complaint}\\n$`));
		t.regex(output, /^└── Process tree\n {4}└── \[1\] {2}small\.sh\n/m);
	});
}

for (const [what, content, complaint] of [
	['are missing', undefined, /^cryoscope: checkpoint\/stats-dump: missing: there are no statistics of the dump\n$/],
	['are something else', '{}{}{}{}', /^cryoscope: (?:\.\/)?stats-dump: [^\n]*magic[^\n]*\n$/],
] as const) {
	test(`--stats where they ${what}: exit code 1, and the rest is told all the same`, t => {
		const {code, output, errors} = program(['inspect', '--stats', editedTar('podman-small', {'stats-dump': content})]);
		t.is(code, 1);
		t.regex(errors, complaint);
		t.regex(output, /^pv-small\n├── Image: /m);
		t.notRegex(output, /statistics/);
	});
}

test('--stats', t => {
	t.regex(printed('inspect', '--stats', fixture('podman-small')), /^└── CRIU dump statistics\n.* Freezing time: 100\.682 ms\n.* Frozen time: 383\.023 ms\n.* Memdump time: 47\.825 ms\n.* Memwrite time: 463 µs\n.* Pages scanned: 176\n/m);
});

test('an archive without the images', t => {
	const {code, output, errors} = program(['inspect', editedTar('podman-small', {checkpoint: undefined})]);
	t.deepEqual([code, output], [1, '']);
	t.regex(errors, /^cryoscope: [^\n]*no CRIU images[^\n]*\n$/);
});

test('a checkpoint of Podman', t => {
	t.regex(printed('inspect', fixture('podman-small')), /^pv-small\n├── Image: localhost\/lab:latest\n├── ID: b525e9e31797[\da-f]{52}\n├── Runtime: crun\n├── Created: 2026-11-21T01:46:36Z\n├── Engine: Podman\n├── Checkpoint size: 566\.\d KiB\n│ {3}└── Memory pages size: 504\.0 KiB\n/m);
});

test('a checkpoint of containerd, whose specification says nothing', t => {
	t.regex(printed('inspect', editedTar('checkpoint-shop', {'spec.dump': '{}'})), /^├── Checkpointed: 2026-11-21T01:34:20Z\n├── Engine: containerd$/m);
});

test('a checkpoint of CRI-O, with the time when it was made', t => {
	t.regex(printed('inspect', fixture('checkpoint-ledger')), /^├── Created: 2026-11-21T02:08:32\.749019852Z\n├── Checkpointed: 2026-11-21T02:08:35Z\n├── Engine: CRI-O\n├── IP: 10\.244\.1\.5$/m);
});

test('--mounts, with the options that they have', t => {
	t.regex(printed('inspect', '--mounts', fixture('podman-zoo')), /^└── Overview of mounts\n {4}├── Destination: \/tmpfs\n {4}│ {3}├── Type: tmpfs\n {4}│ {3}├── Source: tmpfs\n {4}│ {3}└── Options: size=1m,rprivate,nosuid,nodev,tmpcopyup$/m);
});

const one = {podman: {interfaces: {eth0: {subnets: [{ipnet: '10.88.0.9/16', gateway: '10.88.0.1'}], mac_address: '92:d0:c6:0a:29:33'}}}};
const two = {...one, second: {interfaces: {eth1: {subnets: [{ipnet: '192.168.5.9/24', gateway: '192.168.5.1'}], mac_address: '66:00:00:00:00:01'}}}};
const shown = {
	one: 'podman (eth0)\n│       ├── IP: 10.88.0.9/16\n│       ├── MAC: 92:d0:c6:0a:29:33\n│       └── Gateway: 10.88.0.1\n',
	two: 'second (eth1)\n│       ├── IP: 192.168.5.9/24\n│       ├── MAC: 66:00:00:00:00:01\n│       └── Gateway: 192.168.5.1\n',
};
const networks = [
	{name: 'podman', interfaces: {eth0: {ip: '10.88.0.9/16', mac: '92:d0:c6:0a:29:33', gateway: '10.88.0.1', addresses: ['10.88.0.9/16'], gateways: ['10.88.0.1']}}},
	{name: 'second', interfaces: {eth1: {ip: '192.168.5.9/24', mac: '66:00:00:00:00:01', gateway: '192.168.5.1', addresses: ['192.168.5.9/24'], gateways: ['192.168.5.1']}}},
];

test('the network of network.status', t => {
	t.true(printed('inspect', editedTar('podman-small', {'network.status': one})).includes(`├── Network Interfaces\n│   └── ${shown.one}`));
});

test('the network of network.status, as JSON', t => {
	t.deepEqual(document([], editedTar('podman-small', {'network.status': one})).document.networks, networks.slice(0, 1));
});

test('two networks', t => {
	const output = printed('inspect', editedTar('podman-small', {'network.status': two}));
	t.true(output.includes(`└── ${shown.two}`));
	t.true(output.includes('├── podman (eth0)\n│   │   ├── IP: 10.88.0.9/16\n'));
});

test('two networks, as JSON', t => {
	t.deepEqual(document([], editedTar('podman-small', {'network.status': two})).document.networks, networks);
});

test('a broken network.status costs the networks alone, and is not passed over in silence', t => {
	const {code, output, errors} = program(['inspect', editedTar('podman-small', {'network.status': 'not-json{{{'})]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: (?:\.\/)?network\.status: not valid JSON\n$/);
	t.regex(output, /^├── Engine: Podman$/m);
	t.notRegex(output, /Network/);
});

test('changes of the root file system', t => {
	t.regex(printed('inspect', fixture('podman-small')), /^└── Root FS diff size: 8\.5 KiB$/m);
});

test('two archives: a tree each, or one list', t => {
	const files = [fixture('podman-small'), fixture('checkpoint-shop')];
	const output = printed('inspect', ...files);
	t.deepEqual([...output.matchAll(/^Displaying container checkpoint tree view from (?<file>.*)$/gm)].map(({groups}) => groups!.file), files);
	t.deepEqual([...output.matchAll(/ Engine: (?<engine>.*)$/gm)].map(({groups}) => groups!.engine), ['Podman', 'containerd']);
	t.deepEqual((JSON.parse(printed('inspect', '--format', 'json', ...files)) as Inspected[]).map(({engine}) => engine), ['Podman', 'containerd']);
});

test('--ps-tree', t => {
	t.regex(printed('inspect', '--ps-tree', fixture('podman-small')), /^└── Process tree\n {4}└── \[1\] {2}small\.sh\n {8}├── \[10\] {2}sleep\n {8}└── \[11\] {2}sleep\n/m);
});

test('--ps-tree without pstree.img: exit code 1, and the processes that have a core', t => {
	const {code, output, errors} = program(['inspect', '--ps-tree', editedTar('podman-small', {'checkpoint/pstree.img': undefined})]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: [^\n]*pstree\.img: missing$/m);
	t.deepEqual(output.match(/\[\d+\].*/g), ['[1]  small.sh (its parent is not known)', '[10]  sleep (its parent is not known)', '[11]  sleep (its parent is not known)']);
});

test('--ps-tree-cmd', t => {
	t.regex(printed('inspect', '--ps-tree-cmd', fixture('podman-small')), /\[1\] {2}\/bin\/bash \/app\/small\.sh\n.*\[10\] {2}child with spaces 1000000\n.*\[11\] {2}sleep 3600\n/);
});

test('--ps-tree-cmd, as somebody who is not the superuser', t => {
	const folder = temporaryFolder();
	fs.chmodSync(folder, 0o755);
	const file = path.join(folder, 'checkpoint.tar.zst');
	fs.copyFileSync(fixture('podman-small'), file);
	const ran = program(['inspect', '--ps-tree-cmd', file], {asAnybody: true});
	t.deepEqual(ran, program(['inspect', '--ps-tree-cmd', file]));
	t.is(ran.code, 0);
});

test('--ps-tree-env', t => {
	const output = printed('inspect', '--ps-tree-env', fixture('checkpoint-ledger'));
	t.regex(output, /\[1\] {2}small\.sh\n.*── Environment variables\n(?:.*\n)*?.*── EMPTY=\n/);
	t.is(output.match(/Environment variables/g)?.length, 3);
});

for (const [option, what] of [['--ps-tree-cmd', 'arguments'], ['--ps-tree-env', 'environment']] as const) {
	test(`${option} without the pages: exit code 1, and the tree all the same`, t => {
		const {code, output, errors} = program(['inspect', option, editedTar('podman-small', {'checkpoint/pages-1.img': undefined})]);
		t.is(code, 1);
		t.regex(errors, new RegExp(`^cryoscope: pid \\d+: not all of the ${what} is here: [^\\n]*$`, 'm'));
		t.deepEqual(output.match(/\[\d+\]/g), ['[1]', '[10]', '[11]']);
	});
}

test('--files: descriptors, directories, states, and the child of the first process', t => {
	const output = printed('inspect', '--files', fixture('podman-zoo'));
	t.regex(output, /\[1\] {2}python3\n {8}├── Open files\n {8}│ {3}├── \[REG 0\] {2}\/dev\/null\n(?: {8}│.*\n)*? {8}│ {3}├── \[cwd\] {2}\/\n {8}│ {3}└── \[root\] {2}\/\n/);
	t.regex(output, /── \[REG 5\] {2}\/tmp\/zoo\/deleted-secret\.txt \(deleted\)\n/);
	t.regex(output, /^ {8}├── \[5 \(Dead\)\] {2}python3\n {8}├── \[6 \(Stopped\)\] {2}python3\n/m);
	t.regex(output, /^ {8}└── \[7\] {2}python3\n {12}└── Open files\n/m);
});

test('--sockets', t => {
	const output = printed('inspect', '--sockets', fixture('podman-zoo'));
	t.regex(output, /\[1\] {2}python3\n {8}├── Open sockets\n/);
	t.true(output.includes('[TCP (ESTABLISHED)]  127.0.0.1:9999 -> 127.0.0.1:48750 (↑ 3.8 MiB ↓ 128.0 KiB)'));
	t.true(output.includes('[UDP]  127.0.0.1:5353 -> 0.0.0.0:0 '));
});

for (const option of ['--files', '--sockets']) {
	test(`${option} without files.img: exit code 1, and the tree all the same`, t => {
		const {code, output, errors} = program(['inspect', option, editedTar('podman-small', {'checkpoint/files.img': undefined})]);
		t.deepEqual([code, errors], [1, 'cryoscope: checkpoint/files.img: missing\n']);
		t.deepEqual(output.match(/\[\d+\]/g), ['[1]', '[10]', '[11]']);
	});
}

test('--pid', t => {
	t.regex(printed('inspect', '--ps-tree', '--pid', '20', fixture('checkpoint-shop')), /^└── Process tree\n {4}└── \[20\] {2}webapp-worker0\n {8}└── \[21\] {2}sleep\n\n$/m);
});

test('--pid of a process that is not there', t => {
	t.deepEqual(program(['inspect', '--ps-tree', '--pid', '99999', fixture('podman-small')]), {code: 1, output: '', errors: 'cryoscope: pid 99999: no such process in this checkpoint; cryoscope ps lists them\n'});
});

test('--all', t => {
	const output = printed('inspect', '--all', fixture('checkpoint-shop'));
	for (const phrase of ['CRIU dump statistics', 'Memwrite time', 'Process tree', 'webapp.py', 'Environment variables', '[REG 0]', '[cwd]', '[root]', 'Open sockets', 'Pod name: shop-7d9c5b6f4-x2x9k', 'Overview of mounts', 'Destination', 'proc', '/etc/hostname']) {
		t.true(output.includes(phrase), phrase);
	}
});

test('--all as JSON: engine, command, environment with an empty value, sockets', t => {
	const {code, errors, document: ledger} = document(['--all'], fixture('checkpoint-ledger'));
	t.deepEqual([code, errors], [0, '']);
	t.deepEqual([ledger.engine, ledger.process_tree?.command, ledger.process_tree?.environment_variables?.EMPTY], ['CRI-O', 'small.sh', '']);
	const socket = document(['--all'], fixture('checkpoint-shop')).document.sockets?.[0]?.open_sockets[0];
	t.deepEqual([socket?.protocol, socket?.data.src_port], ['TCP', 18_080]);
});
