import fs from 'node:fs';
import type {Member} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {contentOf} from './grown-checkpoint.js';
import {TarFile} from './tar-file.js';

const perFolder = 1000;
const content = Buffer.from('What the container has written to a file, as short as such files are.\n');

/**
Writes the plain tar `files` of `count` small files, and the plain tar `checkpoint`: the one at `base`, with these as what the container has changed in its root file system.
*/
export async function writeManyFiles(base: string, checkpoint: string, files: string, count: number): Promise<void> {
	const changed = new TarFile(files);
	for (let index = 0; index < count; index++) {
		changed.add(memberOf(`srv/${Math.floor(index / perFolder)}/${index}.txt`, content.length), [content]);
	}

	changed.end();
	const archive = await openArchive(base);
	try {
		await archive.whenComplete();
		const tar = new TarFile(checkpoint);
		for (const member of archive.members()) {
			tar.add(member, contentOf(member));
		}

		const difference = fs.readFileSync(files);
		tar.add(memberOf('rootfs-diff.tar', difference.length), [difference]);
		tar.end();
	} finally {
		archive.close();
	}
}

function memberOf(name: string, size: number): Member {
	return {key: name, name: Untrusted.from(name), kind: 'file', size, mode: 0o644, uid: 0, gid: 0, mtime: 1_700_000_000};
}
