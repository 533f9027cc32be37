import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import zlib from 'node:zlib';
import test from 'ava';
import {openArchive} from '../../source/archive/open.js';
import {describe, scratchFolder, tarEnd, tarHeader} from '../support/archives.js';
import {run} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, plainTar, unpack} from '../support/fixtures.js';
import {readImage, sha256} from '../support/oci-layout.js';
import {launch, programFile} from '../support/pty.js';

const annotation = (name: string) => `org.criu.checkpoint.${name}`;

/** Builds an image in a folder of its own and returns its path. */
async function built(file: string, name = 'image.tar', ...options: string[]): Promise<string> {
	const output = path.join(scratchFolder(), name);
	const {code, errors} = await run(['build', ...options, file, output]);
	if (code !== 0 || errors !== '') {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return output;
}

async function membersOf(file: string): Promise<unknown> {
	const archive = await openArchive(file);
	await archive.whenComplete();
	const members = describe(archive);
	archive.close();
	return {members, problems: archive.problems};
}

async function printed(file: string, ...commands: string[]): Promise<string[]> {
	return Promise.all(commands.map(async command => (await run([command, '--format', 'json', file])).output));
}

const plain = (name: string) => fs.readFileSync(plainTar(name));
const tarType = 'application/vnd.oci.image.layer.v1.tar';

const layers: ReadonlyArray<readonly [what: string, input: () => string, type: string, layer: (file: string) => Buffer]> = [
	['a plain tar', () => plainTar('podman-zoo'), tarType, file => fs.readFileSync(file)],
	['gzip', () => fixture('podman-small.tar.gz'), `${tarType}+gzip`, file => fs.readFileSync(file)],
	['zstd', () => fixture('checkpoint-shop'), `${tarType}+zstd`, file => fs.readFileSync(file)],
	['xz', () => fixture('podman-small.tar.xz'), tarType, file => spawnSync('xz', ['-dc', file], {maxBuffer: 1 << 24}).stdout],
	['bzip2', () => fixture('podman-small.tar.bz2'), tarType, file => spawnSync('bzip2', ['-dc', file], {maxBuffer: 1 << 24}).stdout],
	['an OCI image', () => fixture('podman-image.oci.tar'), `${tarType}+gzip`, file => readImage(file).layer],
];

for (const [what, input, type, layer] of layers) {
	for (const name of ['image', 'image.tar']) {
		test.serial(`${what} becomes the layer of ${name}, byte for byte, and is the same checkpoint in it`, async t => {
			const file = input();
			const output = await built(file, name);
			const image = readImage(output);
			const expected = layer(file);
			t.true(image.layer.equals(expected));
			t.is(image.manifest.layers[0]!.mediaType, type);
			const content = type.endsWith('gzip') ? zlib.gunzipSync(expected) : (type.endsWith('zstd') ? zlib.zstdDecompressSync(expected) : expected);
			t.deepEqual(image.config.rootfs.diff_ids, [sha256(content)]);
			t.deepEqual(await membersOf(output), await membersOf(file));
			t.deepEqual(await printed(output, 'ps', 'args', 'files', 'sockets'), await printed(file, 'ps', 'args', 'files', 'sockets'));
		});
	}
}

for (const name of ['podman-small', 'raw-chain', 'raw-runc']) {
	test.serial(`${name}: a directory is packed, and is the same checkpoint in it`, async t => {
		const folder = unpack(name);
		const output = await built(folder);
		t.deepEqual(await membersOf(output), await membersOf(folder));
		t.deepEqual(await printed(output, 'ps', 'args', 'env'), await printed(folder, 'ps', 'args', 'env'));
		const image = readImage(output);
		t.deepEqual(image.config.rootfs.diff_ids, [image.manifest.layers[0]!.digest]);
	});
}

test.serial('the same checkpoint gives the same bytes', async t => {
	for (const file of [fixture('checkpoint-ledger'), unpack('checkpoint-ledger')]) {
		const [one, two] = [await built(file), await built(file)];
		t.true(fs.readFileSync(one).equals(fs.readFileSync(two)));
		const folder = await built(file, 'image');
		t.deepEqual(readImage(folder), readImage(one));
	}
});

test.serial('annotations say what the checkpoint knows: of a kubelet\'s through containerd', async t => {
	const {manifest, config} = readImage(await built(fixture('checkpoint-shop')));
	t.deepEqual(manifest.annotations, {
		[annotation('container.name')]: 'web',
		[annotation('criu.version')]: '40201',
		[annotation('engine.name')]: 'containerd',
		[annotation('host.arch')]: 'amd64',
		[annotation('host.kernel')]: '6.18.44-fc-v595',
		[annotation('pod.id')]: '87f06aeda59d2de17ed1eafebde4b0dd6036fca485cc5af650daf8a73db1b3c1',
		[annotation('pod.name')]: 'shop-7d9c5b6f4-x2x9k',
		[annotation('pod.namespace')]: 'production',
		[annotation('pod.uid')]: '6d6d3a0e-8a0c-4f57-9c37-1f0a5f0b7c11',
		[annotation('rawImageName')]: 'localhost/lab:latest',
		[annotation('rootfsImageID')]: 'sha256:b441adde7d83652c015f059a9ef0906fa16aa20b1b3e3c595c4b31aea877e1f0',
		[annotation('rootfsImageName')]: 'localhost/lab:latest',
		[annotation('rootfsImageUserRequested')]: 'localhost/lab:latest',
		[annotation('runtime.name')]: 'io.containerd.runc.v2',
	});
	t.is(config.architecture, 'amd64');
	t.is(config.os, 'linux');
	t.is(config.created, '2026-11-21T01:34:20.540Z');
});

test.serial('of CRI-O\'s, with the one by which CRI-O knows a checkpoint', async t => {
	const {manifest: {annotations}} = readImage(await built(fixture('checkpoint-ledger')));
	t.is(annotations['io.kubernetes.cri-o.annotations.checkpoint.name'], 'small');
	t.is(annotations[annotation('container.name')], 'small');
	t.is(annotations[annotation('rootfsImageSha')], 'sha256:6d382f4fbad3816d5b9196f1e13f6f1cf7bf8a037b148cb607ed9164099c38b0');
	t.is(annotations[annotation('pod.uid')], 'a1a1a1a1-2222-4333-8444-555555555555');
});

test.serial('of an image that Podman made, what Podman knew of the host too', async t => {
	const known = readImage(fixture('podman-image.oci.tar')).manifest.annotations;
	const {manifest: {annotations}} = readImage(await built(fixture('podman-image.oci.tar')));
	const names = {
		'cgroup.version': 'cgroups.version', 'conmon.version': 'conmon.version', 'container.name': 'name', 'criu.version': 'criu.version', 'distribution.name': 'distribution.name',
		'distribution.version': 'distribution.version', 'engine.version': 'podman.version', 'host.arch': 'host.arch', 'host.kernel': 'host.kernel', rawImageName: 'rawImageName',
		rootfsImageID: 'rootfsImageID', rootfsImageName: 'rootfsImageName', 'runtime.name': 'runtime.name', 'runtime.version': 'runtime.version',
	};
	for (const [name, podmans] of Object.entries(names)) {
		t.is(annotations[annotation(name)], known[`io.podman.annotations.checkpoint.${podmans}`], name);
	}

	const again = readImage(await built(await built(fixture('podman-image.oci.tar'))));
	t.deepEqual(again.manifest.annotations, annotations);
});

test.serial('of bare images, the eight that checkpointctl always writes, empty, and what the log and the cores say', async t => {
	const {manifest: {annotations}} = readImage(await built(fixture('raw-criu41')));
	t.deepEqual(Object.entries(annotations).filter(([, value]) => value === '').map(([key]) => key.replace('org.criu.checkpoint.', '')), [
		'container.name', 'engine.name', 'pod.name', 'pod.namespace', 'rootfsImageID', 'rootfsImageName', 'rootfsImageUserRequested', 'runtime.name',
	]);
	t.deepEqual(Object.entries(annotations).filter(([, value]) => value !== '').map(([key]) => key.replace('org.criu.checkpoint.', '')), ['criu.version', 'host.arch', 'host.kernel']);
	t.is(annotations[annotation('criu.version')], '40101');
	const {manifest} = readImage(await built(editedCheckpoint('raw-criu41', {'raw-criu41/dump.log': '(00.000001) Version: 4.1.1 (gitid v4.1-95-g1a2b3c4)\n(00.000002) Running on a b\n'})));
	t.is(manifest.annotations[annotation('criu.version')], '40200');
	t.is(manifest.annotations[annotation('host.arch')], 'amd64');
	t.is(manifest.annotations[annotation('host.kernel')], undefined);
});

test.serial('a name and annotations can be given; they are shown without effect on the terminal', async t => {
	const output = path.join(scratchFolder(), 'image.tar');
	const {output: said} = await run(['build', '--name', 'localhost/web:frozen', '-a', 'a=b=c', '-a', 'org.criu.checkpoint.container.name=renamed', '-a', 'evil=\u001B[2J', '-a', 'empty=', fixture('podman-small.tar.gz'), output]);
	const {index, manifest} = readImage(output);
	t.deepEqual(index.manifests[0]!.annotations, {'org.opencontainers.image.ref.name': 'localhost/web:frozen'});
	t.like(manifest.annotations, {a: 'b=c', empty: '', evil: '\u001B[2J', [annotation('container.name')]: 'renamed'});
	t.regex(said, /^Added annotation: a=b=c\nAdded annotation: empty=\nAdded annotation: evil=␛\[2J\n/);
	t.true(said.endsWith(`\nWrote ${output}: ${index.manifests[0]!.digest}\n`));
	t.is(readImage(await built(fixture('podman-small.tar.gz'))).index.manifests[0]!.annotations, undefined);
});

test.serial('an image is only its owner\'s to read, as its checkpoint holds the memory of processes', async t => {
	const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);
	t.is(mode(await built(fixture('podman-small.tar.gz'))), '600');
	const folder = await built(fixture('podman-small.tar.gz'), 'image');
	for (const name of fs.readdirSync(folder, {recursive: true}) as string[]) {
		t.is(mode(path.join(folder, name)), fs.statSync(path.join(folder, name)).isDirectory() ? '700' : '600', name);
	}

	t.is(mode(folder), '700');
});

test.serial('the form is by the end of the name, or as it is asked for', async t => {
	t.true(fs.statSync(await built(fixture('podman-small.tar.gz'), 'image.tar', '--format', 'dir')).isDirectory());
	t.true(fs.statSync(await built(fixture('podman-small.tar.gz'), 'image', '--format', 'archive')).isFile());
});

async function refuses(file: string, output: string): Promise<string> {
	const folder = path.dirname(output);
	const list = () => fs.existsSync(folder) ? fs.readdirSync(folder) : [];
	const before = list();
	const {code, output: said, errors} = await run(['build', file, output]);
	if (code !== 1 || said !== '' || JSON.stringify(list()) !== JSON.stringify(before)) {
		throw new Error(`exit code ${code}: ${said}, ${list().join(' ')}`);
	}

	return errors;
}

test.serial('nothing is written over, nor inside the checkpoint', async t => {
	const folder = scratchFolder();
	fs.writeFileSync(path.join(folder, 'file.tar'), 'precious');
	fs.mkdirSync(path.join(folder, 'folder'));
	fs.symlinkSync('nowhere', path.join(folder, 'link.tar'));
	for (const name of ['file.tar', 'folder', 'link.tar']) {
		t.regex(await refuses(fixture('podman-small.tar.gz'), path.join(folder, name)), /^cryoscope: .*: exists already, and nothing is written over\n$/);
	}

	t.is(fs.readFileSync(path.join(folder, 'file.tar'), 'utf8'), 'precious');
	const evidence = editedCheckpoint('podman-small', {});
	fs.symlinkSync(evidence, path.join(folder, 'alias'));
	for (const place of [evidence, path.join(evidence, 'checkpoint'), path.join(folder, 'alias')]) {
		t.regex(await refuses(evidence, path.join(place, 'image')), /^cryoscope: .*: is inside the checkpoint, which is only read: write it elsewhere\n$/);
	}

	t.regex(await refuses(fixture('podman-small.tar.gz'), path.join(folder, 'none', 'image')), /^cryoscope: .*none: no such file or directory\n$/);
});

test.serial('no image is made of what could not be restored', async t => {
	const truncated = path.join(scratchFolder(), 'truncated.tar');
	fs.writeFileSync(truncated, plain('podman-small').subarray(0, 400_000));
	const files = fs.readFileSync(path.join(unpack('podman-small'), 'checkpoint/files.img'));
	const inputs: ReadonlyArray<readonly [string, RegExp]> = [
		[truncated, /^cryoscope: .*truncated\.tar: .*; no image is made of it/],
		[fixture('raw-lazy'), /raw-lazy\/pagemap-79(?:38|40)\.img: 1095 pages of memory are left on the source host .*; no image is made of it \(cryoscope check lists all 2 things that are broken\)$/m],
		[fixture('raw-failed-dump'), /the dump failed half way/],
		[path.join(unpack('raw-chain'), 'dump'), /the dump that it builds on is outside of it/],
		[editedCheckpoint('raw-chain', {'pre-dump': undefined}), /dump\/parent: leads to \.\.\/pre-dump, which is not here/],
		[path.join(unpack('raw-chain'), 'pre-dump'), /inventory\.img: of a pre-dump, which has memory only/],
		[editedCheckpoint('podman-small', {'checkpoint/core-10.img': undefined}), /checkpoint\/core-10\.img: missing; no image is made of it/],
		[editedCheckpoint('podman-small', {'checkpoint/pstree.img': 'nonsense'}), /checkpoint\/pstree\.img: .* \(at byte 0\); no image/],
		[editedCheckpoint('podman-small', {'config.dump': '{'}), /config\.dump/],
		[editedCheckpoint('podman-small', {'checkpoint/files.img': files.subarray(0, files.length / 2)}), /which no image describes/],
		[editedCheckpoint('podman-small', {'checkpoint/ifaddr-10.img': undefined}), /ifaddr-10\.img: missing: the net namespace 10 of process 1; no image/],
	];
	for (const [file, reason] of inputs) {
		const errors = await refuses(file, path.join(scratchFolder(), 'image.tar'));
		t.regex(errors, reason);
		t.regex(errors, /^cryoscope: [^\n]+\n$/);
	}
});

test.serial('what goes wrong half way leaves nothing', async t => {
	const folder = editedCheckpoint('podman-small', {});
	fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xFF])]), '');
	for (const name of ['image', 'image.tar']) {
		t.regex(await refuses(folder, path.join(scratchFolder(), name)), /^cryoscope: \\xff: the name is no UTF-8/);
	}
});

test.serial('options that make no sense are told', async t => {
	const wrong: ReadonlyArray<readonly [readonly string[], RegExp]> = [
		[['--name', 'a b'], /--name takes the name of an image, such as .*, not a b;/],
		[['--name', '_'], /--name/],
		[['-a', 'novalue'], /--annotation takes KEY=VALUE, not novalue;/],
		[['-a', '=x'], /--annotation takes KEY=VALUE/],
		[['--format', 'docker'], /--format takes auto, dir, or archive, not docker;/],
	];
	for (const [options, message] of wrong) {
		const {code, errors} = await run(['build', ...options, fixture('podman-small.tar.gz'), path.join(scratchFolder(), 'x.tar')]);
		t.is(code, 2);
		t.regex(errors, message);
	}
});

/** A checkpoint of eight gibibytes that take no room where they are read. */
function hugeCheckpoint(): string {
	const file = path.join(scratchFolder(), 'sparse.tar');
	const size = 8 * (2 ** 30) - 512;
	fs.writeFileSync(file, Buffer.concat([plain('podman-small').subarray(0, -1024), tarHeader('huge', {size})]));
	fs.truncateSync(file, fs.statSync(file).size + size + 512);
	fs.appendFileSync(file, tarEnd);
	return file;
}

test.serial('in a terminal it is told how far the writing is, and what Ctrl-C ends leaves nothing', async t => {
	const folder = scratchFolder();
	const session = launch(t, ['build', hugeCheckpoint(), path.join(folder, 'image.tar')]);
	await session.waitFor(/^writing [\d.]+ [GKM]iB of 8\.0 GiB$/m);
	session.send('\u0003');
	t.is((await session.exited).signal, os.constants.signals.SIGINT);
	t.deepEqual(fs.readdirSync(folder), []);
});

// The program itself hears nothing of SIGKILL: what it leaves is removed a moment later.
async function emptied(folder: string): Promise<void> {
	for (let left = 500; left > 0 && fs.readdirSync(folder).length > 0; left--) {
		await delay(20);
	}
}

for (const name of ['image', 'image.tar']) {
	test.serial(`a signal leaves nothing of ${name}, and ends the program`, async t => {
		const file = hugeCheckpoint();
		for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
			const folder = scratchFolder();
			const child = spawn(process.execPath, [programFile, 'build', file, path.join(folder, name)], {stdio: 'ignore'});
			const exited = new Promise(resolve => {
				child.on('exit', (code, reason) => {
					resolve(reason ?? code);
				});
			});
			const isBegun = () => (fs.readdirSync(folder, {recursive: true}) as string[]).some(entry => {
				const stat = fs.statSync(path.join(folder, entry), {throwIfNoEntry: false});
				return stat?.isFile() && stat.size > 1 << 22;
			});
			while (!isBegun() && child.exitCode === null) {
				await delay(5);
			}

			child.kill(signal);
			t.is(await exited, signal);
			if (signal === 'SIGKILL') {
				await emptied(folder);
			}

			t.deepEqual(fs.readdirSync(folder), [], signal);
		}
	});
}

const skopeo = spawnSync('skopeo', ['--version'], {encoding: 'utf8'});

const skopeoTest = skopeo.status === 0 ? test.serial : test.serial.skip;

skopeoTest('skopeo, where it is installed, reads what is written, and copies it', async t => {
	const judge = (...args: string[]) => {
		const {status, stdout, stderr} = spawnSync('skopeo', args, {encoding: 'utf8'});
		t.is(status, 0, stderr);
		return stdout;
	};

	const inputs = [fixture('podman-small.tar.gz'), fixture('checkpoint-shop'), fixture('podman-small.tar.xz'), plainTar('raw-plain'), unpack('podman-volume')];
	for (const file of inputs) {
		for (const [transport, name] of [['oci-archive', 'image.tar'], ['oci', 'image']] as const) {
			const output = await built(file, name, '--name', 'v1');
			const image = readImage(output);
			const inspected = JSON.parse(judge('inspect', `${transport}:${output}`)) as {Digest: string; Architecture: string; Layers: string[]};
			t.is(inspected.Digest, image.index.manifests[0]!.digest);
			t.is(inspected.Architecture, 'amd64');
			t.deepEqual(inspected.Layers, image.manifest.layers.map(({digest}) => digest));
			const copy = path.join(scratchFolder(), 'copy');
			judge('copy', '--insecure-policy', `${transport}:${output}:v1`, `dir:${copy}`);
			t.true(fs.readFileSync(path.join(copy, image.manifest.layers[0]!.digest.slice(7))).equals(image.layer));
			const moved = path.join(scratchFolder(), 'moved.tar');
			judge('copy', '--insecure-policy', `dir:${copy}`, `oci-archive:${moved}`);
			t.deepEqual(await printed(moved, 'ps'), await printed(file, 'ps'));
		}
	}
});
