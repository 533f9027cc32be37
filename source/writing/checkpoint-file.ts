import path from 'node:path';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {Untrusted} from '../text/untrusted.js';

/** What tells a checkpoint from others without reading all of it: what its file is called, wherever it lies, and bytes; a folder has no size. */
export type CheckpointFile = {readonly name: Untrusted; readonly size: number | undefined};

/** The file or folder of a checkpoint. */
export function checkpointFileOf({archive}: Pick<Checkpoint, 'archive'>): CheckpointFile {
	return {name: Untrusted.from(path.basename(path.resolve(archive.path))), size: archive.tar?.stored.size};
}
