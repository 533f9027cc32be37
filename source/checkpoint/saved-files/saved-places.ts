import {lazy} from '../../archive/attempt.js';
import type {reg_file_entry} from '../../criu/schema/messages.js';
import type {Untrusted} from '../../text/untrusted.js';
import {orNothing} from '../complaint.js';
import {compose} from '../compose.js';
import {foundMounts, mountNamespaces, type FoundMount} from '../found-mounts.js';
import type {Layout} from '../layout.js';
import {savedTars, tmpfsTars, volumeKey, type SavedTar} from './saved-tars.js';

/** Where a file would be among what was saved. */
export type SavedPath = {
	/** Key of the tree. */
	readonly tree: string;
	/** As a saved file has it, one character a byte. */
	readonly path: string;
};

/** A part of a file system that was saved. */
type Part = {
	readonly tree: string;
	readonly device: string;
	/** The folder of the file system, without a slash at its end. */
	readonly root: string;
	/** What stands before the paths in it. */
	readonly place: string;
};

/**
Where open files would be among those that were saved. A path alone does not tell: what is mounted on a folder hides the files in it. So it goes by the mount that a file was opened on, and by what of its file system is mounted there.
*/
export class SavedPlaces {
	readonly #mounts: () => ReadonlyMap<number, FoundMount>;
	readonly #parts: () => readonly Part[];

	constructor(layout: Pick<Layout, 'images' | 'files'>) {
		const found = lazy(() => mountNamespaces(layout.images).map(namespace => orNothing(() => foundMounts(layout.images, namespace).mounts) ?? []));
		this.#mounts = lazy(() => new Map(found().flat().map(mount => [mount.id, mount])));
		this.#parts = lazy(() => savedParts(layout, found()[0] ?? []));
	}

	/**
	Where a file that had its name still would be; undefined where it was on nothing that was saved, such as a folder of the host, or where the images do not tell.

	@throws {InputError} when the list of the mounts can't be read
	@throws {PendingError}
	*/
	of({name, mnt_id: id}: reg_file_entry): SavedPath | undefined {
		const mount = id === undefined ? undefined : this.#mounts().get(id);
		const path = mount && pathWithin(mount, name.toKey());
		if (path === undefined) {
			return undefined;
		}

		const parts = this.#parts().filter(({device, root}) => device === mount!.device && (path === root || path.startsWith(`${root}/`)));
		const [part] = parts.toSorted((a, b) => b.root.length - a.root.length);
		return part && {tree: part.tree, path: part.place + path.slice(part.root.length + 1)};
	}
}

/** The path in the file system, not in the container. */
function pathWithin({destination, root}: FoundMount, path: string): string | undefined {
	const folder = withoutEnd(destination.toKey());
	return root !== undefined && (path === folder || path.startsWith(`${folder}/`)) ? withoutEnd(root.toKey()) + path.slice(folder.length) : undefined;
}

/** `mounts` are those of the container's first process, which the engine saved files of. */
function savedParts({images, files}: Pick<Layout, 'images' | 'files'>, mounts: readonly FoundMount[]): Part[] {
	const at = (path: string | Untrusted | undefined) => mounts.findLast(({destination}) => path !== undefined && destination.equals(path));
	// Podman's configuration: where each volume was mounted.
	const volumes = orNothing(() => files?.config()?.objects('namedVolumes').map(volume => ({name: volume.text('volumeName'), destination: volume.text('dest')}))) ?? [];
	const mountOf = (tar: SavedTar) => {
		switch (tar.of) {
			case 'rootfs': {
				return mounts.find(({destination}) => destination.equals('/'));
			}

			case '/dev/shm': {
				return at('/dev/shm');
			}

			case 'volume': {
				return at(volumes.find(({name}) => tar.key === volumeKey(files!, name?.toKey() ?? ''))?.destination);
			}

			case 'tmpfs': {
				return tar.mounted;
			}
		}
	};

	return [...files === undefined ? [] : savedTars(images.archive, files), ...tmpfsTars(images)].flatMap((tar): Part[] => {
		const mount = mountOf(tar);
		return mount?.root === undefined ? [] : [{tree: tar.key, device: mount.device, root: withoutEnd(mount.root.toKey()), place: compose(tar.place).toKey()}];
	});
}

function withoutEnd(path: string): string {
	return path.endsWith('/') ? path.slice(0, -1) : path;
}
