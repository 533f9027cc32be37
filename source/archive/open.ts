import {Buffer} from 'node:buffer';
import {printable} from '../text/printable.js';
import type {Annotation, Archive} from './archive.js';
import {type ByteSource, InputError} from './byte-source.js';
import {DirectoryArchive} from './directory-archive.js';
import {FileSource} from './file-source.js';
import {beginsLikeImage, findCheckpointLayer} from './oci.js';
import {describe, openRegularFile} from './open-file.js';
import {type Compression, type ContentKind, sniff, sniffSize} from './sniff.js';
import {Spool} from './spool.js';
import {TarArchive} from './tar-archive.js';

/**
Opens a checkpoint by what it is, never by its name: a directory of images, a tar, a compressed tar, or an OCI image that carries one.

@throws {InputError} when it is none of these, or can't be read
*/
export async function openArchive(path: string): Promise<Archive> {
	const name = printable(Buffer.from(path));
	const stat = describe(path, name);
	if (stat.isDirectory()) {
		return openImageIn(new DirectoryArchive(path), name);
	}

	if (!stat.isFile()) {
		throw new InputError(name, 'not a regular file or directory');
	}

	const {fd, stat: {size}} = openRegularFile(path, name);
	const source = new FileSource(fd, name, size);
	const close = () => {
		source.close();
	};

	return openImageIn(await openTar({path, name, size, source, close}), name);
}

// What a tar is opened from: the file that was given, or a part of it.
type Content = {
	readonly path: string;
	readonly name: string;
	readonly size: number;
	readonly source: ByteSource;
	readonly annotations?: readonly Annotation[];
	readonly outerProblems?: readonly InputError[];
	readonly close: () => void;
};

/**
Opens a tar that is a file of another archive, plain or compressed, and waits until all of it is there. It may have no members. Closing it leaves the archive around it open.

@throws {InputError} when it is no tar
*/
export async function openTarWithin(source: ByteSource, name: string): Promise<Archive> {
	const archive = await openAnyTar({path: name, name, size: source.size, source, close: () => undefined}, 'neither a tar nor a compressed tar');
	await archive.whenComplete();
	return archive;
}

async function openTar(content: Content): Promise<TarArchive> {
	const archive = await openAnyTar(content, 'not a checkpoint: neither a tar, a compressed tar nor a directory of images');
	refuseWithoutMembers(archive, content.name);
	return archive;
}

async function openAnyTar(content: Content, otherwise: string): Promise<TarArchive> {
	const {name, source, close} = content;
	try {
		const kind = contentOf(source);
		if (kind === 'other') {
			throw new InputError(name, source.size === 0 ? 'the file is empty' : otherwise);
		}

		return kind === 'tar' || kind === 'empty tar' ? new TarArchive({...content, compression: 'none'}) : await openCompressedTar(content, kind);
	} catch (error) {
		close();
		throw error;
	}
}

async function openCompressedTar(content: Content, compression: Compression): Promise<TarArchive> {
	const {name, source: compressed, close} = content;
	const spool = new Spool(compressed, compression, name);
	try {
		const {source} = spool;
		await spool.when(() => source.available >= sniffSize);
		if (spool.problem !== undefined && source.available < sniffSize) {
			throw spool.problem;
		}

		const kind = contentOf(source);
		if (kind !== 'tar' && kind !== 'empty tar') {
			throw new InputError(name, `not a checkpoint: the ${compression} data is no tar`);
		}

		const archive = new TarArchive({...content, compression, source, stored: compressed, inflow: spool, async close() {
			await spool.close();
			close();
		}});
		await spool.when(() => beginsLikeImage(archive) !== undefined);
		if (beginsLikeImage(archive)) {
			await archive.whenComplete();
		}

		spool.unref();
		return archive;
	} catch (error) {
		await spool.close();
		throw error;
	}
}

function refuseWithoutMembers(archive: Archive, name: string): void {
	const [first] = archive.members();
	if (first !== undefined || !archive.complete) {
		return;
	}

	const [problem] = archive.problems;
	archive.close();
	throw problem ?? new InputError(name, 'not a checkpoint: a tar without members');
}

// The checkpoint in an OCI image, in place of the image.
async function openImageIn(archive: Archive, name: string): Promise<Archive> {
	try {
		const layer = archive.complete ? findCheckpointLayer(archive, name) : undefined;
		if (layer === undefined) {
			return archive;
		}

		return await openTar({...layer, path: archive.path, name, size: archive.size, outerProblems: [...archive.problems, ...layer.problems], close() {
			archive.close();
		}});
	} catch (error) {
		archive.close();
		throw error;
	}
}

function contentOf(source: ByteSource): ContentKind {
	const start = new Uint8Array(sniffSize);
	return sniff(start.subarray(0, source.read(start, 0)));
}
