import {ImageDirectory} from '../criu/image-directory.js';
import type {dump_stats_entry} from '../criu/schema/messages.js';

/**
CRIU's statistics of the dump. CRIU writes them beside the images; Podman, CRI-O and containerd move them up to their own files in `folder`. Undefined where there are none.

@throws {InputError} when they are damaged
@throws {PendingError}
*/
export function readDumpStatistics(images: ImageDirectory, folder: string | undefined): dump_stats_entry | undefined {
	const directories = folder === undefined || folder === images.prefix ? [images] : [new ImageDirectory(images.archive, folder), images];
	return directories.find(directory => directory.has('stats-dump'))?.message('stats-dump', 'stats_entry')?.dump;
}

/** The fields by their names, in the schema's order; those that this version of CRIU did not write are left out. */
export function statisticsOf(entry: dump_stats_entry | undefined): Array<{readonly name: string; readonly value: bigint | number}> {
	return Object.entries(entry ?? {}).filter((field): field is [string, bigint | number] => typeof field[1] === 'bigint' || typeof field[1] === 'number').map(([name, value]) => ({name, value}));
}
