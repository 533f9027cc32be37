import type {Member} from '../../source/archive/archive.js';
import {chunksOf} from '../../source/archive/chunks.js';
import {openArchive} from '../../source/archive/open.js';
import {pagesFileOf} from '../../source/memory/image-layer.js';
import {readPagemap} from '../../source/criu/pagemap.js';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {grownImages} from './grown-images.js';
import {TarFile, type Content} from './tar-file.js';

/** The process that grows. */
export const grownPid = 1;

/**
Writes the plain tar `file`: the checkpoint at `base` as it is, but with `size` bytes of memory more (whole pages) in its first process, which `content` has. Everything about it is as CRIU and an engine write it. `grow` makes the images that say where the memory is.
*/
export async function writeGrownCheckpoint(base: string, file: string, size: number, content: Content, grow = grownImages): Promise<void> {
	const archive = await openArchive(base);
	try {
		await archive.whenComplete();
		const [images] = findImageDirectories(archive);
		const {prefix} = images!;
		const grown = grow(images!, grownPid, size);
		const pagemap = `pagemap-${grownPid}.img`;
		const pagesKey = prefix + pagesFileOf(readPagemap(images!.source(pagemap)!, pagemap));
		const tar = new TarFile(file);
		for (const member of archive.members()) {
			const image = member.key.startsWith(prefix) ? grown.get(member.key.slice(prefix.length)) : undefined;
			if (image) {
				tar.add({...member, size: image.length}, [image]);
			} else if (member.key === pagesKey) {
				tar.add({...member, size: size + member.size}, joined(content, contentOf(member)));
			} else {
				tar.add(member, contentOf(member));
			}
		}

		tar.end();
	} finally {
		archive.close();
	}
}

/** What a member has. */
export function contentOf({kind, source, key}: Member): Content {
	return kind === 'file' && source ? chunksOf(source, key) : [];
}

function * joined(...contents: readonly Content[]): Generator<Uint8Array | number> {
	for (const content of contents) {
		yield * content;
	}
}
