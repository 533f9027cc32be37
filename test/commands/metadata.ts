import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {metadataFields} from '../../source/views/metadata-document.js';
import {run, runJson} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {expected, fixture, plainTar, unpack} from '../support/fixtures.js';

type Document = Record<string, unknown>;
type Spec = {annotations: Record<string, string>; process: {args: string[]; env: string[]; cwd: string}};

const engineFile = <T>(name: string, file: string) => JSON.parse(fs.readFileSync(path.join(unpack(name), file), 'utf8')) as T;

/** A file of which all is there. */
const whole = (size: number) => ({size, there: size});

for (const name of ['podman-zoo', 'podman-bash', 'checkpoint-shop', 'checkpoint-ledger', 'px-hugeenv']) {
	test(`${name}: the document has what the engine's files and CRIU's statistics say, exactly`, async t => {
		const document = await runJson<Document>(['metadata'], name);
		const config = engineFile<Record<string, string>>(name, 'config.dump');
		const {annotations, process} = engineFile<Spec>(name, 'spec.dump');
		t.like(document, {id: config.id, image: config.rootfsImageName, command: process.args, environment: process.env, working_directory: process.cwd, annotations, restored: null});
		t.is(document.checkpointed, config.checkpointedTime === undefined ? null : new Date(config.checkpointedTime).toISOString());
		const {entries} = expected(name, 'images/stats-dump.json') as {entries: [{dump: Document}]};
		t.deepEqual(document.statistics, entries[0].dump);
		const images = fs.readdirSync(path.join(unpack(name), 'checkpoint'));
		const sizeOf = (image: string) => fs.statSync(path.join(unpack(name), 'checkpoint', image)).size;
		const bytes = (pattern: RegExp) => images.filter(image => pattern.test(image)).reduce((sum, image) => sum + sizeOf(image), 0);
		t.like(document.sizes, {checkpoint: whole(bytes(/./v)), archive: fs.statSync(fixture(name)).size});
		t.deepEqual(document.memory, {pages: whole(bytes(/^pages-/v)), in_parent: 0, left_behind: 0});
		t.like(document.contents, {kind: 'full', parent: null, encrypted: false, missing_images: []});
	});
}

test('the fields are those that the help names, of every kind of checkpoint', async t => {
	const {output: help} = await run(['metadata', '--help']);
	const named = /Fields: (?<names>.*?)\n\n/sv.exec(help)!.groups!.names!.split(/,\s+/v);
	t.deepEqual(named, [...metadataFields]);
	for (const name of ['podman-zoo', 'checkpoint-ledger', 'raw-plain', 'raw-chain', 'podman-image.oci.tar']) {
		t.deepEqual(Object.keys(await runJson<Document>(['metadata'], name)), named, name);
	}

	t.true(named.every(name => /^[a-z]+(?:_[a-z]+)*$/v.test(name)));
});

test('what a bare dump doesn\'t say is null', async t => {
	const document = await runJson<Document>(['metadata'], 'raw-plain');
	t.like(document, {engine: 'CRIU', name: null, pod: null, created: null, pod_checkpoint: null, restore_statistics: null, annotations: {}});
	t.like(document.log, {outcome: 'succeeded'});
});

test('every interface has every address', async t => {
	const folder = editedCheckpoint('podman-zoo', {
		'network.status': {podman: {interfaces: {eth0: {subnets: [{ipnet: '10.88.0.4/16', gateway: '10.88.0.1'}, {ipnet: 'fd00:88::4/64'}], mac_address: '92:d0:c6:0a:29:33'}, eth1: {}}}},
	});
	const {interfaces} = JSON.parse((await run(['metadata', '--format', 'json', folder])).output) as {interfaces: unknown};
	t.deepEqual(interfaces, [
		{network: 'podman', name: 'eth0', mac: '92:d0:c6:0a:29:33', addresses: ['10.88.0.4/16', 'fd00:88::4/64'], gateways: ['10.88.0.1']},
		{network: 'podman', name: 'eth1', mac: null, addresses: [], gateways: []},
	]);
});

test('labels of any text are exact, and do nothing to a terminal', async t => {
	const {output} = await run(['metadata', '--format', 'json', fixture('podman-longname-unicode')]);
	const {labels} = engineFile<{labels: Record<string, string>}>('podman-longname-unicode', 'config.dump');
	t.deepEqual((JSON.parse(output) as Document).labels, labels);
	t.notRegex(output, /[^\n\u0020-\u007E]/v);
});

test('a field whose file is damaged is null, and the damage is told once, in every format', async t => {
	const folder = editedCheckpoint('podman-zoo', {'config.dump': '{', 'stats-dump': Buffer.from('damaged!')});
	for (const format of ['json', 'ndjson', 'csv', 'table']) {
		const {code, errors} = await run(['metadata', '--format', format, folder]);
		t.is(code, 1);
		t.deepEqual(errors.trimEnd().split('\n').map(line => line.split(':', 2).join(':')), ['cryoscope: config.dump', 'cryoscope: stats-dump'], format);
	}

	const document = (await run(['metadata', '--format', 'json', folder])).output;
	t.like(JSON.parse(document), {name: null, id: null, created: null, statistics: null, engine: 'Podman', working_directory: '/'});
	const line = (await run(['metadata', '--format', 'ndjson', folder])).output;
	t.is(line.indexOf('\n'), line.length - 1);
	t.deepEqual(JSON.parse(line), JSON.parse(document));
});

test('images that the dump should have are named', async t => {
	const {output} = await run(['metadata', '--format', 'json', editedCheckpoint('podman-zoo', {'checkpoint/core-7.img': undefined})]);
	t.like((JSON.parse(output) as Document).contents, {missing_images: ['core-7.img']});
});

test('a plain tar has its size', async t => {
	const file = plainTar('podman-small');
	const {output} = await run(['metadata', '--format', 'json', file]);
	t.like((JSON.parse(output) as Document).sizes, {archive: fs.statSync(file).size, rootfs_diff: whole(8704), dev_shm: whole(1536)});
});
