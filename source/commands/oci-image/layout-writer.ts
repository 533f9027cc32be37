import {createHash} from 'node:crypto';
import fs, {type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import {Header} from 'tar';
import {blockSize} from '../../archive/tar-header.js';
import {roundUp} from '../../archive/tar-sparse.js';

/** What a descriptor says of a blob: `sha256:` with its hash, and its bytes. */
export type Blob = {readonly digest: string; readonly size: number};

/** Where the files of an OCI image layout go. Pieces of content need to be good only until the next one is asked for. */
export type LayoutWriter = {
	/** Writes a blob under the name that its digest gives it. */
	blob(pieces: Iterable<Uint8Array>): Promise<Blob>;
	/** Writes a file at the top. */
	file(name: string, content: Uint8Array): Promise<void>;
	/** Writes what ends it. Without `isWhole` only gives back what is open. */
	end(isWhole: boolean): Promise<void>;
};

const blobs = 'blobs/sha256';

/** A layout as a directory, which must not exist yet; private. */
export async function directoryWriter(folder: string): Promise<LayoutWriter> {
	await fs.mkdir(folder, {mode: 0o700});
	await fs.mkdir(path.join(folder, blobs), {recursive: true, mode: 0o700});
	return {
		async blob(pieces) {
			const file = path.join(folder, blobs, 'partial');
			const handle = await fs.open(file, 'wx', 0o600);
			try {
				const blob = await writePieces(handle, pieces, 0);
				await fs.rename(file, path.join(folder, blobs, hexOf(blob)));
				return blob;
			} finally {
				await handle.close();
			}
		},
		async file(name, content) {
			await fs.writeFile(path.join(folder, name), content, {flag: 'wx', mode: 0o600});
		},
		async end() {
			// Each file is whole.
		},
	};
}

/** A layout as a tar, which must not exist yet; private. The same content gives the same bytes. */
export async function archiveWriter(file: string): Promise<LayoutWriter> {
	const handle = await fs.open(file, 'wx', 0o600);
	let position = 0;
	const put = async (bytes: Uint8Array) => {
		await writeAll(handle, bytes, position);
		position += roundUp(bytes.length);
	};

	for (const directory of ['blobs/', `${blobs}/`]) {
		await put(header(directory, 'Directory'));
	}

	return {
		async blob(pieces) {
			// Its name and size are known when all of it is written: they go to the room that is left for them.
			const start = position;
			const blob = await writePieces(handle, pieces, start + blockSize);
			position = start;
			await put(header(`${blobs}/${hexOf(blob)}`, 'File', blob.size));
			position += roundUp(blob.size);
			return blob;
		},
		async file(name, content) {
			await put(header(name, 'File', content.length));
			await put(content);
		},
		async end(isWhole) {
			if (isWhole) {
				// What was skipped, and two blocks of zeros.
				await handle.truncate(position + (2 * blockSize));
			}

			await handle.close();
		},
	};
}

async function writePieces(handle: FileHandle, pieces: Iterable<Uint8Array>, start: number): Promise<Blob> {
	const hash = createHash('sha256');
	let size = 0;
	for (const piece of pieces) {
		hash.update(piece);
		await writeAll(handle, piece, start + size);
		size += piece.length;
	}

	return {digest: `sha256:${hash.digest('hex')}`, size};
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
	for (let done = 0; done < bytes.length;) {
		const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, position + done);
		done += bytesWritten;
	}
}

function hexOf({digest}: Blob): string {
	return digest.slice('sha256:'.length);
}

function header(name: string, type: 'File' | 'Directory', size = 0): Uint8Array {
	const made = new Header({path: name, type, size, mode: type === 'File' ? 0o644 : 0o755, uid: 0, gid: 0, mtime: new Date(0)});
	made.encode();
	return made.block!;
}
