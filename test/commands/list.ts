import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {asAnybody} from '../support/as-anybody.js';
import {tarEnd} from '../support/archives.js';
import {run} from '../support/command.js';
import {fixture, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

type Row = Record<'checkpoint_name' | 'container' | 'engine' | 'namespace' | 'pod' | 'time_checkpointed' | 'time_from' | 'path', string | null> & {size: number};

function folderOf(files: Record<string, string | Uint8Array>): string {
	const folder = temporaryFolder();
	for (const [name, content] of Object.entries(files)) {
		fs.writeFileSync(path.join(folder, name), content);
	}

	return folder;
}

const content = (name: string) => fs.readFileSync(fixture(name));

async function rows(...folders: string[]): Promise<Row[]> {
	return JSON.parse((await run(['list', '--format', 'json', ...folders])).output) as Row[];
}

test('the newest first, whatever the names, with what checkpointctl shows', async t => {
	const shop = 'checkpoint-shop-7d9c5b6f4-x2x9k_production-web-2026-11-21T01:34:20Z.tar';
	const folder = folderOf({
		[shop]: fs.readFileSync(plainTar('checkpoint-shop')),
		small: content('podman-small.tar.gz'),
		'z.xz': content('podman-small.tar.xz'),
		'zoo.tar': fs.readFileSync(plainTar('podman-zoo')),
	});
	const ledger = folderOf({'ledger.bin': content('checkpoint-ledger')});
	const found = await rows(folder, ledger);
	t.deepEqual(found.map(row => [row.checkpoint_name, row.namespace, row.pod, row.container, row.engine, row.time_checkpointed, row.time_from]), [
		['ledger.bin', 'finance', 'ledger-0', 'small', 'CRI-O', '2026-11-21T02:08:35.973Z', 'engine'],
		['small', null, null, 'pv-small', 'Podman', '2026-11-21T01:46:40.000Z', 'images'],
		['z.xz', null, null, 'pv-small', 'Podman', '2026-11-21T01:46:39.000Z', 'images'],
		[shop, 'production', 'shop-7d9c5b6f4-x2x9k', 'web', 'containerd', '2026-11-21T01:34:20.540Z', 'engine'],
		['zoo.tar', null, null, 'zoo', 'Podman', '2026-11-21T01:22:31.000Z', 'images'],
	]);
	t.is(found[1]!.size, content('podman-small.tar.gz').length);
	t.is(found[3]!.path, path.join(folder, shop));
});

test('a table has the columns of checkpointctl by their names, and fits the terminal', async t => {
	const folder = folderOf({'a.tar': fs.readFileSync(plainTar('checkpoint-shop')), 'b.tar.zst': content('podman-longname-unicode')});
	const {output, errors, code} = await run(['list', folder]);
	t.deepEqual([errors, code], ['', 0]);
	for (const name of ['Namespace', 'Pod', 'Container', 'Engine', 'Time checkpointed', 'Checkpoint name']) {
		t.true(output.split('\n', 1)[0]!.includes(name), name);
	}

	const narrow = await run(['list', folder], {columns: 60});
	t.true(narrow.output.split('\n').every(line => line.length <= 60));
	t.is((await run(['list', '--format', 'csv', folder])).output.split('\n', 1)[0], 'checkpoint_name,container,time_checkpointed,size,engine,namespace,pod,time_from,path');
	t.is((await run(['list', '--format', 'ndjson', folder])).output.split('\n').length, 3);
});

test('what can\'t be opened costs a line and is left out: the rest of the list has answered', async t => {
	const good = content('podman-small.tar.gz');
	const folder = folderOf({
		good,
		'checkpoint-nginx-empty.tar': '',
		'checkpoint-text.tar.gz': 'text',
		'no-members.tar': tarEnd,
		'truncated.tar': fs.readFileSync(plainTar('podman-small')).subarray(0, 3000),
		'damaged.gz': Buffer.concat([good.subarray(0, 12), Buffer.alloc(2000, 0xff)]),
		'notes.txt': 'notes',
		'failed.tar.zst': content('raw-failed-dump'),
	});
	const {code, output, errors} = await run(['list', '--format', 'csv', folder]);
	t.is(code, 0);
	t.deepEqual(output.split('\n').slice(1, -1).map(line => line.split(',', 1)[0]), ['good']);
	const complaints = errors.split('\n').slice(0, -1);
	t.deepEqual(complaints.map(line => /^cryoscope: [^:]*\/(?<name>[^\/:]+): .{9,}$/v.exec(line)?.groups?.name ?? line).toSorted((one, other) => one.localeCompare(other)), ['checkpoint-nginx-empty.tar', 'checkpoint-text.tar.gz', 'damaged.gz', 'failed.tar.zst', 'truncated.tar']);
});

test('a damaged file of the engine costs what it says, not the row', async t => {
	const folder = temporaryFolder();
	fs.cpSync(unpack('podman-small'), path.join(folder, 'small'), {recursive: true});
	fs.writeFileSync(path.join(folder, 'small', 'config.dump'), '');
	const {code, output, errors} = await run(['list', '--format', 'json', folder]);
	t.is(code, 0);
	t.like((JSON.parse(output) as Row[])[0], {checkpoint_name: 'small', engine: 'Podman', container: null, time_from: 'images'});
	t.regex(errors, /^cryoscope: .*small: config\.dump: not valid JSON.*\n$/v);
});

test('where there is nothing, one sentence says so', async t => {
	const [one, other] = [temporaryFolder(), temporaryFolder()];
	t.deepEqual(await run(['list', one, other]), {code: 0, output: `No checkpoints found in ${one} and ${other}\n`, errors: ''});
	t.deepEqual(await run(['list', '--format', 'json', one]), {code: 0, output: '[]\n', errors: ''});
});

test('a folder that is not there is an error, and costs the others nothing', async t => {
	const folder = folderOf({good: content('podman-small.tar.gz'), 'letter.txt': 'text'});
	const none = path.join(folder, 'none');
	const {code, output, errors} = await run(['list', '--format', 'csv', none, folder]);
	t.deepEqual([code, output.split('\n').length, errors], [1, 3, `cryoscope: ${none}: no such file or directory\n`]);
	t.deepEqual(await run(['list', path.join(folder, 'letter.txt')]), {code: 1, output: '', errors: `cryoscope: ${folder}/letter.txt: neither a folder nor a checkpoint\n`});
	t.is((await rows(path.join(folder, 'good')))[0]!.container, 'pv-small');
});

test('a folder that can\'t be read is an error', t => {
	const folder = folderOf({good: content('podman-small.tar.gz')});
	fs.chmodSync(folder, 0);
	const [code, said] = asAnybody('commands/list/run.js', `
		const said = [];
		const stream = {write: text => said.push(text)};
		const code = await module.run({operands: [${JSON.stringify(folder)}], options: {format: 'table'}, terminal: {output: stream, errors: stream}});
		return [code, said];
	`) as [number, string[]];
	fs.chmodSync(folder, 0o700);
	t.is(code, 1);
	t.deepEqual(said, [`cryoscope: ${folder}: permission denied\n`]);
});

test('Podman\'s storage may be given, such as that of a disk that is mounted', async t => {
	const storage = temporaryFolder();
	const id = 'b525e9e31797ebc985b4e3d7dfffce0a230b2dde2fff3fe31c7dc7aae5488d66';
	const images = path.join(storage, 'overlay-containers', id, 'userdata', 'checkpoint');
	fs.cpSync(path.join(unpack('podman-small'), 'checkpoint'), images, {recursive: true});
	fs.writeFileSync(path.join(storage, 'overlay-containers', 'containers.json'), JSON.stringify([{id, names: ['pv-small']}]));
	t.like((await rows(storage))[0], {container: 'pv-small', engine: 'Podman', path: images});
});

test('names do nothing to a terminal', async t => {
	const folder = folderOf({'\u001B[2J\u202Eevil.tar': content('podman-small.tar.gz'), 'checkpoint-\u001B[2J.tar': ''});
	for (const format of ['table', 'json', 'ndjson', 'csv']) {
		const {output, errors} = await run(['list', '--format', format, folder]);
		t.notRegex(output + errors, /(?!\n)\p{Control}|\p{Bidi_Control}/u, format);
	}
});
