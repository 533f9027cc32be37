import path from 'node:path';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {Untrusted} from '../text/untrusted.js';

/** What the file or folder of the checkpoint is called, wherever it lies. */
export function fileNameOf({archive}: Pick<Checkpoint, 'archive'>): string {
	return Untrusted.from(path.basename(path.resolve(archive.path))).toString();
}
