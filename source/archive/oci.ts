import {Buffer} from 'node:buffer';
import {Untrusted} from '../text/untrusted.js';
import type {Annotation, Archive} from './archive.js';
import {type ByteSource, InputError, readExactly} from './byte-source.js';

const maxDocumentSize = 4 << 20;
// Of all documents together: those of a real image have some kilobytes.
const maxDocuments = 16 << 20;
const maxIndexDepth = 4;
const rootNames = new Set(['blobs', 'index.json', 'oci-layout']);

/** The layer of an OCI image that is the checkpoint, and what its manifest says of it. */
export type CheckpointLayer = {
	readonly source: ByteSource;
	readonly annotations: readonly Annotation[];
	readonly problems: readonly InputError[];
};

type Descriptor = {
	readonly mediaType?: unknown;
	readonly digest?: unknown;
	readonly annotations?: unknown;
};

/** Whether the first of the members are those of an OCI image layout; undefined while there are none. */
export function beginsLikeImage(archive: Archive): boolean | undefined {
	const [first] = archive.members();
	if (first === undefined) {
		return archive.complete ? false : undefined;
	}

	return rootNames.has(first.key.split('/', 1)[0]!);
}

/**
Finds the checkpoint in an OCI image layout (`oci-layout`, `index.json`, `blobs/`), or returns undefined when the archive is none. The archive must be complete.

@throws {InputError} when it is an image that carries no checkpoint, or a damaged one
*/
export function findCheckpointLayer(archive: Archive, name: string): CheckpointLayer | undefined {
	const index = archive.get('index.json');
	return index?.source === undefined || archive.get('oci-layout') === undefined ? undefined : new ImageLayout(archive, name).checkpoint(document(index.source, name, 'index.json'));
}

class ImageLayout {
	readonly #archive: Archive;
	readonly #name: string;
	readonly #problems: InputError[] = [];
	// An index may speak of itself, or a thousand times of one other: each is read once.
	readonly #seen = new Set<unknown>();
	#documentsSize = 0;

	constructor(archive: Archive, name: string) {
		this.#archive = archive;
		this.#name = name;
	}

	#blob(digest: unknown): {readonly source: ByteSource; readonly label: string; readonly hash: string | undefined} {
		const {algorithm, hex} = (typeof digest === 'string' ? /^(?<algorithm>[\da-z]{1,32}):(?<hex>[\da-f]{1,256})$/.exec(digest)?.groups : undefined) ?? {};
		const label = `blobs/${algorithm}/${hex}`;
		const source = hex === undefined ? undefined : this.#archive.get(label)?.source;
		if (source === undefined) {
			throw new InputError(this.#name, hex === undefined ? 'a descriptor of the OCI image has no digest' : `the OCI image lacks ${label}`);
		}

		return {source, label, hash: algorithm === 'sha256' ? hex : undefined};
	}

	#read(digest: unknown): Record<string, unknown> {
		const {source, label, hash} = this.#blob(digest);
		this.#documentsSize += source.size;
		if (this.#documentsSize > maxDocuments) {
			throw new InputError(this.#name, `the documents of the OCI image have more than ${maxDocuments} bytes`);
		}

		return document(source, this.#name, label, bytes => {
			// Loading it takes longer than opening most files, of which few are images.
			if (hash !== undefined && process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest('hex') !== hash) {
				this.#problems.push(new InputError(this.#name, `${label} does not have the digest that it is named by`));
			}
		});
	}

	// Follows indexes of indexes down to the manifests, each with the annotations on the way to it.
	* #manifests(index: Record<string, unknown>, depth = 0): Generator<{readonly manifest: Record<string, unknown>; readonly annotations: readonly Annotation[]}> {
		for (const descriptor of list<Descriptor>(index.manifests)) {
			if (this.#seen.has(descriptor.digest)) {
				continue;
			}

			this.#seen.add(descriptor.digest);
			const manifest = this.#read(descriptor.digest);
			if (!Array.isArray(manifest.manifests)) {
				yield {manifest, annotations: [...annotationsOf(manifest.annotations), ...annotationsOf(descriptor.annotations)]};
			} else if (depth < maxIndexDepth) {
				yield * this.#manifests(manifest, depth + 1);
			}
		}
	}

	checkpoint(index: Record<string, unknown>): CheckpointLayer {
		const manifests = [...this.#manifests(index)];
		const chosen = manifests.find(({annotations}) => annotations.some(({key}) => key.toKey().includes('.checkpoint.'))) ?? manifests[0];
		const layers = list<Descriptor>(chosen?.manifest.layers);
		// An image made for the purpose says so in the layer's type; one that an engine commits has a single layer.
		const layer = layers.find(({mediaType}) => typeof mediaType === 'string' && mediaType.includes('.criu.checkpoint.')) ?? (layers.length === 1 ? layers[0] : undefined);
		if (chosen === undefined || layer === undefined) {
			throw new InputError(this.#name, `not a checkpoint: an OCI image with ${layers.length} layers, where that of a checkpoint has one`);
		}

		return {source: this.#blob(layer.digest).source, annotations: chosen.annotations, problems: this.#problems};
	}
}

function document(source: ByteSource, name: string, label: string, check?: (bytes: Uint8Array) => void): Record<string, unknown> {
	if (source.size > maxDocumentSize) {
		throw new InputError(name, `${label} has ${source.size} bytes, ${maxDocumentSize} are the most for a document of an OCI image`);
	}

	const bytes = readExactly(source, `${name}: ${label}`, 0, source.size);
	check?.(bytes);
	let value: unknown;
	try {
		value = JSON.parse(Buffer.from(bytes).toString());
	} catch {
		throw new InputError(name, `${label} is not JSON`);
	}

	if (typeof value !== 'object' || value === null) {
		throw new InputError(name, `${label} is not a JSON object`);
	}

	return value as Record<string, unknown>;
}

function list<T>(value: unknown): T[] {
	return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) as T[] : [];
}

function annotationsOf(value: unknown): Annotation[] {
	return typeof value === 'object' && value !== null
		? Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string').map(([key, text]) => ({key: Untrusted.from(key), value: Untrusted.from(text)}))
		: [];
}
