import type {Archive} from '../archive/archive.js';
import {attempt} from '../archive/attempt.js';
import {PendingError} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import {ImageDirectory} from './image-directory.js';

const engineFiles = ['config.dump', 'spec.dump', 'status.dump'];

/**
The directories of an archive that hold a dump, the one to open first: an engine's `checkpoint/`, then those with a process tree, then the rest; a dump before the ones it builds on. Empty when there is none.

@throws {PendingError} while a better one may still appear
*/
export function findImageDirectories(archive: Archive): ImageDirectory[] {
	const keys = new Set<string>();
	const prefixes = new Set<string>();
	for (const {key, source} of archive.members()) {
		const prefix = key.slice(0, key.lastIndexOf('/') + 1);
		const name = key.slice(prefix.length);
		keys.add(key);
		if (source !== undefined && (name === 'inventory.img' || name === 'pstree.img' || /^core-\d+\.img$/v.test(name))) {
			prefixes.add(prefix);
		}
	}

	const byEngine = (prefix: string) => /(?:^|\/)checkpoint\/$/v.test(prefix) && engineFiles.some(file => keys.has(prefix.slice(0, -'checkpoint/'.length) + file));
	if (!archive.complete) {
		if (prefixes.has('checkpoint/') && byEngine('checkpoint/')) {
			return [new ImageDirectory(archive, 'checkpoint/')];
		}

		throw new PendingError(new Untrusted(Buffer.from(archive.path)).toString());
	}

	const found = [...prefixes].map(prefix => new ImageDirectory(archive, prefix));
	const parents = new Set(found.flatMap(directory => {
		const parent = attempt(() => directory.parent);
		return parent.state === 'ready' && parent.value instanceof ImageDirectory ? [parent.value.prefix] : [];
	}));
	const rank = ({prefix}: ImageDirectory) => [!byEngine(prefix), !keys.has(`${prefix}pstree.img`), parents.has(prefix), prefix.split('/').length].map(Number);
	return found.sort((a, b) => {
		const [left, right] = [rank(a), rank(b)];
		const difference = left.findIndex((value, index) => value !== right[index]);
		return difference === -1 ? (a.prefix < b.prefix ? -1 : 1) : left[difference]! - right[difference]!;
	});
}
