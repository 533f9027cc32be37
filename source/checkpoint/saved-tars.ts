import type {Archive} from '../archive/archive.js';
import type {ByteSource} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import {compose} from './compose.js';
import type {EngineFiles} from './engine-files.js';

/** A tar with files of the container, as an engine puts it beside the images. */
export type SavedTar = {
	/** Its name in the folder of the engine's files; for one of a volume, its path in the archive. */
	readonly key: string;
	/** What stands before the names in it. */
	readonly place: string | Untrusted;
	/** Printable, for complaints. */
	readonly name: string;
	readonly source: ByteSource;
};

/**
The tars with what the container had changed in its root file system, in `/dev/shm` and in its volumes.

@yields them in a fixed order, volumes last
@throws {PendingError}
*/
export function * savedTars(archive: Archive, {folder}: EngineFiles): Generator<SavedTar> {
	for (const [file, place] of [['rootfs-diff.tar', '/'], ['devshm-checkpoint.tar', '/dev/shm/']] as const) {
		const source = archive.get(folder + file)?.source;
		if (source !== undefined) {
			yield {key: file, place, name: file, source};
		}
	}

	const volumes = `${folder}volumes/`;
	for (const {key, name, source} of archive.members()) {
		if (source !== undefined && key.startsWith(volumes) && key.endsWith('.tar')) {
			yield {key, place: compose('volume ', new Untrusted(Buffer.from(key.slice(volumes.length, -'.tar'.length), 'latin1')), ':/'), name: name.toString(), source};
		}
	}
}
