import {createHash} from 'node:crypto';
import type {ByteSource} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {layoutOf} from '../../checkpoint/layout.js';
import type {SavedFile} from '../../checkpoint/saved-files/saved-file.js';

/** A file that the container changed. */
export type ChangedFile = SavedFile & {
	/** Of the content. */
	readonly sha256?: string;
};

/** The changed files of one tree; throws `InputError` where the list of them is damaged. */
export type ChangedTree = () => readonly ChangedFile[];

const chunkSize = 1024 * 1024;

/**
What a container had changed when the checkpoint was made: in its root file system, in `/dev/shm` and in its volumes, by the file that says so. Undefined where no engine wrote it down.
*/
export async function changedTrees({savedTrees, images}: Checkpoint): Promise<ReadonlyMap<string, ChangedTree> | undefined> {
	if (layoutOf(images).files === undefined) {
		return undefined;
	}

	await savedTrees.whenOpen();
	return new Map(savedTrees.all().filter(({of}) => of !== 'tmpfs').map(({key, files, problems}) => [key, () => {
		const [problem] = problems;
		// What damage cost would look as if it had never been.
		if (problem !== undefined) {
			throw problem;
		}

		return files().map((file): ChangedFile => ({...file, ...file.member?.source !== undefined && {sha256: hashOf(file.member.source)}}));
	}]));
}

function hashOf(source: ByteSource): string {
	const hash = createHash('sha256');
	const buffer = new Uint8Array(Math.min(chunkSize, source.size));
	for (let position = 0; position < source.available;) {
		const count = source.read(buffer, position);
		if (count === 0) {
			break;
		}

		hash.update(buffer.subarray(0, count));
		position += count;
	}

	return hash.digest('hex');
}
