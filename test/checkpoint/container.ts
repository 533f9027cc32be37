import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import type {Container} from '../../source/checkpoint/container.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

type Labels = Record<string, string>;

// What the engine wrote, read without the code under test.
function json<T>(fixture: string, file: string): T {
	return JSON.parse(fs.readFileSync(path.join(unpack(fixture), file), 'utf8')) as T;
}

type Config = {id: string; name: string; rootfsImageName: string; rootfsImageID?: string; rootfsImageRef?: string; createdTime: string; labels?: Labels; CreateCommand?: string[]};
type Spec = {hostname?: string; annotations: Labels; process: {args: string[]; env: string[]; cwd: string}};

const raw = (text: {bytes: Uint8Array} | undefined) => text && Buffer.from(text.bytes).toString('utf8');
const record = (labels: Container['labels']): Labels => Object.fromEntries(labels.map(({key, value}): [string, string] => [raw(key)!, raw(value)!]));

async function container(folder: string): Promise<Container> {
	const checkpoint = await openCheckpoint(folder);
	return checkpoint.container;
}

for (const name of ['podman-small', 'podman-volume', 'podman-zoo', 'podman-bash', 'podman-loop', 'podman-longname-unicode', 'fx-memfd', 'px-hugeenv']) {
	test(`${name}: everything that Podman's files say, exactly`, async t => {
		const facts = await container(unpack(name));
		const config = json<Config>(name, 'config.dump');
		const spec = json<Spec>(name, 'spec.dump');
		t.is(facts.engine, 'Podman');
		t.is(facts.origin.command, 'podman container checkpoint');
		t.is(raw(facts.name), config.name);
		t.is(raw(facts.id), config.id);
		t.is(raw(facts.image), config.rootfsImageName);
		t.is(raw(facts.imageId), config.rootfsImageID);
		t.is(raw(facts.runtime), 'crun');
		t.is(facts.created, Date.parse(config.createdTime));
		t.is(raw(facts.createdText), config.createdTime);
		t.deepEqual([facts.checkpointedText, facts.fileProblems], [undefined, []]);
		t.is(facts.restored, undefined);
		t.is(facts.pod, undefined);
		t.is(raw(facts.hostname), spec.hostname);
		t.deepEqual(record(facts.annotations), spec.annotations);
		t.deepEqual(record(facts.labels), config.labels ?? {});
		t.deepEqual(facts.command.map(raw), spec.process.args);
		t.deepEqual(facts.environment.map(raw), spec.process.env);
		t.is(raw(facts.workingDirectory), spec.process.cwd);
		t.deepEqual(facts.createCommand.map(raw), config.CreateCommand);
		t.deepEqual(facts.interfaces, [], 'network.status is null: these containers have no network');
	});
}

test('checkpoint-ledger: CRI-O\'s annotations say pod, namespace, name, address and restart count', async t => {
	const facts = await container(unpack('checkpoint-ledger'));
	const config = json<Config>('checkpoint-ledger', 'config.dump');
	const {annotations} = json<Spec>('checkpoint-ledger', 'spec.dump');
	t.is(facts.engine, 'CRI-O');
	t.is(raw(facts.name), 'small');
	t.is(raw(facts.id), config.id);
	t.is(raw(facts.imageId), config.rootfsImageRef);
	t.is(raw(facts.runtime), 'runc');
	t.is(raw(facts.pod), 'ledger-0');
	t.is(raw(facts.namespace), 'finance');
	t.is(raw(facts.podId), annotations['io.kubernetes.cri-o.SandboxID']);
	t.is(raw(facts.podUid), annotations['io.kubernetes.pod.uid']);
	t.is(facts.restartCount, 3);
	t.is(facts.created, Date.parse('2026-11-21T02:08:32.749Z'));
	t.is(facts.checkpointed, Date.parse('2026-11-21T02:08:35.973Z'));
	t.deepEqual([facts.createdText, facts.checkpointedText].map(raw), [annotations['io.kubernetes.cri-o.Created'], '2026-11-21T02:08:35.973011245Z']);
	t.is(facts.restored, undefined);
	t.is(raw(facts.hostname), 'ledger-0');
	t.deepEqual(facts.interfaces.map(({name, addresses}) => ({name, addresses: addresses.map(raw)})), [{name: undefined, addresses: ['10.244.1.5']}]);
	t.deepEqual(record(facts.annotations), annotations);
	t.deepEqual(record(facts.labels), JSON.parse(annotations['io.kubernetes.cri-o.Labels']!));
	t.deepEqual(facts.deletedFiles.map(raw), ['/etc/debian_version']);
});

test('checkpoint-shop: containerd\'s annotations and records say pod, namespace, name and when it was started', async t => {
	const facts = await container(unpack('checkpoint-shop'));
	const config = json<Config>('checkpoint-shop', 'config.dump');
	t.is(facts.engine, 'containerd');
	t.is(raw(facts.name), 'web');
	t.is(raw(facts.id), config.id);
	t.is(raw(facts.imageId), config.rootfsImageRef);
	t.is(raw(facts.runtime), 'io.containerd.runc.v2');
	t.is(raw(facts.pod), 'shop-7d9c5b6f4-x2x9k');
	t.is(raw(facts.namespace), 'production');
	t.is(facts.restartCount, 0);
	t.is(facts.created, Date.parse('2026-11-21T01:33:46.656Z'));
	t.is(facts.started, Math.floor(json<{StartedAt: number}>('checkpoint-shop', 'status').StartedAt / 1e6));
	t.is(facts.checkpointed, Date.parse('2026-11-21T01:34:20.540Z'));
	t.is(raw(facts.hostname), 'shop-7d9c5b6f4-x2x9k', 'only the image of the UTS namespace says it');
	t.deepEqual(record(facts.labels), json<{labels: Labels}>('checkpoint-shop', 'status.dump').labels);
});

for (const name of ['podman-zoo', 'checkpoint-ledger', 'checkpoint-shop', 'podman-volume', 'podman-bash']) {
	test(`${name}: sizes and statistics are what checkpointctl and CRIU's decoder say`, async t => {
		type Inspected = {checkpoint_size: {total_size: number; memory_pages_size: number; root_fs_diff_size: number}};
		const [inspected] = expected(name, 'checkpointctl/inspect.json') as [Inspected];
		const facts = await container(unpack(name));
		const whole = (size: number) => ({there: size, size});
		t.deepEqual(facts.sizes.checkpoint, whole(inspected.checkpoint_size.total_size));
		t.deepEqual(facts.memory, {pages: whole(inspected.checkpoint_size.memory_pages_size), inParent: 0, leftBehind: 0});
		t.deepEqual(facts.sizes.rootfsDiff, whole(inspected.checkpoint_size.root_fs_diff_size));
		const statistics = expected(name, 'images/stats-dump.json') as {entries: [{dump: Record<string, number>}]};
		t.deepEqual(Object.fromEntries(facts.statistics.map(field => [field.name, Number(field.value)])), statistics.entries[0].dump);
		t.is(facts.statistics.length, 14);
	});
}

test('a volume is a size of its own', async t => {
	const facts = await container(unpack('podman-volume'));
	t.deepEqual(facts.sizes.volumes.map(({name, size}) => [raw(name), size]), [['pvdata.tar', fs.statSync(path.join(unpack('podman-volume'), 'volumes/pvdata.tar')).size]]);
});

test('the inventory\'s fields, by the names of CRIU', async t => {
	const facts = await container(unpack('podman-zoo'));
	const inventory = expected('podman-zoo', 'images/inventory.img.json') as {entries: [{dump_criu_run_id: string}]};
	t.deepEqual(facts.inventory.map(({name, value}) => [name, String(value)]), [
		['img_version', '2'],
		['lsmtype', 'none'],
		['network_lock_method', 'iptables'],
		['dump_criu_run_id', inventory.entries[0].dump_criu_run_id],
	]);
});

test('interfaces of the network namespace come from CRIU\'s images', async t => {
	const facts = await container(unpack('podman-small'));
	t.deepEqual(facts.devices.map(({name, mac}) => [raw(name), mac]), [['lo', undefined]]);
});

test('labels with Unicode, HTML and an escape sequence are exact, and harmless when shown', async t => {
	const facts = await container(unpack('podman-longname-unicode'));
	const {labels} = json<{labels: Labels}>('podman-longname-unicode', 'config.dump');
	t.deepEqual(record(facts.labels), labels);
	const ansi = facts.labels.find(({key}) => key.equals('ansi'))!.value;
	t.is(raw(ansi), '\u001B[31mred\u001B[0m');
	t.is(ansi.toString(), '␛[31mred␛[0m');
	t.is(facts.labels.find(({key}) => key.equals('html'))!.value.toString(), '<script>alert(1)</script>');
	t.is(facts.name!.length, 253);
});

test('Podman\'s networks: every interface of every network, every address', async t => {
	const facts = await container(editedCheckpoint('podman-small', {
		'network.status': {
			podman: {interfaces: {eth0: {subnets: [{ipnet: '10.88.0.4/16', gateway: '10.88.0.1'}, {ipnet: 'fd00:88::4/64', gateway: 'fd00:88::1'}], mac_address: '92:d0:c6:0a:29:33'}}},
			backend: {interfaces: {eth1: {subnets: [{ipnet: '192.0.2.7/24'}], mac_address: '92:d0:c6:0a:29:34'}, eth2: {subnets: null}}},
		},
	}));
	t.deepEqual(facts.interfaces.map(({network, name, mac, addresses, gateways}) => [raw(network), raw(name), raw(mac), addresses.map(raw), gateways.map(raw)]), [
		['podman', 'eth0', '92:d0:c6:0a:29:33', ['10.88.0.4/16', 'fd00:88::4/64'], ['10.88.0.1', 'fd00:88::1']],
		['backend', 'eth1', '92:d0:c6:0a:29:34', ['192.0.2.7/24'], []],
		['backend', 'eth2', undefined, [], []],
	]);
});

test('CRI-O\'s addresses: all of them, in order', async t => {
	const spec = json<Spec>('checkpoint-ledger', 'spec.dump');
	const addresses = Array.from({length: 11}, (_, index): [string, string] => [`io.kubernetes.cri-o.IP.${index}`, `10.244.1.${index}`]);
	const annotations: Labels = Object.fromEntries([...addresses, ['io.kubernetes.cri-o.IP.x', 'no index'] as [string, string]].reverse());
	const facts = await container(editedCheckpoint('checkpoint-ledger', {'spec.dump': {...spec, annotations: {...annotations, 'io.container.manager': 'cri-o'}}}));
	t.deepEqual(facts.interfaces[0]!.addresses.map(raw), addresses.map(([, address]) => address));
});

/** Every property, with its value or the complaint. */
function survey(facts: Container): Map<string, unknown> {
	return new Map(Object.keys(facts).map(name => {
		try {
			return [name, facts[name as keyof Container]];
		} catch (error) {
			return [name, error];
		}
	}));
}

const damages: ReadonlyArray<readonly [file: string, content: string, lost: readonly string[]]> = [
	['config.dump', '{"id": "b525', ['name', 'id', 'image', 'imageId', 'requestedImage', 'runtime', 'created', 'createdText', 'checkpointed', 'checkpointedText', 'restored', 'podId', 'createCommand', 'labels']],
	['spec.dump', 'not JSON', ['annotations', 'command', 'environment', 'workingDirectory']],
	['network.status', '{"podman": {"interfaces": {"eth0": {"subnets": [{"ipnet": 7}]}}}}', ['interfaces']],
	['network.status', '[]', ['interfaces']],
	['deleted.files', '["/etc/a", 1]', ['deletedFiles']],
	['stats-dump', 'short', ['statistics']],
	['checkpoint/inventory.img', 'short', ['inventory']],
	['checkpoint/utsns-12.img', 'short', []],
	['checkpoint/netdev-10.img', 'short', ['devices']],
];

for (const [file, content, lost] of damages) {
	test(`podman-small with a damaged ${file} (${content}) loses ${lost.length === 0 ? 'nothing that another file knows' : lost.join(', ')}`, async t => {
		const intact = survey(await container(unpack('podman-small')));
		const damaged = survey(await container(editedCheckpoint('podman-small', {[file]: content})));
		const isError = (value: unknown) => value instanceof InputError && value.file === file;
		t.deepEqual([...damaged].filter(([, value]) => isError(value)).map(([name]) => name).sort(), [...lost].sort());
		const kept = ['engine', 'hostname', 'name', 'runtime', 'workingDirectory'].filter(name => !lost.includes(name));
		for (const name of kept) {
			t.is(String(damaged.get(name)), String(intact.get(name)), name);
		}
	});
}

test('what is wrong with the files that every engine writes is known, whoever is asked for it', async t => {
	const problems = async (folder: string) => (await container(folder)).fileProblems.map(({file, reason}) => [file, reason]);
	t.deepEqual(await problems(editedCheckpoint('podman-small', {'config.dump': undefined, 'spec.dump': '{'})), [['config.dump', 'missing'], ['spec.dump', 'not valid JSON']]);
	t.deepEqual(await problems(unpack('raw-plain')), [], 'bare images never had them');
});

test('values of the wrong type cost themselves alone', async t => {
	const config = json<Config>('podman-small', 'config.dump');
	const facts = await container(editedCheckpoint('podman-small', {'config.dump': {...config, name: 7, createdTime: 'yesterday', labels: {count: 3, list: ['a']}, runtime: {}}}));
	t.throws(() => facts.name, {instanceOf: InputError, message: 'config.dump: name should be a string, not a number'});
	t.throws(() => facts.created, {message: 'config.dump: createdTime should be a time (RFC 3339), not "yesterday"'});
	t.throws(() => facts.runtime, {message: 'config.dump: runtime should be a string, not an object'});
	t.is(raw(facts.id), config.id);
	t.deepEqual(record(facts.labels), {count: '3', list: '["a"]'}, 'no label is lost for its type');
});

test('a file that no engine would have written for its size is not read', async t => {
	const folder = editedCheckpoint('podman-small', {});
	fs.truncateSync(path.join(folder, 'config.dump'), 2 ** 40);
	const facts = await container(folder);
	t.throws(() => facts.name, {instanceOf: InputError, message: 'config.dump: JSON of at most 16777216 bytes expected, it has 1099511627776'});
	t.is(facts.engine, 'Podman');
});

test('without its specification a checkpoint is known by the engine\'s own files', async t => {
	for (const [name, engine] of [['podman-small', 'Podman'], ['checkpoint-ledger', 'CRI-O'], ['checkpoint-shop', 'containerd']] as const) {
		for (const damage of ['{', undefined, '{}']) {
			const facts = await container(editedCheckpoint(name, {'spec.dump': damage}));
			t.is(facts.engine, engine, `${name}, ${damage}`);
		}
	}
});

test('containerd\'s records know pod and name when the specification is lost', async t => {
	const facts = await container(editedCheckpoint('checkpoint-shop', {'spec.dump': '{'}));
	t.is(raw(facts.name), 'web');
	t.is(raw(facts.pod), 'shop-7d9c5b6f4-x2x9k');
	t.is(raw(facts.namespace), 'production');
});

test('files that fit no engine are nobody\'s: not containerd\'s', async t => {
	const folder = editedCheckpoint('podman-small', {'spec.dump': '{}', 'network.status': undefined, 'ctr.log': undefined, 'devshm-checkpoint.tar': undefined});
	const facts = await container(folder);
	t.is(facts.engine, 'unknown');
	t.is(raw(facts.name), 'pv-small', 'config.dump is read all the same');
});

for (const [name, command] of [['raw-plain', 'criu dump'], ['raw-lazy', 'criu dump'], ['raw-runc', 'runc checkpoint'], ['raw-criu41', 'criu dump']] as const) {
	test(`${name}: bare images, made by ${command}`, async t => {
		const facts = await container(unpack(name));
		t.is(facts.engine, 'CRIU');
		t.is(facts.origin.command, command);
		t.is(facts.name, undefined);
		t.is(facts.sizes.rootfsDiff, undefined);
		t.deepEqual(facts.files, []);
	});
}

test('bare images of crun are told from runc\'s by how descriptors.json is written', async t => {
	const facts = await container(path.join(unpack('podman-small'), 'checkpoint'));
	t.is(facts.engine, 'CRIU');
	t.is(facts.origin.command, 'crun checkpoint');
	const neither = await container(path.join(editedCheckpoint('podman-small', {'checkpoint/descriptors.json': '{}'}), 'checkpoint'));
	t.is(neither.origin.command, 'runc or crun checkpoint');
});

test('an archive that a kubelet asked for is known by its name, and only with the files of a CRI engine', async t => {
	const folder = temporaryFolder();
	const copy = (name: string) => {
		const file = path.join(folder, 'checkpoint-ledger-0_finance-small-2026-11-21T02:08:35Z.tar');
		fs.copyFileSync(plainTar(name), file);
		return file;
	};

	const asked = await container(copy('checkpoint-ledger'));
	t.is(asked.origin.command, 'the kubelet\'s checkpoint, through CRI-O');
	const renamed = await container(copy('podman-small'));
	t.is(renamed.origin.command, 'podman container checkpoint');
	const direct = await container(plainTar('checkpoint-ledger'));
	t.is(direct.origin.command, 'CheckpointContainer of CRI-O');
});

test('bare images keep their statistics beside them', async t => {
	const facts = await container(unpack('raw-plain'));
	const statistics = expected('raw-plain', 'images/stats-dump.json') as {entries: [{dump: Record<string, number>}]};
	t.deepEqual(Object.fromEntries(facts.statistics.map(({name, value}) => [name, Number(value)])), statistics.entries[0].dump);
});

test('a pod checkpoint names its containers', async t => {
	const folder = editedCheckpoint('podman-small', {'pod.options': {version: 1, containers: {web: 'ctr-web'}, annotations: {'org.criu.checkpoint.pod.name': 'shop'}}});
	const {podCheckpoint} = await container(folder);
	t.deepEqual(record(podCheckpoint!.containers), {web: 'ctr-web'});
	t.deepEqual(record(podCheckpoint!.annotations), {'org.criu.checkpoint.pod.name': 'shop'});
	const one = await container(unpack('podman-small'));
	t.is(one.podCheckpoint, undefined);
});
