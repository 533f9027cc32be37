import fs from 'node:fs';
import path from 'node:path';
import {createHash} from 'node:crypto';
import zlib from 'node:zlib';
import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {contentOf, describe, member, scratchFolder, tarBody, tarEnd, tarHeader, written} from '../support/archives.js';
import {fixture, plainTar} from '../support/fixtures.js';

const image = fixture('podman-image.oci.tar');

async function openWhole(file: string): Promise<Archive> {
	const archive = await openArchive(file);
	await archive.whenComplete();
	return archive;
}

// The same image, its blobs and documents as files.
function imageFiles(): Map<string, Buffer> {
	const files = new Map<string, Buffer>();
	const tar = fs.readFileSync(image);
	for (let offset = 0; offset < tar.length && tar[offset] !== 0;) {
		const name = tar.toString('latin1', offset, tar.indexOf(0, offset));
		const size = Number.parseInt(tar.toString('latin1', offset + 124, offset + 135), 8);
		if (!name.endsWith('/')) {
			files.set(name, tar.subarray(offset + 512, offset + 512 + size));
		}

		offset += 512 + (Math.ceil(size / 512) * 512);
	}

	return files;
}

function toTar(files: ReadonlyMap<string, Buffer>): Buffer {
	return Buffer.concat([...[...files].flatMap(([name, content]) => [tarHeader(name, {size: content.length}), tarBody(content)]), tarEnd]);
}

test('an OCI image opens to the checkpoint in its layer, with the annotations of its manifest', async t => {
	const archive = await openWhole(image);
	t.is(archive.path, image);
	t.is(archive.compression, 'gzip');
	t.is(archive.size, fs.statSync(image).size);
	t.deepEqual(archive.problems, []);
	t.regex(contentOf(member(archive, 'config.dump').source!).toString(), /"name": ?"pv-small"/);
	t.true(member(archive, 'checkpoint/inventory.img').size > 0);
	const annotations = new Map(archive.annotations!.map(({key, value}) => [key.toString(), value.toString()]));
	t.is(annotations.get('io.podman.annotations.checkpoint.name'), 'pv-small');
	t.is(annotations.get('io.podman.annotations.checkpoint.criu.version'), '40201');
	archive.close();
});

test('an image is one as a directory, compressed as a whole, and with a plain or zstd layer', async t => {
	const reference = await openWhole(image);
	const expected = describe(reference);
	const files = imageFiles();
	const folder = scratchFolder();
	for (const [name, content] of files) {
		fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		fs.writeFileSync(path.join(folder, name), content);
	}

	const layer = [...files].find(([, content]) => content[0] === 0x1F && content[1] === 0x8B)!;
	const plainLayer = zlib.gunzipSync(layer[1]);
	const paths = [
		folder,
		written(zlib.gzipSync(fs.readFileSync(image))),
		written(zlib.zstdCompressSync(toTar(files))),
		written(toTar(new Map([...files, [layer[0], plainLayer]]))),
		written(toTar(new Map([...files, [layer[0], zlib.zstdCompressSync(plainLayer)]]))),
	];
	for (const file of paths) {
		const archive = await openWhole(file);
		t.deepEqual(describe(archive), expected);
		t.is(archive.annotations?.length, reference.annotations!.length);
		archive.close();
	}

	reference.close();
});

test('an image with a damaged or missing part says which', async t => {
	const files = imageFiles();
	const index = JSON.parse(files.get('index.json')!.toString()) as {manifests: Array<{digest: string}>};
	const manifest = `blobs/${index.manifests[0]!.digest.replace(':', '/')}`;
	const without = (name: string) => written(toTar(new Map([...files].filter(([key]) => key !== name))));
	const changed = (name: string, content: string) => written(toTar(new Map([...files, [name, Buffer.from(content)]])));
	await t.throwsAsync(openArchive(without(manifest)), {name: 'InputError', message: new RegExp(`the OCI image lacks ${manifest}`)});
	await t.throwsAsync(openArchive(changed('index.json', '{"manifests":[{"digest":"../../etc/passwd"}]}')), {name: 'InputError', message: /has no digest/});
	await t.throwsAsync(openArchive(changed('index.json', 'no json')), {name: 'InputError', message: /index\.json is not JSON/});
	await t.throwsAsync(openArchive(changed('index.json', '{}')), {name: 'InputError', message: /not a checkpoint: an OCI image with 0 layers/});

	const text = files.get(manifest)!.toString();
	const archive = await openWhole(changed(manifest, text.replace('pv-small', 'forgery!')));
	t.regex(archive.problems[0]!.message, /does not have the digest that it is named by/);
	archive.close();

	const {layers} = JSON.parse(text) as {layers: unknown[]};
	await t.throwsAsync(openArchive(changed(manifest, JSON.stringify({layers: [...layers, ...layers]}))), {name: 'InputError', message: /an OCI image with 2 layers/});
	await t.throwsAsync(openArchive(changed(manifest, JSON.stringify({layers: [{digest: index.manifests[0]!.digest}]}))), {name: 'InputError', message: /neither a tar/});
});

test('indexes that speak of each other a million times are read once', async t => {
	const blobs = new Map<string, Buffer>();
	let digest = 'sha256:0';
	for (let depth = 0; depth < 5; depth++) {
		const content = Buffer.from(`{"manifests":[${`{"digest":"${digest}"},`.repeat(999)}{"digest":"${digest}"}]}`);
		blobs.set(`blobs/sha256/${depth}`, content);
		digest = `sha256:${depth}`;
	}

	blobs.set('oci-layout', Buffer.from('{}'));
	blobs.set('index.json', Buffer.from(JSON.stringify({manifests: [{digest}]})));
	await t.throwsAsync(openArchive(written(toTar(blobs))), {name: 'InputError', message: /an OCI image with 0 layers/});
});

test('an image with more documents than any real one is refused', async t => {
	const blobs = new Map<string, Buffer>();
	const digests = ['1', '2', '3', '4', '5'];
	for (const digest of digests) {
		blobs.set(`blobs/sha256/${digest}`, Buffer.from(JSON.stringify({layers: [], filler: ' '.repeat(4_000_000)})));
	}

	blobs.set('oci-layout', Buffer.from('{}'));
	blobs.set('index.json', Buffer.from(JSON.stringify({manifests: digests.map(digest => ({digest: `sha256:${digest}`}))})));
	await t.throwsAsync(openArchive(written(toTar(blobs))), {name: 'InputError', message: /the documents of the OCI image have more than 16777216 bytes/});
});

test('of several manifests and layers, the ones that speak of a checkpoint count', async t => {
	const blobs = new Map<string, Buffer>();
	const add = (content: Buffer | string) => {
		const hash = createHash('sha256').update(content).digest('hex');
		blobs.set(`blobs/sha256/${hash}`, Buffer.from(content as string));
		return `sha256:${hash}`;
	};

	const checkpoint = add(fs.readFileSync(plainTar('podman-loop')));
	const other = add('other');
	const plainImage = add(JSON.stringify({layers: [{digest: other}]}));
	const manifest = add(JSON.stringify({
		layers: [{mediaType: 'application/octet-stream', digest: other}, {mediaType: 'application/vnd.containerd.container.criu.checkpoint.criu.tar', digest: checkpoint}],
		annotations: {'org.criu.checkpoint.container.name': 'loop', number: 1},
	}));
	const nested = add(JSON.stringify({manifests: [{digest: manifest, annotations: {'org.opencontainers.image.ref.name': 'v1'}}]}));
	blobs.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
	blobs.set('index.json', Buffer.from(JSON.stringify({manifests: [{digest: plainImage}, {digest: nested}]})));
	const archive = await openWhole(written(toTar(blobs)));
	t.true(member(archive, 'checkpoint/pages-1.img').size > 0);
	t.deepEqual(archive.annotations!.map(({key, value}) => `${key}=${value}`), ['org.criu.checkpoint.container.name=loop', 'org.opencontainers.image.ref.name=v1']);
	archive.close();
});
