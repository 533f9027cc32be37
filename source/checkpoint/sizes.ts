import type {Member} from '../archive/archive.js';
import {Untrusted} from '../text/untrusted.js';
import type {Amount, Container, NamedAmount, Sizes} from './container.js';
import type {Layout} from './layout.js';
import {requireComplete} from './require-complete.js';

/**
How much room the parts of the checkpoint take, in bytes.

@throws {PendingError} while the archive is being decompressed
*/
export function readSizes({images, files}: Layout): Sizes {
	const members = filesOf(images);
	const own = members.filter(({key}) => key.startsWith(images.prefix) && !key.includes('/', images.prefix.length));
	const beside = (name: string) => {
		const member = files?.member(name);
		return member && amountOf(member);
	};

	const volumes = files === undefined ? [] : members.filter(({key}) => key.startsWith(`${files.folder}volumes/`));
	return {
		archive: images.archive.size === 0 ? total(members).size : images.archive.size,
		checkpoint: total(own),
		gpuPages: total(own.filter(({key}) => key.startsWith(`${images.prefix}amdgpu-pages-`))),
		rootfsDiff: beside('rootfs-diff.tar'),
		devShm: beside('devshm-checkpoint.tar'),
		tmpfs: total(own.filter(({key}) => key.startsWith(`${images.prefix}tmpfs-`))),
		volumes: volumes.map(member => named(member, `${files!.folder}volumes/`)),
	};
}

/**
The files beside the images, in the archive's order; none for bare images.

@throws {PendingError} while the archive is being decompressed
*/
export function filesBeside({images, files}: Layout): Container['files'] {
	return files === undefined
		? []
		: filesOf(images)
			.filter(({key}) => key.startsWith(files.folder) && (images.prefix === files.folder || !key.startsWith(images.prefix)))
			.map(member => named(member, files.folder));
}

function filesOf({archive}: Layout['images']): Member[] {
	requireComplete(archive);
	return [...archive.members()].filter(({source}) => source !== undefined);
}

function named(member: Member, folder: string): NamedAmount {
	return {name: new Untrusted(Buffer.from(member.key.slice(folder.length), 'latin1')), ...amountOf(member)};
}

function amountOf({size, source}: Member): Amount {
	return {there: source?.available ?? size, size};
}

function total(members: readonly Member[]): Amount {
	let [there, size] = [0, 0];
	for (const member of members) {
		const amount = amountOf(member);
		there += amount.there;
		size += amount.size;
	}

	return {there, size};
}
