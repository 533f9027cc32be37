import fs from 'node:fs';
import path from 'node:path';
import type {Segment} from '../../memory/presence.js';
import {numbered} from './safe-name.js';
import {writeSegments, type SegmentsWritten} from './write-segments.js';

/** A file that was written. */
export type Written = SegmentsWritten & {
	/** Its path in the folder. */
	readonly file: string;
};

// Only the examiner may look at evidence.
const folderMode = 0o700;
const fileMode = 0o600;

/**
A new folder that files of a checkpoint are written into. Nothing in it is a link or can be run, every file is made anew, and folders are only those that were made here: so nothing is ever written outside of it.
*/
export class Extraction {
	readonly #folder: string;
	/** What has a name already: a folder, or a file. */
	readonly #taken = new Map<string, 'folder' | 'file'>();
	/** The next number for a name that is wanted again. */
	readonly #numbers = new Map<string, number>();

	/** `folder` must not be there; its parent must. Throws what the system says. */
	constructor(folder: string) {
		fs.mkdirSync(folder, {mode: folderMode});
		this.#folder = folder;
	}

	/** Makes a folder, and those above it; where a file has the name, it gets another. Returns the name. */
	folder(name: string): string {
		const parts: string[] = [];
		for (const part of name.split('/')) {
			let candidate = [...parts, part].join('/');
			for (let number = 2; this.#taken.get(candidate) === 'file'; number++) {
				candidate = [...parts, numbered(part, number)].join('/');
			}

			if (!this.#taken.has(candidate)) {
				fs.mkdirSync(path.join(this.#folder, candidate), {mode: folderMode});
				this.#taken.set(candidate, 'folder');
			}

			parts.push(path.posix.basename(candidate));
		}

		return parts.join('/');
	}

	/**
	Writes a file with these segments, whose addresses are offsets in it. What is between them is a hole.

	@yields after every chunk, how many bytes of content it had
	@returns what was written
	*/
	* write(name: string, segments: readonly Segment[]): Generator<number, Written> {
		const file = this.#newName(name);
		const fd = fs.openSync(path.join(this.#folder, file), fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_NOFOLLOW, fileMode);
		try {
			const {size, sha256, missing} = yield * writeSegments(fd, segments);
			return {file, size, sha256, missing};
		} finally {
			fs.closeSync(fd);
		}
	}

	#newName(name: string): string {
		const slash = name.lastIndexOf('/');
		const wanted = slash === -1 ? name : `${this.folder(name.slice(0, slash))}/${name.slice(slash + 1)}`;
		let file = wanted;
		while (this.#taken.has(file)) {
			const number = this.#numbers.get(wanted) ?? 2;
			this.#numbers.set(wanted, number + 1);
			file = numbered(wanted, number);
		}

		this.#taken.set(file, 'file');
		return file;
	}
}
