import type {Archive, Member} from '../../source/archive/archive.js';
import {PendingError, type ByteSource} from '../../source/archive/byte-source.js';
import {memorySource as wholeSource} from '../../source/archive/memory-source.js';
import {Untrusted} from '../../source/text/untrusted.js';

/** Bytes in memory as a source. `available` below their number makes one that is cut off, or with `settled` false one that is still being decompressed. */
export function memorySource(bytes: Uint8Array, {available = bytes.length, settled = true} = {}): ByteSource {
	return {...wholeSource(bytes.subarray(0, available)), size: bytes.length, available, settled};
}

/** An archive of these files and symbolic links, in this order; `complete` false for one that is still being decompressed. */
export function memoryArchive(files: Record<string, Uint8Array | {target: string}>, {complete = true} = {}): Archive {
	const members = Object.entries(files).map(([key, content]): Member => {
		const common = {key, name: Untrusted.from(key), mode: 0o644, uid: 0, gid: 0, mtime: 0};
		return content instanceof Uint8Array
			? {...common, kind: 'file', size: content.length, source: memorySource(content)}
			: {...common, kind: 'symlink', size: 0, target: Untrusted.from(content.target)};
	});
	return {
		path: 'memory.tar',
		format: 'tar',
		compression: 'none',
		size: 0,
		complete,
		progress: {done: 0, total: 0, output: 0},
		problems: [],
		members: () => members,
		get(key) {
			const member = members.find(candidate => candidate.key === key);
			if (member === undefined && !complete) {
				throw new PendingError(key);
			}

			return member;
		},
		onProgress: () => () => undefined,
		whenComplete: async () => undefined,
		close: () => undefined,
	};
}
