import type {ByteSource} from './byte-source.js';

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
	return {
		size: bytes.length,
		available: bytes.length,
		settled: true,
		read(target, position) {
			const piece = bytes.subarray(position, position + target.length);
			target.set(piece);
			return piece.length;
		},
		extents: () => [],
	};
}
