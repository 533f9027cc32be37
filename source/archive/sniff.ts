import type {Archive} from './archive.js';
import {blockSize, hasUstarMagic, hasValidChecksum, isZeroBlock} from './tar-header.js';

/** Enough of a file's beginning to tell what it is. */
export const sniffSize = blockSize;

export type Compression = Exclude<Archive['compression'], 'none'>;

export type ContentKind = Compression | 'tar' | 'empty tar' | 'other';

const magics: ReadonlyArray<readonly [Compression, readonly number[]]> = [
	['gzip', [0x1F, 0x8B, 0x08]],
	['zstd', [0x28, 0xB5, 0x2F, 0xFD]],
	['xz', [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]],
	['bzip2', [0x42, 0x5A, 0x68]],
];

/** What a file is by its first `sniffSize` bytes, whatever its name says. */
export function sniff(start: Uint8Array): ContentKind {
	const compression = magics.find(([, magic]) => magic.every((byte, index) => start[index] === byte));
	if (compression !== undefined) {
		return compression[0];
	}

	if (isSkippableFrame(start)) {
		return 'zstd';
	}

	if (start.length < blockSize) {
		return 'other';
	}

	if (isZeroBlock(start)) {
		return 'empty tar';
	}

	return hasUstarMagic(start) || hasValidChecksum(start) ? 'tar' : 'other';
}

// A zstd file may begin with frames for others to use, their magic being one of sixteen.
function isSkippableFrame(start: Uint8Array): boolean {
	return (start[0]! & 0xF0) === 0x50 && start[1] === 0x2A && start[2] === 0x4D && start[3] === 0x18;
}
