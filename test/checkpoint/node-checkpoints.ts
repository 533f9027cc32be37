import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {findNodeCheckpoints, nodePlaces, type NodeCheckpoint} from '../../source/checkpoint/node-checkpoints.js';
import type {Summary} from '../../source/checkpoint/summary.js';
import {asAnybody} from '../support/as-anybody.js';
import {fixture, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

const shop = 'checkpoint-shop-7d9c5b6f4-x2x9k_production-web-2026-11-21T01:34:20Z.tar';
const ledger = 'checkpoint-ledger-0_finance-small-2026-11-21T02:08:35Z.tar.zst';

function byName(found: readonly NodeCheckpoint[]): Map<string, NodeCheckpoint> {
	return new Map(found.map(entry => [path.basename(entry.path), entry]));
}

/** Bytes of the files in a folder. */
function sizeOf(folder: string): number {
	return fs.readdirSync(folder, {withFileTypes: true}).filter(entry => entry.isFile()).reduce((sum, {name}) => sum + fs.statSync(path.join(folder, name)).size, 0);
}

async function summary(entry: NodeCheckpoint | undefined): Promise<Record<string, string>> {
	return plainText(await entry!.load());
}

function plainText(said: Summary): Record<string, string> {
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
}

test('a folder of checkpoints and junk: the checkpoints, by content', async t => {
	const folder = temporaryFolder();
	fs.copyFileSync(plainTar('checkpoint-shop'), path.join(folder, shop));
	fs.copyFileSync(fixture('checkpoint-ledger'), path.join(folder, ledger));
	for (const form of ['gz', 'xz', 'bz2']) {
		fs.copyFileSync(fixture(`podman-small.tar.${form}`), path.join(folder, `small-${form}`));
	}

	fs.copyFileSync(plainTar('podman-zoo'), path.join(folder, 'no-extension'));
	fs.cpSync(path.join(unpack('raw-plain'), 'raw-plain'), path.join(folder, 'images'), {recursive: true});
	fs.cpSync(unpack('podman-loop'), path.join(folder, 'unpacked'), {recursive: true});
	fs.writeFileSync(path.join(folder, 'notes.txt'), 'text');
	fs.writeFileSync(path.join(folder, 'checkpoint-fake_a-b-2026-11-21T01:34:20Z.tar'), 'no tar');
	fs.writeFileSync(path.join(folder, 'empty'), '');
	fs.writeFileSync(path.join(folder, 'log.gz'), zlib.gzipSync('log line\n'.repeat(1000)));
	fs.writeFileSync(path.join(folder, 'log.zst'), zlib.zstdCompressSync('log line\n'.repeat(1000)));
	fs.writeFileSync(path.join(folder, 'broken.gz'), new Uint8Array([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, ...Array.from({length: 100}, () => 0xFF)]));
	fs.mkdirSync(path.join(folder, 'source', 'deep', 'checkpoint'), {recursive: true});
	fs.writeFileSync(path.join(folder, 'source', 'deep', 'checkpoint', 'inventory.img'), '');
	fs.symlinkSync('nowhere', path.join(folder, 'dangling'));
	execFileSync('mkfifo', [path.join(folder, 'fifo')]);

	const list = findNodeCheckpoints([{name: 'kubelet', folder}]);
	t.deepEqual(list.filter(({problem}) => problem !== undefined).map(entry => [path.basename(entry.path), entry.problem!.reason]), [
		['broken.gz', 'damaged gzip data'],
		['checkpoint-fake_a-b-2026-11-21T01:34:20Z.tar', 'not a checkpoint, for all its name: neither a tar nor a compressed tar'],
	]);
	const found = byName(list.filter(({problem}) => problem === undefined));
	t.deepEqual([...found].map(([name, {format}]) => [name, format]).sort(([a], [b]) => a! < b! ? -1 : 1), [
		[ledger, 'compressed tar'],
		[shop, 'tar'],
		['images', 'directory'],
		['no-extension', 'tar'],
		['small-bz2', 'compressed tar'],
		['small-gz', 'compressed tar'],
		['small-xz', 'compressed tar'],
		['unpacked', 'directory'],
	]);
	t.deepEqual(await summary(found.get(shop)), {engine: 'containerd', namespace: 'production', pod: 'shop-7d9c5b6f4-x2x9k', container: 'web', time: String(Date.parse('2026-11-21T01:34:20.540Z')), timeFrom: 'engine'});
	t.deepEqual(await summary(found.get(ledger)), {namespace: 'finance', pod: 'ledger-0', container: 'small', time: String(Date.parse('2026-11-21T02:08:35Z')), timeFrom: 'file name'}, 'from the name alone');
	t.like(await summary(found.get('no-extension')), {engine: 'Podman', container: 'zoo'});
	t.like(await summary(found.get('unpacked')), {engine: 'Podman', container: 't1'});
	t.like(await summary(found.get('images')), {engine: 'CRIU'});
	t.deepEqual(await summary(found.get('small-gz')), {engine: 'Podman', container: 'pv-small', time: String(Date.parse('2026-11-21T01:46:40Z')), timeFrom: 'images'}, 'from its start');
	t.deepEqual(await summary(found.get('small-xz')), {});
	t.is(found.get(shop)!.size, fs.statSync(plainTar('checkpoint-shop')).size);
	t.true(found.get('images')!.size! > 1_000_000);
});

test('the start of a compressed archive says what the plain one does, as far as it goes', async t => {
	const expected: ReadonlyArray<readonly [string, Record<string, string>]> = [
		['podman-zoo', {engine: 'Podman', container: 'zoo', time: String(Date.parse('2026-11-21T01:22:31Z')), timeFrom: 'images'}],
		// What comes out of its first bytes is far larger than what is looked at.
		['px-tree', {engine: 'Podman', container: 'px-tree', time: String(Date.parse('2026-11-21T01:52:48Z')), timeFrom: 'images'}],
		// The engine's files come after the images.
		['checkpoint-shop', {time: String(Date.parse('2026-11-21T01:34:22Z')), timeFrom: 'images'}],
		['raw-plain', {time: String(Date.parse('2026-11-21T02:29:15Z')), timeFrom: 'images'}],
	];
	for (const [name, said] of expected) {
		const folder = temporaryFolder();
		fs.copyFileSync(fixture(name), path.join(folder, 'archive'));
		t.deepEqual(await summary(findNodeCheckpoints([{name: 'current folder', folder}])[0]), said, name);
		fs.writeFileSync(path.join(folder, 'archive'), fs.readFileSync(plainTar(name)));
		const {time, timeFrom, ...rest} = said;
		const plain = await summary(findNodeCheckpoints([{name: 'current folder', folder}])[0]);
		t.deepEqual(plain, {...plain, ...rest}, name);
	}
});

test('asked to be thorough, it decompresses as far as it takes to say what the plain one does', async t => {
	for (const name of ['checkpoint-shop.tar.zst', 'podman-small.tar.xz', 'podman-small.tar.bz2', 'podman-small.tar.gz', 'raw-plain.tar.zst', 'px-tree.tar.zst']) {
		const folder = temporaryFolder();
		fs.copyFileSync(fixture(name), path.join(folder, 'archive'));
		const [entry] = findNodeCheckpoints([{name: 'current folder', folder}]);
		const checkpoint = await openCheckpoint(fixture(name));
		await checkpoint.archive.whenComplete();
		const {engine, name: container, pod, namespace, checkpointed, written} = checkpoint.container;
		t.deepEqual(plainText(await entry!.load({isThorough: true})), plainText({engine, container, pod, namespace, time: checkpointed ?? written, timeFrom: checkpointed === undefined ? 'images' : 'engine'}), name);
		checkpoint.close();
	}
});

test('a folder that is itself a directory of images is one', t => {
	const folder = path.join(unpack('raw-plain'), 'raw-plain');
	const found = findNodeCheckpoints([{name: 'current folder', folder}]);
	t.deepEqual(found.map(entry => entry.path), [folder]);
});

test('a checkpoint that was unpacked is one, and its parts are none, whatever else is beside them', t => {
	const folder = temporaryFolder();
	fs.cpSync(unpack('podman-small'), folder, {recursive: true});
	fs.copyFileSync(fixture('podman-loop'), path.join(folder, 'loop'));
	const found = findNodeCheckpoints([{name: 'current folder', folder}]);
	t.deepEqual(found.map(entry => entry.path).sort(), [folder, path.join(folder, 'loop')]);
});

test('a folder of dumps that build on each other is one checkpoint, there as inside of another folder, and its dumps are none', async t => {
	const folder = temporaryFolder();
	const chain = path.join(folder, 'chain');
	fs.cpSync(unpack('raw-chain'), chain, {recursive: true, verbatimSymlinks: true});
	fs.copyFileSync(fixture('podman-loop'), path.join(chain, 'loop'));
	const pathsIn = (place: string) => findNodeCheckpoints([{name: 'current folder', folder: place}]).map(entry => entry.path);
	t.deepEqual(pathsIn(folder), [chain]);
	t.deepEqual(pathsIn(chain).sort(), [chain, path.join(chain, 'loop')]);
	const [entry] = findNodeCheckpoints([{name: 'current folder', folder}]);
	t.like(entry, {format: 'directory', size: sizeOf(path.join(chain, 'dump')) + sizeOf(path.join(chain, 'pre-dump'))});
	t.like(await summary(entry), {engine: 'CRIU'});
});

test('dumps of which none builds on another are as many checkpoints, and their folder is none', t => {
	const folder = temporaryFolder();
	for (const name of ['one', 'two']) {
		fs.cpSync(path.join(unpack('raw-plain'), 'raw-plain'), path.join(folder, name), {recursive: true});
	}

	t.deepEqual(findNodeCheckpoints([{name: 'current folder', folder}]).map(entry => entry.path).sort(), [path.join(folder, 'one'), path.join(folder, 'two')]);
	t.deepEqual(findNodeCheckpoints([{name: 'current folder', folder: path.dirname(folder)}]).filter(entry => entry.path === folder), []);
});

test('a dump that failed is found out when it is loaded, compressed or not, where its start is all there is of it', async t => {
	const folder = temporaryFolder();
	fs.copyFileSync(fixture('raw-failed-dump'), path.join(folder, 'compressed'));
	fs.copyFileSync(plainTar('raw-failed-dump'), path.join(folder, 'plain'));
	const found = findNodeCheckpoints([{name: 'current folder', folder}]);
	t.is(found.length, 2);
	for (const entry of found) {
		await t.throwsAsync(entry.load(), {instanceOf: InputError, message: /^.*: the dump failed half way: 4 images/});
	}
});

test('a tar without a checkpoint is found out when it is loaded', async t => {
	const folder = temporaryFolder();
	fs.writeFileSync(path.join(folder, 'a.txt'), 'a');
	execFileSync('tar', ['cf', 'other.tar', 'a.txt'], {cwd: folder});
	const [entry] = findNodeCheckpoints([{name: 'current folder', folder}]);
	await t.throwsAsync(entry!.load(), {message: /no checkpoint in it/v});
});

test('Podman\'s storage: images of containers that were checkpointed without an export, by their names', async t => {
	const folder = temporaryFolder();
	const id = 'b525e9e31797ebc985b4e3d7dfffce0a230b2dde2fff3fe31c7dc7aae5488d66';
	const containers = path.join(folder, 'overlay-containers');
	fs.cpSync(path.join(unpack('podman-small'), 'checkpoint'), path.join(containers, id, 'userdata', 'checkpoint'), {recursive: true});
	fs.mkdirSync(path.join(containers, 'c'.repeat(64), 'userdata'), {recursive: true});
	fs.writeFileSync(path.join(containers, 'containers.json'), JSON.stringify([{id, names: ['pv-small']}, {id: 'other'}]));
	const found = findNodeCheckpoints([{name: 'Podman', folder}]);
	t.is(found.length, 1);
	t.deepEqual([found[0]!.place, found[0]!.format], ['Podman', 'directory']);
	t.like(await summary(found[0]), {engine: 'Podman', container: 'pv-small'});
});

test('places that are not there have no checkpoints, and one that is two places is listed once', t => {
	const folder = temporaryFolder();
	fs.copyFileSync(plainTar('podman-small'), path.join(folder, 'small.tar'));
	const found = findNodeCheckpoints([
		{name: 'kubelet', folder: path.join(folder, 'none')},
		{name: 'kubelet', folder},
		{name: 'current folder', folder},
		{name: 'Podman', folder: path.join(folder, 'small.tar')},
	]);
	t.deepEqual(found.map(({place}) => place), ['kubelet']);
});

test('of all places the newest first, by what is known of when they were taken; what can\'t be opened last', t => {
	const [kubelet, current] = [temporaryFolder(), temporaryFolder()];
	const add = (folder: string, name: string, written: string) => {
		const file = path.join(folder, name);
		fs.copyFileSync(fixture('podman-small'), file);
		fs.utimesSync(file, new Date(written), new Date(written));
	};

	add(kubelet, ledger, '2020-01-01T00:00:00Z');
	add(kubelet, 'old.tar.zst', '2026-11-21T02:08:34Z');
	add(current, 'new.tar.zst', '2026-11-21T02:08:36Z');
	add(current, 'b.tar.zst', '2026-11-20T00:00:00Z');
	add(current, 'a.tar.zst', '2026-11-20T00:00:00Z');
	fs.writeFileSync(path.join(kubelet, 'broken.gz'), new Uint8Array([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, ...Array.from({length: 100}, () => 0xFF)]));
	const found = findNodeCheckpoints([{name: 'kubelet', folder: kubelet}, {name: 'current folder', folder: current}]);
	t.deepEqual(found.map(entry => path.basename(entry.path)), ['new.tar.zst', ledger, 'old.tar.zst', 'a.tar.zst', 'b.tar.zst', 'broken.gz']);
});

test('what can\'t be read is listed with the reason', t => {
	const folder = temporaryFolder();
	fs.chmodSync(folder, 0o755);
	fs.writeFileSync(path.join(folder, 'secret.tar'), 'x', {mode: 0});
	const reasons = asAnybody('checkpoint/node-checkpoints.js', `
		const [entry] = module.findNodeCheckpoints([{name: 'current folder', folder: ${JSON.stringify(folder)}}]);
		return [entry.problem.reason, await entry.load().catch(error => error === entry.problem)];
	`);
	t.deepEqual(reasons, ['permission denied', true]);
});

test('a folder that links in a circle is listed with the reason', t => {
	const folder = temporaryFolder();
	fs.symlinkSync('loop', path.join(folder, 'loop'));
	const [entry] = findNodeCheckpoints([{name: 'current folder', folder}]);
	t.is(entry!.problem!.reason, 'too many symbolic links');
	t.deepEqual([entry!.size, entry!.mtime], [undefined, undefined], 'what is not known is not zero');
});

test('the places of a node', t => {
	t.deepEqual(nodePlaces('/srv/evidence', {HOME: '/home/me'}).map(({folder}) => folder), [
		'/var/lib/kubelet/checkpoints',
		'/var/lib/containers/storage',
		'/home/me/.local/share/containers/storage',
		'/srv/evidence',
	]);
	t.is(nodePlaces('/', {XDG_DATA_HOME: '/data'})[2]!.folder, '/data/containers/storage');
});
