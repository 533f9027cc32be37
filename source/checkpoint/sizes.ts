import type {Member} from '../archive/archive.js';
import {Untrusted} from '../text/untrusted.js';
import type {Container, Sizes} from './container.js';
import type {Layout} from './layout.js';
import {requireComplete} from './require-complete.js';

/**
How much room the parts of the checkpoint take, in bytes.

@throws {PendingError} while the archive is being decompressed
*/
export function readSizes({images, files}: Layout): Sizes {
	const members = filesOf(images);
	const own = members.filter(({key}) => key.startsWith(images.prefix) && !key.includes('/', images.prefix.length));
	const pattern = (name: RegExp) => total(own.filter(({key}) => name.test(key.slice(images.prefix.length))));
	const volumes = files === undefined ? [] : members.filter(({key}) => key.startsWith(`${files.folder}volumes/`));
	return {
		archive: images.archive.size === 0 ? total(members) : images.archive.size,
		checkpoint: total(own),
		pages: pattern(/^pages-/v),
		rootfsDiff: files?.size('rootfs-diff.tar'),
		devShm: files?.size('devshm-checkpoint.tar'),
		tmpfs: pattern(/^tmpfs-/v),
		volumes: volumes.map(member => ({name: nameIn(member, `${files!.folder}volumes/`), size: member.size})),
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
			.map(member => ({name: nameIn(member, files.folder), size: member.size}));
}

function filesOf({archive}: Layout['images']): Member[] {
	requireComplete(archive);
	return [...archive.members()].filter(({source}) => source !== undefined);
}

function nameIn({key}: Member, folder: string): Untrusted {
	return new Untrusted(Buffer.from(key.slice(folder.length), 'latin1'));
}

function total(members: readonly Member[]): number {
	let sum = 0;
	for (const {size} of members) {
		sum += size;
	}

	return sum;
}
