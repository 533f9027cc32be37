import {attempt, lazy} from '../archive/attempt.js';
import type {Archive, Member} from '../archive/archive.js';
import {InputError} from '../archive/byte-source.js';
import {findImageDirectories} from '../criu/find-image-directories.js';
import type {ImageDirectory} from '../criu/image-directory.js';
import {Untrusted} from '../text/untrusted.js';
import {EngineFiles} from './engine-files.js';
import {containerd} from './engines/containerd.js';
import {criO} from './engines/cri-o.js';
import type {Engine} from './engines/engine.js';
import {podman} from './engines/podman.js';
import {readDumpLog} from './dump-log.js';
import {requireComplete} from './require-complete.js';

const engines: readonly Engine[] = [podman, criO, containerd];

/** Files that several engines write. */
const commonFiles = ['config.dump', 'spec.dump', 'rootfs-diff.tar', 'deleted.files'];

/** Where the parts of a checkpoint lie in an archive. */
export type Layout = {
	/** The images to open. */
	readonly images: ImageDirectory;
	/** Other directories with images: parents, other checkpoints, the other containers of a pod. Throws `PendingError` while more may come. */
	readonly others: () => readonly ImageDirectory[];
	/** The engine's files; undefined for bare images. */
	readonly files: EngineFiles | undefined;
	/** Whose files they are; undefined where they are nobody's that is known. */
	readonly engine: () => Engine | undefined;
};

/**
Finds the checkpoint in an archive.

@throws {PendingError} while the archive is being decompressed and it has not come yet
@throws {InputError} when there is none, with what was found instead
*/
export function findLayout(archive: Archive): Layout {
	const [images, ...others] = findImageDirectories(archive);
	if (images === undefined || isFailedDump(images)) {
		throw noCheckpoint(archive);
	}

	const later = lazy(() => {
		requireComplete(archive);
		return findImageDirectories(archive).filter(({prefix}) => prefix !== images.prefix);
	});
	return layoutOf(images, archive.complete ? () => others : later);
}

/**
What belongs to a directory of images.

@throws {PendingError}
*/
export function layoutOf(images: ImageDirectory, others: Layout['others'] = () => []): Layout {
	const files = findEngineFiles(images.archive, images.prefix);
	return {images, others, files, engine: lazy(() => files && recogniseEngine(files))};
}

/**
The engine whose files these are: the one that the specification's annotations name, else the one that has a file of its own here.

@throws {PendingError}
*/
export function recogniseEngine(files: EngineFiles): Engine | undefined {
	const annotations = attempt(() => {
		const object = files.annotations();
		return {keys: object?.keys() ?? [], manager: object?.text('io.container.manager')};
	});
	if (annotations.state === 'pending') {
		throw annotations.error;
	}

	const named = annotations.state === 'ready' ? engines.find(engine => engine.isNamedBy(annotations.value)) : undefined;
	return named ?? engines.find(engine => engine.ownFiles.some(name => files.has(name)));
}

/** The engine's files stand beside the directory of images; beside the images themselves where somebody took them apart. */
function findEngineFiles(archive: Archive, prefix: string): EngineFiles | undefined {
	const names = [...commonFiles, ...engines.flatMap(engine => engine.ownFiles)];
	const above = folderAbove(prefix);
	const folder = [...new Set([above, prefix])].find(folder => names.some(name => {
		// What has come is enough: a file that has not come yet is not missed, another one is there.
		const member = attempt(() => archive.get(folder + name));
		return member.state === 'ready' && member.value !== undefined;
	}));
	if (folder !== undefined) {
		return new EngineFiles(archive, folder);
	}

	requireComplete(archive);
	return undefined;
}

/** CRIU writes the inventory and the process tree last of all: without both, it gave up. An archive whose end is lost, or has not come yet, proves nothing. */
function isFailedDump(images: ImageDirectory): boolean {
	return images.archive.complete && images.archive.problems.length === 0 && !images.has('inventory.img') && !images.has('pstree.img');
}

/** The folder that `prefix`, which ends in `/`, lies in. */
export function folderAbove(prefix: string): string {
	return prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
}

/** Says in one line why there is nothing to open. */
function noCheckpoint(archive: Archive): InputError {
	const path = Untrusted.from(archive.path).toString();
	const files = [...archive.members()].filter(member => member.source !== undefined);
	const leftover = files.find(({key}) => /(?:^|\/)(?:core|ids|fdinfo|files|mm|pagemap|pages|fs)(?:-\d+)?\.img$/v.test(key));
	const damage = archive.problems[0];
	if (leftover !== undefined && damage === undefined) {
		const folder = leftover.key.slice(0, leftover.key.lastIndexOf('/') + 1);
		const images = files.filter(({key}) => key.startsWith(folder) && key.endsWith('.img')).length;
		const log = attempt(() => readDumpLog(archive, `${folder}dump.log`));
		const error = log.state === 'ready' ? log.value?.errors.at(-1) : undefined;
		const cause = error === undefined ? '' : `; the last error in dump.log: ${error.toString()}`;
		return new InputError(path, `the dump failed half way: ${images} images, but no inventory.img and no pstree.img${cause}`);
	}

	const found = `no checkpoint in it: no CRIU images (inventory.img, pstree.img) found; ${inventoryOf(archive, files)}`;
	return new InputError(path, damage === undefined ? found : `${found}; ${damage.reason}`);
}

function inventoryOf({format}: Archive, files: readonly Member[]): string {
	const examples = files.slice(0, 3).map(member => member.name.toString()).join(', ');
	switch (files.length) {
		case 0: {
			return format === 'directory' ? 'the directory has no files' : 'it has no files';
		}

		case 1: {
			return `it holds one file, ${examples}`;
		}

		default: {
			return `it holds ${files.length} files, such as ${examples}`;
		}
	}
}
