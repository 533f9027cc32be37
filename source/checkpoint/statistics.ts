import {InputError} from '../archive/byte-source.js';
import {ImageDirectory} from '../criu/image-directory.js';
import type {dump_stats_entry, restore_stats_entry} from '../criu/schema/messages.js';

/** One of CRIU's statistics, by its own name. */
export type Statistic = {readonly name: string; readonly value: bigint | number; readonly unit: 'microseconds' | 'pages' | 'pipes' | 'buffers'};

/**
CRIU's statistics of the dump. CRIU writes them beside the images; Podman, CRI-O and containerd move them up to their own files in `folder`. Undefined where there are none.

@throws {InputError} when they are damaged
@throws {PendingError}
*/
export function readDumpStatistics(images: ImageDirectory, folder: string | undefined): dump_stats_entry | undefined {
	return readStatistics(images, folder, 'stats-dump')?.dump;
}

/** The same of the restore that the container came from, where that was kept. */
export function readRestoreStatistics(images: ImageDirectory, folder: string | undefined): restore_stats_entry | undefined {
	return readStatistics(images, folder, 'stats-restore')?.restore;
}

function readStatistics(images: ImageDirectory, folder: string | undefined, name: string) {
	const directories = folder === undefined || folder === images.prefix ? [images] : [new ImageDirectory(images.archive, folder), images];
	const directory = directories.find(candidate => candidate.has(name));
	const entry = directory?.message(name, 'stats_entry');
	if (directory !== undefined && entry === undefined) {
		throw directory.image(name).problems[0] ?? new InputError(directory.shown(name), 'empty');
	}

	return entry;
}

/** The fields in the schema's order; those that this version of CRIU did not write are left out. */
export function statisticsOf(entry: dump_stats_entry | restore_stats_entry | undefined): Statistic[] {
	return Object.entries(entry ?? {})
		.filter((field): field is [string, bigint | number] => typeof field[1] === 'bigint' || typeof field[1] === 'number')
		.map(([name, value]) => ({name, value, unit: unitOf(name)}));
}

/** The unit of one of them, by criu/stats.c. */
export function unitOf(name: string): Statistic['unit'] {
	if (name === 'irmap_resolve' || name.endsWith('_time')) {
		return 'microseconds';
	}

	return name === 'page_pipes' ? 'pipes' : (name === 'page_pipe_bufs' ? 'buffers' : 'pages');
}
