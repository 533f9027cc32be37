import type {mnt_entry} from '../../criu/schema/messages.js';
import {compose} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

const tmpfs = 5;

export type Mount = {readonly image: string; readonly offset: number; readonly entry: mnt_entry};

/**
Mounts on a mount that is not there, and file systems in memory whose content is lost.

@yields what it finds
*/
export function * mounts(dump: Dump): Generator<Observation> {
	const {images} = dump;
	const all = mountsOf(dump);
	const ids = new Set(all.map(({entry}) => entry.mnt_id));
	for (const {image, offset, entry} of all) {
		if (!ids.has(entry.parent_mnt_id) && !entry.mountpoint.equals('/')) {
			yield broken(fileOf(dump, image), compose(entry.mountpoint, ` is mounted on mount ${entry.parent_mnt_id}, which is not there`), {offset});
		}
	}

	for (const [device, there] of Map.groupBy(all, ({entry}) => entry.root_dev)) {
		const roots = there.filter(({entry}) => entry.fstype === tmpfs && entry.root.equals('/'));
		const names = [`tmpfs-dev-${device}.tar.gz.img`, ...there.map(mount => `tmpfs-${mount.entry.mnt_id}.tar.gz.img`)];
		const name = names.find(candidate => images.has(candidate));
		// Of one that comes from outside there is no content.
		if (roots.length > 0 && roots.every(({entry}) => !isExternal(entry)) && (name === undefined || images.source(name)!.size === 0)) {
			yield broken(fileOf(dump, name ?? names[0]!), compose(`${name === undefined ? 'missing' : 'empty'}: the content of the file system in memory at `, roots[0]!.entry.mountpoint));
		}
	}
}

/** Every mount of every mount namespace of a dump. */
export function mountsOf({images}: Dump): Mount[] {
	return images.names()
		.filter(name => /^mountpoints-\d+\.img$/v.test(name))
		.flatMap(image => images.entries(image, 'mnt_entry').map(({message: entry, position: offset}) => ({image, offset, entry})));
}

/** It comes from outside of the container. */
export function isExternal({ext_mount: marked, ext_key: key}: mnt_entry): boolean {
	return marked === true || key !== undefined;
}
