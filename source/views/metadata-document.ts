import type {Amount, Container, DumpContents, Label, NetworkInterface, Sizes} from '../checkpoint/container.js';
import type {Statistic} from '../checkpoint/statistics.js';
import type {Document} from './document.js';
import {exactTime} from './format.js';
import {Problems} from './problems.js';

/** The fields of the document, each with where it is found. Sizes are in bytes, statistics and other durations in microseconds, times in UTC. */
const fields: Readonly<Record<string, (container: Container) => Document>> = {
	engine: ({engine}) => engine,
	origin: ({origin: {command, evidence}}) => ({command, evidence}),
	name: ({name}) => name,
	id: ({id}) => id,
	image: ({image}) => image,
	image_id: ({imageId}) => imageId,
	runtime: ({runtime}) => runtime,
	hostname: ({hostname}) => hostname,
	restart_count: ({restartCount}) => restartCount,
	command: ({command}) => command,
	working_directory: ({workingDirectory}) => workingDirectory,
	environment: ({environment}) => environment,
	create_command: container => container.createCommand,
	created: ({created}) => time(created),
	started: ({started}) => time(started),
	checkpointed: ({checkpointed}) => time(checkpointed),
	restored: ({restored}) => time(restored),
	images_written: ({written}) => time(written),
	pod: ({pod}) => pod,
	pod_id: ({podId}) => podId,
	pod_uid: ({podUid}) => podUid,
	namespace: ({namespace}) => namespace,
	pod_checkpoint: ({podCheckpoint}) => podCheckpoint && {containers: byKey(podCheckpoint.containers), annotations: byKey(podCheckpoint.annotations)},
	interfaces: ({interfaces}) => interfaces.map(networkInterface => interfaceDocument(networkInterface)),
	devices: ({devices}) => devices.map(device => interfaceDocument(device)),
	annotations: ({annotations}) => byKey(annotations),
	labels: ({labels}) => byKey(labels),
	image_annotations: ({imageAnnotations}) => byKey(imageAnnotations),
	sizes: ({sizes}) => sizesDocument(sizes),
	memory: ({memory}) => ({pages: amount(memory.pages), in_parent: memory.inParent, left_behind: memory.leftBehind}),
	files: ({files}) => files.map(file => ({name: file.name, ...amount(file)})),
	deleted_files: ({deletedFiles}) => deletedFiles,
	contents: ({contents}) => contentsDocument(contents),
	statistics: ({statistics}) => statisticsDocument(statistics),
	restore_statistics: ({restoreStatistics}) => statisticsDocument(restoreStatistics),
	inventory: ({inventory}) => inventoryDocument(inventory),
	log: ({log}) => log && {version: log.version ?? null, host: log.host ?? null, outcome: log.outcome ?? null, errors: log.errors},
};

export const metadataFields: readonly string[] = Object.keys(fields);

/** The container as a document for programs. What nothing says is null, and so is what can't be read, which is noted in `problems`. */
export function metadataDocument(container: Container, problems = new Problems()): Document {
	return Object.fromEntries(Object.entries(fields).map(([name, ask]) => [name, problems.of(() => ask(container)) ?? null]));
}

function time(milliseconds: number | undefined): string | undefined {
	return milliseconds === undefined ? undefined : exactTime(milliseconds);
}

function byKey(labels: readonly Label[]): Document {
	return new Map(labels.map(({key, value}) => [key, value]));
}

function interfaceDocument({network, name, mac, addresses, gateways}: NetworkInterface): Document {
	return {network: network ?? null, name: name ?? null, mac: mac ?? null, addresses, gateways};
}

/** How many bytes there should be, and how many of them the archive has. */
function amount({size, there}: Amount): {readonly size: number; readonly there: number} {
	return {size, there};
}

function sizesDocument({archive, checkpoint, rootfsDiff, devShm, tmpfs, volumes}: Sizes): Document {
	return {
		archive,
		checkpoint: amount(checkpoint),
		tmpfs: amount(tmpfs),
		rootfs_diff: rootfsDiff ? amount(rootfsDiff) : null,
		dev_shm: devShm ? amount(devShm) : null,
		volumes: volumes.map(volume => ({name: volume.name, ...amount(volume)})),
	};
}

function contentsDocument({kind, parent, encrypted, compressedPages, byteOrder, images, missing}: DumpContents): Document {
	return {
		kind, encrypted, images,
		parent: parent ?? null,
		compressed_pages: compressedPages,
		byte_order: byteOrder ?? null,
		missing_images: missing,
	};
}

function statisticsDocument(statistics: readonly Statistic[]): Document {
	return statistics.length === 0 ? undefined : Object.fromEntries(statistics.map(({name, value}) => [name, value]));
}

/** By CRIU's names, which give every plugin the same. */
function inventoryDocument(facts: Container['inventory']): Document {
	if (facts.length === 0) {
		return undefined;
	}

	const plugins = facts.filter(({name}) => name === 'plugin').map(({value}) => value);
	return {...Object.fromEntries(facts.filter(({name}) => name !== 'plugin').map(({name, value}) => [name, value])), plugins};
}
