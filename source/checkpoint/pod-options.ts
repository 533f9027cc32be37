import type {PodCheckpoint} from './container.js';
import {firstKnown} from './first-known.js';
import {JsonObject} from './json-file.js';
import {folderAbove, type Layout} from './layout.js';

/**
What the checkpoint of a whole pod says of itself in `pod.options`: `{version, containers: {name: directory}, annotations}`. Undefined for the checkpoint of one container.

@throws {InputError} when the file is damaged
@throws {PendingError}
*/
export function readPodOptions({images: {archive, prefix}}: Layout): PodCheckpoint | undefined {
	const options = firstKnown(...foldersAbove(prefix).map(folder => () => JsonObject.read(archive, `${folder}pod.options`)));
	return options && {
		containers: options.object('containers')?.entries() ?? [],
		annotations: options.object('annotations')?.entries() ?? [],
	};
}

/** `a/b/c/` and every directory above it, the nearest first; the top is the empty string. */
function foldersAbove(prefix: string): string[] {
	const folders = [prefix];
	for (let folder = prefix; folder !== '';) {
		folder = folderAbove(folder);
		folders.push(folder);
	}

	return folders;
}
