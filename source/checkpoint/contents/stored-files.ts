import type {Archive} from '../../archive/archive.js';
import type {ByteSource, InputError} from '../../archive/byte-source.js';
import {openTarWithin} from '../../archive/open.js';
import {familyOfFile, isImageFile} from '../../criu/families.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {compose} from '../compose.js';
import type {Layout} from '../layout.js';
import {savedTars, tmpfsTars, type SavedTar} from '../saved-files/saved-tars.js';
import type {Content} from './content.js';
import {whole} from './segments.js';

// Images whose bytes are searched as what they are of.
const searchedOtherwise = new Set(['PAGES', 'PIPES_DATA', 'FIFO_DATA', 'SK_QUEUES', 'TCP_STREAM', 'IPCNS_MSG', 'GHOST_FILE', 'BPFMAP_DATA', 'TMPFS_IMG', 'TMPFS_DEV']);

/**
The tars, plain or compressed, with files that the container changed or had on a tmpfs. Those of `/dev/shm` are memory, and not among them.

@throws {InputError} when the list of mounts is damaged
*/
export function fileTars({images, files}: Pick<Layout, 'images' | 'files'>): SavedTar[] {
	const saved = files === undefined ? [] : [...savedTars(images.archive, files)].filter(({of}) => of !== '/dev/shm');
	return [...saved, ...tmpfsTars(images)];
}

/**
The files in a tar. In the end it is given to `leave`, which closes it unless the files are to be read later.

@yields each of them; and what is wrong with the tar
*/
export async function * filesIn({place, name, source}: SavedTar, leave: (tar: Archive) => void): AsyncGenerator<Content | InputError> {
	const tar = await openTarWithin(source, name);
	try {
		// A hard link is the file that it stands for.
		const seen = new Set<ByteSource>();
		for (const {key, source: content} of tar.members()) {
			if (content !== undefined && !seen.has(content)) {
				seen.add(content);
				yield {kind: 'file', name: compose(place, new Untrusted(Buffer.from(key, 'latin1'))), files: [], segments: whole(content)};
			}
		}

		yield * tar.problems;
	} finally {
		leave(tar);
	}
}

/** What the engine wrote down beside the images, and logs among them. */
export function engineFileContents({images, files}: Pick<Layout, 'images' | 'files'>): Content[] {
	const folder = files?.folder ?? images.prefix;
	const tars = new Set(files === undefined ? [] : [...savedTars(images.archive, files)].map(({source}) => source));
	const isOurs = (key: string) => key.startsWith(folder) && !isImageFile(key.slice(key.lastIndexOf('/') + 1));
	return [...images.archive.members()].flatMap(({key, name, source}): Content[] => source === undefined || tars.has(source) || !isOurs(key) ? [] : [{kind: 'engine-file', name, files: [], segments: whole(source)}]);
}

/** The images that hold nothing that is searched by itself. */
export function imageContents(images: ImageDirectory): Content[] {
	return images.names().filter(name => isImageFile(name) && !searchedOtherwise.has(familyOfFile(name)?.name ?? '')).map((key): Content => ({kind: 'image', name: new Untrusted(Buffer.from(key, 'latin1')), files: [], segments: whole(images.source(key)!)}));
}
