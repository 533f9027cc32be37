import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {gnuTar} from '../support/archives.js';
import {run} from '../support/command.js';
import {editedTar} from '../support/edited-checkpoint.js';
import {expectedText, fixture, temporaryFolder, unpack} from '../support/fixtures.js';

const lines = (output: string) => output.split('\n').filter(line => line !== '');

for (const name of ['checkpoint-ledger', 'checkpoint-shop', 'fx-deleted', 'fx-memfd', 'fx-rwx', 'podman-bash', 'podman-longname-unicode', 'podman-loop', 'podman-volume', 'podman-zoo', 'px-fds', 'px-hugeenv', 'px-i386', 'px-threads', 'px-tree']) {
	test(`${name}: the table is the one of checkpointctl, to the byte`, async t => {
		const {code, output} = await run(['show', fixture(name)]);
		t.is(code, 0);
		const theirs = expectedText(name, 'checkpointctl/show.txt');
		t.is(output, theirs.replace(/(?<=^Displaying container checkpoint data from ).*$/m, () => fixture(name)));
	});
}

for (const [name, engine] of [['podman-small', 'Podman'], ['checkpoint-shop', 'containerd'], ['checkpoint-ledger', 'CRI-O']] as const) {
	test(`${name} is ${engine}'s, also as an archive without entries for its directories`, async t => {
		const folder = unpack(name);
		const files = fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(file => fs.lstatSync(path.join(folder, file)).isFile());
		const {code, output} = await run(['show', gnuTar(folder, ...files)]);
		t.is(code, 0);
		t.true(lines(output)[3]!.includes(engine));
	});
}

test('every compression, by content', async t => {
	for (const file of ['podman-small.tar.zst', 'podman-small.tar.gz', 'podman-small.tar.xz', 'podman-small.tar.bz2']) {
		const renamed = path.join(temporaryFolder(), 'checkpoint');
		fs.copyFileSync(fixture(file), renamed);
		const {code, output} = await run(['show', renamed]);
		t.is(code, 0, file);
		t.true(lines(output)[3]!.includes('Podman'));
	}
});

test('of several files the one that is no checkpoint is named, and the others are shown', async t => {
	const {code, output, errors} = await run(['show', '/does-not-exist', fixture('podman-small'), editedTar('checkpoint-ledger', {'config.dump': undefined})]);
	t.is(code, 1);
	t.is(lines(output).length, 4);
	t.regex(errors, /^cryoscope: \/does-not-exist: no such file or directory\ncryoscope: .*made\.tar: (?:\.\/)?config\.dump: missing\n$/);
});

test('a directory of images, and an OCI image', async t => {
	const {code, output} = await run(['show', '--format', 'json', unpack('raw-plain'), fixture('podman-image.oci.tar')]);
	t.is(code, 0);
	const [raw, image] = JSON.parse(output) as Array<Record<string, unknown>>;
	t.deepEqual([raw!.engine, raw!.container_name, raw!.created, raw!.root_fs_diff_size], ['CRIU', null, null, null]);
	t.deepEqual([image!.engine, image!.container_name], ['Podman', 'pv-small']);
});

test('for programs it has the whole id, the sizes in bytes, and the file', async t => {
	const file = fixture('podman-zoo');
	const {output} = await run(['show', '--format', 'ndjson', file]);
	t.deepEqual(JSON.parse(output), {
		container_name: 'zoo', image: 'localhost/lab:latest', id: '44fa683e800fc8ea41144d2634f16722d7930e914a73ed3beb916f0992d08e31', runtime: 'crun',
		created: '2026-11-21T01:22:26Z', engine: 'Podman', checkpoint_size: 17_320_574, root_fs_diff_size: 8192, file,
	});
	t.regex((await run(['show', '--format', 'csv', file])).output, /^container_name,image,id,runtime,created,engine,checkpoint_size,root_fs_diff_size,file\nzoo,/);
});

test('a person gets a table that fits the terminal', async t => {
	const {output} = await run(['show', fixture('podman-zoo')], {columns: 80});
	t.true(lines(output).slice(1).every(line => line.length <= 80));
	t.regex(output, /^CONTAINER IMAGE /m);
	t.regex((await run(['show', fixture('podman-zoo')], {columns: 160})).output, /^CONTAINER {3}IMAGE /m);
});
