import fs from 'node:fs';
import zlib from 'node:zlib';
import {InputError} from '../archive/byte-source.js';
import {openRegularFile, readFully} from '../archive/open-file.js';
import {sniff, sniffSize, type Compression} from '../archive/sniff.js';

// A zstd block comes out only as a whole, and has up to 128 KiB.
const firstInput = 16 * 1024;
const largestInput = 256 * 1024;
const maxOutput = 16 * 1024 * 1024;

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

function holdsTar(compression: 'gzip' | 'zstd', name: string, read: (length: number) => Uint8Array): boolean {
	for (let length = firstInput; length <= largestInput; length *= 4) {
		const input = read(length);
		try {
			const output = compression === 'gzip'
				? zlib.gunzipSync(input, {finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: maxOutput})
				: zlib.zstdDecompressSync(input, {finishFlush: zlib.constants.ZSTD_e_flush, maxOutputLength: maxOutput});
			if (output.length >= sniffSize) {
				return sniff(output.subarray(0, sniffSize)) === 'tar';
			}
		} catch (error) {
			// More came out than is looked at: something is in it, and opening it will tell what.
			if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
				return true;
			}

			throw new InputError(name, `damaged ${compression} data`);
		}

		if (input.length < length) {
			return false;
		}
	}

	return false;
}
