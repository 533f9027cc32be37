import type {ByteSource} from '../../archive/byte-source.js';
import {familyOfFile, isImageFile} from '../../criu/families.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Layout} from '../layout.js';
import type {SavedFile} from '../saved-files/saved-file.js';
import {savedTars} from '../saved-files/saved-tars.js';
import type {Content} from './content.js';
import {whole} from './segments.js';

// Images whose bytes are searched as what they are of.
const searchedOtherwise = new Set(['PAGES', 'PIPES_DATA', 'FIFO_DATA', 'SK_QUEUES', 'TCP_STREAM', 'IPCNS_MSG', 'GHOST_FILE', 'BPFMAP_DATA', 'TMPFS_IMG', 'TMPFS_DEV']);

/**
A file of the container with bytes in it, where those are not memory as the files of `/dev/shm` are. A hard link is the file that it stands for, so each source is told once, as `seen` says.
*/
export function savedContent({path, member}: SavedFile, seen: Set<ByteSource>): Content | undefined {
	const source = member?.source;
	if (source === undefined || seen.has(source)) {
		return undefined;
	}

	seen.add(source);
	return storedContent(path, source);
}

/** What is in a file of the container. */
export function storedContent(name: Untrusted, source: ByteSource): Content {
	return {kind: 'file', name, files: [], ...whole(source)};
}

/** What the engine wrote down beside the images, and logs among them. */
export function engineFileContents({images, files}: Pick<Layout, 'images' | 'files'>): Content[] {
	const folder = files?.folder ?? images.prefix;
	const tars = new Set(files === undefined ? [] : [...savedTars(images.archive, files)].map(({source}) => source));
	const isOurs = (key: string) => key.startsWith(folder) && !isImageFile(key.slice(key.lastIndexOf('/') + 1));
	return [...images.archive.members()].flatMap(({key, name, source}): Content[] => source === undefined || tars.has(source) || !isOurs(key) ? [] : [{kind: 'engine-file', name, files: [], ...whole(source)}]);
}

/** The images that hold nothing that is searched by itself. */
export function imageContents(images: ImageDirectory): Content[] {
	return images.names().filter(name => isImageFile(name) && !searchedOtherwise.has(familyOfFile(name)?.name ?? '')).map((key): Content => ({kind: 'image', name: new Untrusted(Buffer.from(key, 'latin1')), files: [], ...whole(images.source(key)!)}));
}
