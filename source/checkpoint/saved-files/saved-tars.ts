import type {Archive} from '../../archive/archive.js';
import type {ByteSource} from '../../archive/byte-source.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import type {EngineFiles} from '../engine-files.js';
import {deviceNumbers} from '../found-mounts.js';

const tarEnd = '.tar';

/** Which files of a container stand in a tar: what it changed in its root file system, what it had in `/dev/shm` or on another tmpfs, or in a volume. */
export type SavedPlace = 'rootfs' | '/dev/shm' | 'volume' | 'tmpfs';

/** A tar with files of the container. */
export type SavedTar = {
	/** Its path in the archive; of those in the engine's folder, in that. */
	readonly key: string;
	readonly of: SavedPlace;
	/** What stands before the names in it. */
	readonly place: string | Untrusted;
	/** Printable, for complaints. */
	readonly name: string;
	/** Plain or compressed. */
	readonly source: ByteSource;
	/** Of a tmpfs, where the images tell: its device and the folder of it that is in the tar. */
	readonly mounted?: {readonly device: string; readonly root: Untrusted};
};

/**
The tars with what the container had changed in its root file system, in `/dev/shm` and in its volumes, as an engine puts them beside the images.

@yields them in a fixed order, volumes last
@throws {PendingError}
*/
export function * savedTars(archive: Archive, {folder}: EngineFiles): Generator<SavedTar> {
	for (const [file, of, place] of [['rootfs-diff.tar', 'rootfs', '/'], ['devshm-checkpoint.tar', '/dev/shm', '/dev/shm/']] as const) {
		const source = archive.get(folder + file)?.source;
		if (source !== undefined) {
			yield {key: file, of, place, name: file, source};
		}
	}

	const volumes = volumesIn(folder);
	for (const {key, name, source} of archive.members()) {
		if (source !== undefined && key.startsWith(volumes) && key.endsWith(tarEnd)) {
			yield {key, of: 'volume', place: compose('volume ', new Untrusted(Buffer.from(key.slice(volumes.length, -tarEnd.length), 'latin1')), ':/'), name: name.toString(), source};
		}
	}
}

/** The path in the archive of the tar with what was in a volume. */
export function volumeKey({folder}: EngineFiles, name: string): string {
	return `${volumesIn(folder)}${name}${tarEnd}`;
}

function volumesIn(folder: string): string {
	return `${folder}volumes/`;
}

const tmpfsName = /^tmpfs-(?<device>dev-)?(?<id>\d+)\.tar\.gz\.img$/v;

/**
The tars with what was on a tmpfs that CRIU dumped.

@throws {PendingError}
*/
export function tmpfsTars(images: ImageDirectory): SavedTar[] {
	const mounts = images.names().filter(name => /^mountpoints-\d+\.img$/v.test(name)).flatMap(name => orNothing(() => images.messages(name, 'mnt_entry')) ?? []);
	return images.names().flatMap((key): SavedTar[] => {
		const {id, device} = tmpfsName.exec(key)?.groups ?? {};
		const source = id === undefined ? undefined : images.source(key);
		if (source === undefined || source.size === 0) {
			return [];
		}

		const mount = mounts.find(({mnt_id: number, root_dev: dev, root}) => device === undefined ? number === Number(id) : dev === Number(id) && root.equals('/'));
		const tar = {key, of: 'tmpfs', name: images.shown(key), source} as const;
		if (mount === undefined) {
			return [{...tar, place: `${key}:/`}];
		}

		const {mountpoint, root, root_dev: number} = mount;
		return [{...tar, place: mountpoint.equals('/') ? '/' : compose(mountpoint, '/'), mounted: {device: deviceNumbers(number), root}}];
	});
}
