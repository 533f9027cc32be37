import {createHash} from 'node:crypto';
import type {Member, MemberKind} from '../../archive/archive.js';
import {InputError, type ByteSource} from '../../archive/byte-source.js';
import {memberKey} from '../../archive/member-name.js';
import {openTarWithin} from '../../archive/open.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {compose} from '../../checkpoint/compose.js';
import {findLayout} from '../../checkpoint/layout.js';
import {savedTars, type SavedTar} from '../../checkpoint/saved-tars.js';
import {Untrusted} from '../../text/untrusted.js';

/** A file that the container changed, as the tars beside the images have it. */
export type ChangedFile = {
	/** As the container saw it; in a volume, behind the volume's name. */
	readonly path: Untrusted;
	/** `deleted` is one that the container removed from its image. */
	readonly kind: MemberKind | 'deleted';
	/** Undefined, as the rest, of one that was deleted. */
	readonly member?: Member;
	/** Of the content. */
	readonly sha256?: string;
};

/** The changed files of one tree; throws `InputError` where the list of them is damaged. */
export type ChangedTree = () => readonly ChangedFile[];

const chunkSize = 1024 * 1024;
const whiteout = '.wh.';
const deletedFiles = 'deleted.files';

/**
What a container had changed when the checkpoint was made: in its root file system, in `/dev/shm` and in its volumes, by the file that says so. Undefined where no engine wrote it down.
*/
export async function changedTrees({archive, container}: Checkpoint): Promise<ReadonlyMap<string, ChangedTree> | undefined> {
	const {files} = findLayout(archive);
	if (files === undefined) {
		return undefined;
	}

	const deleted: ChangedTree = () => container.deletedFiles.map(path => ({path: compose('/', fromKey(memberKey(path.bytes))), kind: 'deleted'}));
	const trees = new Map(files.has(deletedFiles) ? [[deletedFiles, deleted]] : []);
	for (const tar of savedTars(archive, files)) {
		trees.set(tar.key, await readTar(tar));
	}

	return trees;
}

async function readTar({place, name, source}: SavedTar): Promise<ChangedTree> {
	const files: ChangedFile[] = [];
	const error = await complaintOf(async () => {
		const tar = await openTarWithin(source, name);
		try {
			for (const member of tar.members()) {
				files.push(fileOf(member, place));
			}

			return tar.problems[0];
		} finally {
			tar.close();
		}
	});
	return () => {
		// What damage cost would look as if it had never been.
		if (error !== undefined) {
			throw error;
		}

		return files;
	};
}

async function complaintOf(work: () => Promise<InputError | undefined>): Promise<InputError | undefined> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof InputError) {
			return error;
		}

		throw error;
	}
}

// containerd writes down what was deleted as empty files beside what is gone (whiteouts of OCI layers).
function fileOf(member: Member, place: string | Untrusted): ChangedFile {
	const {key, kind, source} = member;
	const nameAt = key.lastIndexOf('/') + 1;
	const gone = key.startsWith(whiteout, nameAt) && !key.startsWith(whiteout, nameAt + whiteout.length) ? key.slice(0, nameAt) + key.slice(nameAt + whiteout.length) : undefined;
	return gone === undefined
		? {path: compose(place, fromKey(key)), kind, member, ...source !== undefined && {sha256: hashOf(source)}}
		: {path: compose(place, fromKey(gone)), kind: 'deleted'};
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

function fromKey(key: string): Untrusted {
	return new Untrusted(Buffer.from(key, 'latin1'));
}
