import type {ImageDirectory} from '../criu/image-directory.js';

// What a dump writes of its processes before its process tree, and a pre-dump never does.
const ofDumps = /^(?:pstree|files|(?:core|ids|mm|fs|fdinfo)-\d+)\.img$/v;

/** Whether the images have memory only, as `criu pre-dump` writes them while the processes run on. Of an archive that has lost a part nobody can tell. The archive must be complete. */
export function isPreDump(images: ImageDirectory): boolean {
	return images.archive.problems.length === 0 && preDumpedPids(images).length > 0 && images.names().every(name => !ofDumps.test(name));
}

/** The processes that a pre-dump has memory of. */
export function preDumpedPids(images: ImageDirectory): number[] {
	return images.names().flatMap(name => /^pagemap-(?<pid>[1-9]\d{0,9})\.img$/v.exec(name)?.groups?.pid ?? []).map(Number).sort((a, b) => a - b);
}
