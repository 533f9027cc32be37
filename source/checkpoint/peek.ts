import fs from 'node:fs';
import zlib from 'node:zlib';
import type {Archive} from '../archive/archive.js';
import {type ByteSource, InputError} from '../archive/byte-source.js';
import {memorySource} from '../archive/memory-source.js';
import {openRegularFile, readFully} from '../archive/open-file.js';
import {sniff, sniffSize, type Compression} from '../archive/sniff.js';
import {TarArchive, type Inflow} from '../archive/tar-archive.js';

// A zstd block comes out only as a whole, and has up to 128 KiB.
const firstInput = 16 * 1024;
const largestInput = 256 * 1024;
const maxOutput = 16 * 1024 * 1024;
// Podman, which compresses unless it is told not to, puts its own files before the images: some hundred KiB that are compressed well. Less is taken where more comes out than is looked at.
const startInputs = [64 * 1024, 16 * 1024, 4096];

/**
Whether a file is a tar, plain or compressed, by its first bytes; undefined when it is anything else. Of xz and bzip2 the magic has to do.

@throws {InputError} when it can't be read, or its compression is damaged from the start
*/
export function peekTar(path: string, name: string): 'none' | Compression | undefined {
	const {fd} = openRegularFile(path, name);
	try {
		const read = (length: number) => {
			const bytes = new Uint8Array(length);
			return bytes.subarray(0, readFully(fd, name, bytes, 0));
		};

		const content = sniff(read(sniffSize));
		switch (content) {
			case 'tar': {
				return 'none';
			}

			case 'gzip':
			case 'zstd': {
				return holdsTar(content, name, read) ? content : undefined;
			}

			case 'xz':
			case 'bzip2': {
				return content;
			}

			case 'empty tar':
			case 'other': {
				return undefined;
			}
		}
	} finally {
		fs.closeSync(fd);
	}
}

/**
What comes out of the start of a compressed tar, as an archive: what lies behind that is pending for ever. A small one is all there. Undefined for xz and bzip2, which are only decompressed as a whole, and where more comes out than is looked at.

@throws {InputError} when it can't be read, or is damaged at its start
*/
export function openStart(path: string, name: string, compression: Compression): Archive | undefined {
	if (compression === 'xz' || compression === 'bzip2') {
		return undefined;
	}

	const {fd, stat} = openRegularFile(path, name);
	try {
		for (const length of startInputs) {
			const input = new Uint8Array(length);
			const bytes = decompressStart(compression, name, input.subarray(0, readFully(fd, name, input, 0)));
			if (bytes && stat.size <= length) {
				return new TarArchive({path, name, size: stat.size, compression, source: memorySource(bytes), close: () => undefined});
			}

			if (bytes) {
				const progress = {done: Math.min(length, stat.size), total: stat.size, output: bytes.length};
				return new TarArchive({path, name, size: stat.size, compression, source: startSource(bytes), inflow: {...endlessInflow, progress}, close: () => undefined});
			}
		}

		return undefined;
	} finally {
		fs.closeSync(fd);
	}
}

const endlessInflow = {
	problem: undefined,
	isSettled: false,
	onProgress: () => () => undefined,
	whenSettled: async () => undefined,
} satisfies Partial<Inflow>;

// The start of a file that is not read any further.
function startSource(bytes: Uint8Array): ByteSource {
	return {...memorySource(bytes), size: Number.MAX_SAFE_INTEGER, settled: false};
}

function holdsTar(compression: 'gzip' | 'zstd', name: string, read: (length: number) => Uint8Array): boolean {
	for (let length = firstInput; length <= largestInput; length *= 4) {
		const input = read(length);
		const output = decompressStart(compression, name, input);
		// More came out than is looked at: something is in it, and opening it will tell what.
		if (output === undefined || output.length >= sniffSize) {
			return output === undefined || sniff(output.subarray(0, sniffSize)) === 'tar';
		}

		if (input.length < length) {
			return false;
		}
	}

	return false;
}

// Undefined when more comes out than is looked at.
function decompressStart(compression: 'gzip' | 'zstd', name: string, input: Uint8Array): Uint8Array | undefined {
	try {
		return compression === 'gzip'
			? zlib.gunzipSync(input, {finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: maxOutput})
			: zlib.zstdDecompressSync(input, {finishFlush: zlib.constants.ZSTD_e_flush, maxOutputLength: maxOutput});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
			return undefined;
		}

		throw new InputError(name, `damaged ${compression} data`);
	}
}
