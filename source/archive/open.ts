import fs from 'node:fs';
import {printable} from '../text/printable.js';
import type {Archive} from './archive.js';
import {type ByteSource, InputError} from './byte-source.js';
import {DirectoryArchive} from './directory-archive.js';
import {FileSource} from './file-source.js';
import {openRegularFile, systemComplaint} from './open-file.js';
import {sniff, sniffSize} from './sniff.js';
import {TarArchive} from './tar-archive.js';

const notACheckpoint = 'not a checkpoint: neither a tar, a compressed tar nor a directory of images';

/**
Opens a checkpoint by what it is, never by its name: a directory of images, a tar, or a compressed tar.

@throws {InputError} when it is none of these, or can't be read
*/
export async function openArchive(path: string): Promise<Archive> {
	const name = printable(Buffer.from(path));
	const stat = describe(path, name);
	if (stat.isDirectory()) {
		return new DirectoryArchive(path);
	}

	if (!stat.isFile()) {
		throw new InputError(name, 'not a regular file or directory');
	}

	const {fd, stat: {size}} = openRegularFile(path, name);
	try {
		return await openFile({path, name, source: new FileSource(fd, name, size), close() {
			fs.closeSync(fd);
		}});
	} catch (error) {
		fs.closeSync(fd);
		throw error;
	}
}

type File = {
	readonly path: string;
	readonly name: string;
	readonly source: ByteSource;
	readonly close: () => void;
};

async function openFile({path, name, source, close}: File): Promise<Archive> {
	const start = new Uint8Array(sniffSize);
	const content = sniff(start.subarray(0, source.read(start, 0)));
	if (source.size === 0) {
		throw new InputError(name, 'the file is empty');
	}

	if (content === 'empty tar') {
		throw new InputError(name, 'the tar is empty');
	}

	if (content !== 'tar') {
		throw new InputError(name, notACheckpoint);
	}

	return new TarArchive({path, name, size: source.size, compression: 'none', source, close});
}

function describe(path: string, name: string): fs.Stats {
	try {
		return fs.statSync(path);
	} catch (error) {
		throw systemComplaint(name, error);
	}
}
