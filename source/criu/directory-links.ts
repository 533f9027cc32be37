import type {Archive} from '../archive/archive.js';

// Asked for every link; the members are a million, and so may the links be.
const directories = new WeakMap<Archive, ReadonlySet<string>>();

/** The directories of an archive that files are in, by prefix, as far as they are known. */
export function directoriesOf(archive: Archive): ReadonlySet<string> {
	const known = directories.get(archive);
	if (known !== undefined) {
		return known;
	}

	const found = new Set<string>();
	for (const {key, source} of archive.members()) {
		if (source !== undefined) {
			found.add(key.slice(0, key.lastIndexOf('/') + 1));
		}
	}

	if (archive.complete) {
		directories.set(archive, found);
	}

	return found;
}

/** The directory that a link in the directory `prefix` leads to; undefined when that is not in the archive. */
export function follow(prefix: string, target: string): string | undefined {
	if (target.startsWith('/')) {
		return undefined;
	}

	const parts = prefix.split('/').slice(0, -1);
	for (const part of target.split('/')) {
		if (part === '..') {
			if (parts.pop() === undefined) {
				return undefined;
			}
		} else if (part !== '' && part !== '.') {
			parts.push(part);
		}
	}

	return parts.map(part => `${part}/`).join('');
}
