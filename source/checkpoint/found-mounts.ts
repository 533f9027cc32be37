import type {InputError} from '../archive/byte-source.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import type {mnt_entry} from '../criu/schema/messages.js';
import {Untrusted} from '../text/untrusted.js';
import {orNothing} from './complaint.js';
import {isReadOnly, isUnbindable, optionWords} from './mount-options.js';
import {ProcessImages} from './process-images.js';

/** What CRIU found to be mounted somewhere. */
export type FoundMount = {
	readonly destination: Untrusted;
	/** Its number in `/proc/PID/mountinfo`, and that of the mount that it stands on. */
	readonly id: number;
	readonly parentId: number;
	/** Id of the mount namespace: the number in the image's name. */
	readonly namespace: number;
	/** Major and minor number of the file system's device: `254:0`. */
	readonly device: string;
	/** The directory or file of the file system that is mounted: `/` is all of it. Undefined where an old image leaves it out. */
	readonly root: Untrusted | undefined;
	/** Undefined for one that CRIU can't dump, such as that of a disk. */
	readonly fileSystem: Untrusted | undefined;
	readonly source: Untrusted;
	readonly options: readonly Untrusted[];
	readonly isReadOnly: boolean;
	/** The groups of mounts that it gives its mounts to, and gets mounts from; undefined where there is none. */
	readonly shared: number | undefined;
	readonly master: number | undefined;
	readonly isUnbindable: boolean;
	/** What comes from outside and is not dumped: the name that a restore has to give it by. */
	readonly external: Untrusted | undefined;
	/** The directory or file that is mounted was removed. */
	readonly isDeleted: boolean;
};

/**
The mount namespaces of which there is an image, or should be: the first process's before the others. CRIU keeps no mounts of the host's.

@throws {InputError} when it can't be known which is the first process's
*/
export function mountNamespaces(images: ImageDirectory): number[] {
	const others = images.names().map(name => /^mountpoints-(?<id>\d+)\.img$/v.exec(name)?.groups?.id).filter(id => id !== undefined).map(Number).sort((a, b) => a - b);
	const first = firstNamespace(images);
	return first === undefined ? others : [first, ...others.filter(id => id !== first)];
}

function firstNamespace(images: ImageDirectory): number | undefined {
	const [root] = images.messages('pstree.img', 'pstree_entry');
	const pid = root && (root.pid ?? root.ns_pid[0]);
	const id = pid === undefined ? undefined : new ProcessImages(images, pid).ids.mnt_ns_id;
	const host = orNothing(() => images.inventory)?.root_ids?.mnt_ns_id;
	const isDumped = id !== undefined && (host === undefined ? images.has(imageOf(id)) : id !== 0 && id !== host);
	return isDumped ? id : undefined;
}

function imageOf(namespace: number): string {
	return `mountpoints-${namespace}.img`;
}

/**
The mounts of a namespace in the order of mounting, and what is damaged of them.

@throws {InputError} when there is no such image
@throws {PendingError}
*/
export function foundMounts(images: ImageDirectory, namespace: number): {readonly mounts: readonly FoundMount[]; readonly problems: readonly InputError[]} {
	const {problems} = images.image(imageOf(namespace));
	// CRIU writes the last mount first.
	return {mounts: images.messages(imageOf(namespace), 'mnt_entry').map(entry => foundMount(entry, namespace)).reverse(), problems};
}

// enum fstype of CRIU's mnt.proto, by the names of the kernel.
const fileSystems: Readonly<Record<number, string>> = {
	1: 'proc', 2: 'sysfs', 3: 'devtmpfs', 4: 'binfmt_misc', 5: 'tmpfs', 6: 'devpts', 7: 'simfs', 8: 'pstore', 9: 'securityfs', 10: 'fusectl',
	11: 'debugfs', 12: 'cgroup', 13: 'aufs', 14: 'mqueue', 15: 'fuse', 17: 'overlay', 18: 'autofs', 19: 'tracefs', 23: 'cgroup2',
};

const unsupported = 0;
const minorBits = 20;

function foundMount(entry: mnt_entry, namespace: number): FoundMount {
	const {fstype, fsname, root_dev: device, flags, sb_flags: superblock = 0, ext_mount: isOldExternal = false} = entry;
	return {
		destination: entry.mountpoint,
		id: entry.mnt_id,
		parentId: entry.parent_mnt_id,
		namespace,
		device: deviceNumbers(device),
		root: isOldExternal ? undefined : entry.root,
		fileSystem: fsname ?? (fstype === unsupported ? undefined : Untrusted.from(fileSystems[fstype] ?? `type ${fstype}`)),
		source: entry.source,
		options: optionWords(flags, superblock, entry.options),
		isReadOnly: isReadOnly(flags | superblock),
		shared: group(entry.shared_id),
		master: group(entry.master_id),
		isUnbindable: isUnbindable(flags),
		external: entry.ext_key ?? (isOldExternal ? entry.root : undefined),
		isDeleted: entry.deleted ?? false,
	};
}

/** Major and minor number of a device. */
export function deviceNumbers(device: number): string {
	return `${device >>> minorBits}:${device & (1 << minorBits) - 1}`;
}

function group(id: number | undefined): number | undefined {
	return id === 0 ? undefined : id;
}
