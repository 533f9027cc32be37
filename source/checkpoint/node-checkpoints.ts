import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import {systemComplaint} from '../archive/open-file.js';
import type {Compression} from '../archive/sniff.js';
import {Untrusted} from '../text/untrusted.js';
import {parseKubeletName} from './kubelet-name.js';
import {peekTar} from './peek.js';
import {summaryOf, summaryOfStart, type Summary} from './summary.js';

/** A folder of this node where checkpoints may be. */
export type Place = {
	readonly name: 'kubelet' | 'Podman' | 'current folder' | 'given folder';
	readonly folder: string;
};

export type NodeCheckpoint = {
	/** What to open. */
	readonly path: string;
	readonly place: Place['name'];
	readonly format: 'directory' | 'tar' | 'compressed tar' | undefined;
	/** Bytes: of the file, or of the images of a directory; undefined where not even that can be known. */
	readonly size: number | undefined;
	/** Milliseconds since 1970. */
	readonly mtime: number | undefined;
	/** What is known of it without opening it: what the file's name says, as a kubelet gives names, and the engine's own list. */
	readonly summary: Summary;
	/** Why it can't be opened. */
	readonly problem?: InputError;
	/**
	What the checkpoint itself says, as far as that is cheap: of a compressed one only the start is decompressed for it, and what is not there is as in `summary`.

	With `isThorough` it is decompressed as far as it takes to know all of it.

	@throws {InputError} when it can't be opened, or holds no checkpoint
	*/
	load(options?: {readonly isThorough?: boolean}): Promise<Summary>;
};

const maxEntries = 10_000;

/**
Where this node's engines leave checkpoints: the kubelet's folder; Podman's storage, of the system and of the user, for checkpoints that were not exported; and the current folder, for those that were.
*/
export function nodePlaces(cwd = process.cwd(), environment = process.env): Place[] {
	const data = environment.XDG_DATA_HOME ?? path.join(environment.HOME ?? os.homedir(), '.local', 'share');
	return [
		{name: 'kubelet', folder: '/var/lib/kubelet/checkpoints'},
		{name: 'Podman', folder: '/var/lib/containers/storage'},
		{name: 'Podman', folder: path.join(data, 'containers', 'storage')},
		{name: 'current folder', folder: cwd},
	];
}

/**
Lists what may be a checkpoint in `places`, by content and not by name, one level deep, in the order of `newestFirst`. What can't be read is listed with its reason.
*/
export function findNodeCheckpoints(places: readonly Place[] = nodePlaces()): NodeCheckpoint[] {
	const seen = new Set<string>();
	return newestFirst(places.flatMap(place => {
		const found = attempt(() => [
			...place.name === 'Podman' ? [] : inFolder(place),
			// A storage may be given too, such as that of a disk that is mounted.
			...place.name === 'Podman' || place.name === 'given folder' ? inPodmanStorage(place) : [],
		]);
		const list = found.state === 'ready' ? found.value : [unreadable(place.folder, place, found.error as InputError)];
		return list.filter(checkpoint => isNew(checkpoint.path, seen));
	}));
}

/** When it was taken, or as near to it as is known: of a file that says nothing of it, when that was written. Milliseconds since 1970. */
export function timeOf({summary, mtime}: NodeCheckpoint): number | undefined {
	return summary.time ?? mtime;
}

/** Sorts by `timeOf`, and where that is the same by path; what can't be opened comes last. */
export function newestFirst(checkpoints: readonly NodeCheckpoint[]): NodeCheckpoint[] {
	return [...checkpoints].sort((a, b) => {
		const [isBadA, isBadB] = [a.problem !== undefined, b.problem !== undefined];
		const [timeA, timeB] = [timeOf(a) ?? 0, timeOf(b) ?? 0];
		return isBadA === isBadB ? (timeA === timeB ? (a.path < b.path ? -1 : 1) : timeB - timeA) : (isBadA ? 1 : -1);
	});
}

/** One folder may be two places, and a link may lead to what is listed already. */
function isNew(file: string, seen: Set<string>): boolean {
	let real = file;
	try {
		real = fs.realpathSync(file);
	} catch {}

	return !seen.has(real) && Boolean(seen.add(real));
}

// What stands in the folder of a checkpoint, and is no checkpoint of its own.
const parts = new Set(['checkpoint', 'rootfs-diff.tar', 'devshm-checkpoint.tar']);

function inFolder(place: Place): NodeCheckpoint[] {
	const listed = (file: string): NodeCheckpoint[] => {
		const result = attempt(() => candidate(file, place));
		return result.state === 'ready' ? [result.value].filter(entry => entry !== undefined) : [unreadable(file, place, result.error as InputError)];
	};

	const own = listed(place.folder);
	const images = new Set(own.some(({problem}) => problem === undefined) ? imageFolders(place.folder) : []);
	const others = entries(place.folder).filter(file => own.length === 0 || !(images.has(file) || parts.has(path.basename(file))));
	const found = [...own, ...others.flatMap(file => listed(file))];
	if (place.name === 'given folder' && found.length === 0) {
		requireFolder(place.folder);
	}

	return found;
}

// A folder that nobody named need not be there.
function requireFolder(folder: string): void {
	const stat = status(folder);
	if (stat?.isDirectory() !== true) {
		throw new InputError(printableName(folder), stat === undefined ? 'no such file or directory' : 'neither a folder nor a checkpoint');
	}
}

/** `podman container checkpoint` without `--export` leaves the images in the container's folder: `overlay-containers/ID/userdata/checkpoint`. */
function inPodmanStorage(place: Place): NodeCheckpoint[] {
	return entries(place.folder).filter(folder => folder.endsWith('-containers')).flatMap(driver => {
		const names = containerNames(driver);
		return entries(driver).flatMap(folder => {
			const id = path.basename(folder);
			const found = attempt(() => candidate(path.join(folder, 'userdata', 'checkpoint'), place, {engine: 'Podman', container: Untrusted.from(names.get(id) ?? id)}));
			return found.state === 'ready' ? found.value ?? [] : [unreadable(folder, place, found.error as InputError)];
		});
	});
}

/** Names by id, from the list that the storage keeps; empty when that can't be read. */
function containerNames(folder: string): Map<string, string> {
	const byId = new Map<string, string>();
	try {
		for (const {id, names} of JSON.parse(fs.readFileSync(path.join(folder, 'containers.json'), 'utf8')) as Array<{id: string; names: string[]}>) {
			if (typeof names[0] === 'string') {
				byId.set(id, names[0]);
			}
		}
	} catch {}

	return byId;
}

/** What `file` is to the list; undefined when it is no checkpoint, or gone. */
function candidate(file: string, place: Place, known?: Summary): NodeCheckpoint | undefined {
	const stat = status(file);
	if (stat === undefined) {
		return undefined;
	}

	const entry = {path: file, place: place.name, mtime: stat.mtimeMs};
	if (stat.isDirectory()) {
		const images = imageFolders(file);
		const size = images.reduce((sum, folder) => sum + folderSize(folder), 0);
		return images.length === 0 ? undefined : {...entry, format: 'directory', size, summary: known ?? {}, load: async () => summaryOf(file, known ?? {})};
	}

	const compression = stat.isFile() ? peekTar(file, printableName(file)) : undefined;
	if (compression === undefined) {
		// The kubelet's name, or the start of it: whoever looks for this one must not think that it was never there.
		if (stat.isFile() && /^checkpoint-.*\.tar(?:\.|$)/sv.test(path.basename(file))) {
			throw new InputError(printableName(file), stat.size === 0 ? 'the file is empty' : 'not a checkpoint, for all its name: neither a tar nor a compressed tar');
		}

		return undefined;
	}

	const summary = byName(path.basename(file));
	return {
		...entry,
		format: compression === 'none' ? 'tar' : 'compressed tar',
		size: stat.size,
		summary,
		load: async ({isThorough} = {}) => compression === 'none' ? summaryOf(file, summary) : load(file, compression, summary, isThorough),
	};
}

/** The folders of images that make a folder a checkpoint: itself, the one that engines put into it, or dumps that build on each other. */
function imageFolders(file: string): string[] {
	const own = [file, path.join(file, 'checkpoint')].find(folder => ['inventory.img', 'pstree.img'].some(name => status(path.join(folder, name)) !== undefined));
	return own === undefined ? chainIn(file) : [own];
}

/** The dumps in a folder of which one builds on another: CRIU leaves a link to it. */
function chainIn(folder: string): string[] {
	const linked = attempt(() => entries(folder, {isFolder: true}).map(dump => ({dump, parent: linkOf(path.join(dump, 'parent'))})));
	const dumps = linked.state === 'ready' ? linked.value : [];
	const chain = new Set(dumps.flatMap(({dump, parent}) => parent !== undefined && dumps.some(other => other.dump === parent) ? [dump, parent] : []));
	return [...chain].filter(dump => status(path.join(dump, 'inventory.img')) !== undefined);
}

/** Where a link leads; undefined when it is none. */
function linkOf(file: string): string | undefined {
	try {
		return fs.lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() ? path.resolve(path.dirname(file), fs.readlinkSync(file)) : undefined;
	} catch {
		return undefined;
	}
}

function byName(file: string): Summary {
	const name = parseKubeletName(file);
	if (name === undefined) {
		return {};
	}

	return {
		pod: Untrusted.from(name.pod),
		namespace: name.namespace === undefined ? undefined : Untrusted.from(name.namespace),
		container: Untrusted.from(name.container ?? name.rest),
		...name.time !== undefined && {time: name.time, timeFrom: 'file name'},
	};
}

async function load(file: string, compression: Compression, known: Summary, isThorough = false): Promise<Summary> {
	const {summary, isAll} = summaryOfStart(file, printableName(file), compression, known);
	return isAll || !isThorough ? summary : summaryOf(file, known);
}

function unreadable(file: string, place: Place, problem: InputError): NodeCheckpoint {
	const stat = attempt(() => status(file));
	const known = stat.state === 'ready' ? stat.value : undefined;
	return {
		path: file, place: place.name, format: undefined, size: known?.size, mtime: known?.mtimeMs, summary: byName(path.basename(file)), problem,
		async load() {
			throw problem;
		},
	};
}

/** The paths of what is in a folder, or only of the folders in it; none when there is no such folder. */
function entries(folder: string, {isFolder = false} = {}): string[] {
	if (status(folder)?.isDirectory() !== true) {
		return [];
	}

	const found: string[] = [];
	try {
		const directory = fs.opendirSync(folder);
		try {
			for (let entry = directory.readSync(); entry !== null && found.length < maxEntries; entry = directory.readSync()) {
				if (!isFolder || entry.isDirectory()) {
					found.push(path.join(folder, entry.name));
				}
			}
		} finally {
			directory.closeSync();
		}
	} catch (error) {
		throw systemComplaint(printableName(folder), error);
	}

	return found;
}

function folderSize(folder: string): number {
	let size = 0;
	for (const file of entries(folder)) {
		const stat = status(file);
		size += stat?.isFile() ? stat.size : 0;
	}

	return size;
}

/** Undefined when there is nothing of this name, or a link leads nowhere. */
function status(file: string): fs.Stats | undefined {
	try {
		return fs.statSync(file, {throwIfNoEntry: false});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
			return undefined;
		}

		throw systemComplaint(printableName(file), error);
	}
}

function printableName(file: string): string {
	return Untrusted.from(file).toString();
}
