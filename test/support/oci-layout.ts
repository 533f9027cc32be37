import {createHash} from 'node:crypto';
import fs from 'node:fs';
import type {Archive} from '../../source/archive/archive.js';
import {DirectoryArchive} from '../../source/archive/directory-archive.js';
import {TarArchive} from '../../source/archive/tar-archive.js';
import {contentOf, fileSource, filesOf} from './archives.js';

type Descriptor = {readonly mediaType: string; readonly digest: string; readonly size: number; readonly annotations?: Record<string, string>};

/** The documents of an OCI image, parsed, and its layer. */
export type ReadImage = {
	readonly index: {readonly manifests: readonly Descriptor[]};
	readonly manifest: {readonly layers: readonly Descriptor[]; readonly annotations: Record<string, string>};
	readonly config: {readonly architecture: string; readonly os: string; readonly created?: string; readonly rootfs: {readonly diff_ids: readonly string[]}};
	readonly layer: Buffer;
};

export function sha256(bytes: Uint8Array): string {
	return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Reads an OCI layout, a directory or a tar of it, by the specification; fails where a blob's hash or size is not what it is named by, or where there is anything else. */
export function readImage(path: string): ReadImage {
	const archive = rawArchive(path);
	const files = new Map(filesOf(archive).map(({key, source}) => [key, contentOf(source)]));
	archive.close();
	if (archive.problems.length > 0 || (JSON.parse(files.get('oci-layout')!.toString()) as {imageLayoutVersion: string}).imageLayoutVersion !== '1.0.0') {
		throw new Error(`no OCI layout: ${archive.problems.join(', ')}`);
	}

	const blob = ({digest, size}: Descriptor): Buffer => {
		const key = `blobs/${digest.replace(':', '/')}`;
		const content = files.get(key);
		if (content?.length !== size || sha256(content) !== digest) {
			throw new Error(`${key} is not what it is named by`);
		}

		files.delete(key);
		return content;
	};

	const document = <T>(content: Buffer) => JSON.parse(content.toString()) as T;
	const index = document<ReadImage['index']>(files.get('index.json')!);
	const manifest = document<ReadImage['manifest'] & {config: Descriptor}>(blob(index.manifests[0]!));
	const image = {index, manifest, config: document<ReadImage['config']>(blob(manifest.config)), layer: blob(manifest.layers[0]!)};
	if ([...files.keys()].sort().join(' ') !== 'index.json oci-layout' || manifest.layers.length !== 1 || index.manifests.length !== 1) {
		throw new Error(`more than an image of one layer: ${[...files.keys()].join(' ')}`);
	}

	return image;
}

// Without looking for a checkpoint in it.
function rawArchive(path: string): Archive {
	if (fs.statSync(path).isDirectory()) {
		return new DirectoryArchive(path);
	}

	const source = fileSource(path);
	return new TarArchive({path, name: path, size: source.size, compression: 'none', source, close() {
		source.close();
	}});
}
