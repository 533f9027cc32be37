import {createHash} from 'node:crypto';
import {setImmediate} from 'node:timers/promises';
import {InputError, type ByteSource} from '../../archive/byte-source.js';
import {chunksOf} from '../../archive/chunks.js';
import {packedSize, packTar} from '../../archive/pack-tar.js';
import {orNothing} from '../../checkpoint/complaint.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {hostArchitecture} from '../../checkpoint/image-annotations.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Json} from '../../writing/json.js';
import {jsonText} from '../../writing/json-text.js';
import type {Blob, LayoutWriter} from './layout-writer.js';

const mediaType = 'application/vnd.oci.image';

/** What an image is to say of itself. */
export type ImageFacts = {
	/** By name, in the order of names. */
	readonly annotations: ReadonlyMap<string, string>;
	/** The name that an engine gives it when it is loaded. */
	readonly name: string | undefined;
};

/** Hears how far the layer is, in bytes. */
export type Watch = (what: 'writing' | 'hashing', done: number, total: number) => void;

/**
Writes an OCI image whose one layer is the checkpoint: the archive's own bytes, where a layer may be compressed like that, else the plain tar.

@returns the manifest's digest
@throws {InputError}
*/
export async function writeImage(checkpoint: Checkpoint, {annotations, name}: ImageFacts, writer: LayoutWriter, watch: Watch): Promise<string> {
	const {type, blob: layer, diffId} = await writeLayer(checkpoint, writer, watch);
	const created = timeOf(checkpoint);
	const config = await writer.blob(document({
		...created,
		architecture: architectureOf(checkpoint),
		os: 'linux',
		config: {},
		rootfs: {type: 'layers', diff_ids: [diffId]},
		history: [{...created, created_by: 'cryoscope build'}],
	}));
	const manifest = await writer.blob(document({
		schemaVersion: 2,
		mediaType: `${mediaType}.manifest.v1+json`,
		config: {mediaType: `${mediaType}.config.v1+json`, ...config},
		layers: [{mediaType: type, ...layer}],
		annotations: Object.fromEntries(annotations),
	}));
	const [index] = document({
		schemaVersion: 2,
		mediaType: `${mediaType}.index.v1+json`,
		manifests: [{mediaType: `${mediaType}.manifest.v1+json`, ...manifest, ...(name !== undefined && {annotations: {'org.opencontainers.image.ref.name': name}})}],
	});
	await writer.file('index.json', index);
	const [layout] = document({imageLayoutVersion: '1.0.0'});
	await writer.file('oci-layout', layout);
	return manifest.digest;
}

async function writeLayer({archive}: Checkpoint, writer: LayoutWriter, watch: Watch): Promise<{readonly type: string; readonly blob: Blob; readonly diffId: string}> {
	const type = `${mediaType}.layer.v1.tar`;
	const {compression, tar} = archive;
	const name = Untrusted.from(archive.path).toString();
	const all = (what: 'writing' | 'hashing', source: ByteSource) => watched(chunksOf(source, name), done => {
		watch(what, done, source.size);
	});
	if (tar !== undefined && (compression === 'gzip' || compression === 'zstd')) {
		const blob = await writer.blob(all('writing', tar.stored));
		return {type: `${type}+${compression}`, blob, diffId: await digestOf(all('hashing', tar.plain))};
	}

	const size = packedSize(archive);
	const layer = tar === undefined
		? watched(packTar(archive), done => {
			watch('writing', done, Math.max(done, size));
		})
		: all('writing', tar.plain);
	const blob = await writer.blob(layer);
	return {type, blob, diffId: blob.digest};
}

function * watched(pieces: Iterable<Uint8Array>, watch: (done: number) => void): Generator<Uint8Array> {
	let done = 0;
	for (const piece of pieces) {
		yield piece;
		done += piece.length;
		watch(done);
	}
}

async function digestOf(pieces: Iterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for (const piece of pieces) {
		hash.update(piece);
		// A signal is heard in between.
		await setImmediate();
	}

	return `sha256:${hash.digest('hex')}`;
}

function architectureOf(checkpoint: Checkpoint): string {
	const architecture = hostArchitecture(checkpoint);
	if (architecture === undefined) {
		throw new InputError(Untrusted.from(checkpoint.archive.path).toString(), 'no image says which architecture it was taken on, and an OCI image has to');
	}

	return architecture;
}

// Not the time of this run: the same checkpoint gives the same image.
function timeOf({container}: Checkpoint): {readonly created?: string} {
	const time = orNothing(() => container.checkpointed) ?? orNothing(() => container.written);
	const date = new Date(time ?? NaN);
	// A file may have any time; RFC 3339 ends with the year 9999.
	return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0 ? {} : {created: date.toISOString()};
}

function document(value: Json): [Uint8Array] {
	return [Buffer.from([...jsonText(value)].join(''))];
}
