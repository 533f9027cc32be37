import fs from 'node:fs';
import path from 'node:path';
import {InputError} from '../archive/byte-source.js';
import {systemComplaint} from '../archive/open-file.js';
import {Untrusted} from '../text/untrusted.js';

const maxLinks = 40;

/** Something in the folder, and what the system says of it. */
export type Found = {readonly path: Buffer; readonly stat: fs.Stats};

/** A folder that stands for `/` of a container. */
export class RootFolder {
	/** Printable. */
	readonly name: string;

	readonly #folder: string;

	/**
	The folder with this path.

	@throws {InputError} when it is none
	*/
	constructor(folder: string) {
		const name = Untrusted.from(folder).toString();
		this.name = name;
		try {
			this.#folder = bytesAsText(Buffer.from(fs.realpathSync(folder)));
			if (!fs.statSync(folder).isDirectory()) {
				throw new InputError(name, 'is no folder');
			}
		} catch (error) {
			throw error instanceof InputError ? error : systemComplaint(name, error);
		}
	}

	/**
	The folder with the path that was typed, where one was.

	@throws {InputError} when it is none
	*/
	static typed(folder: string | undefined): RootFolder | undefined {
		return folder === undefined ? undefined : new RootFolder(folder);
	}

	/**
	Where a file with this absolute path is, as the container would find it: links lead on within the folder, and `..` never out of it. Undefined where there is no regular file.

	@throws {InputError} when the system refuses to say
	*/
	file(file: Untrusted): Found | undefined {
		const found = this.#find(file, true);
		return found?.stat.isFile() ? found : undefined;
	}

	/**
	What has this absolute path, where a link is not followed; undefined where there is nothing.

	@throws {InputError} when the system refuses to say
	*/
	entry(file: Untrusted): Found | undefined {
		return this.#find(file, false);
	}

	/** Where a link that `entry` found points to, as written. */
	target({path: link}: Found): string {
		return bytesAsText(fs.readlinkSync(link, 'buffer'));
	}

	#find(file: Untrusted, followsLast: boolean): Found | undefined {
		const key = file.toKey();
		// No file has such a name, but an image may.
		const ahead = key.includes('\0') ? [] : partsOf(key).reverse();
		const inside: string[] = [];
		for (let links = 0; ahead.length > 0;) {
			const name = ahead.pop()!;
			if (name === '..') {
				inside.pop();
				continue;
			}

			inside.push(name);
			const at = this.#path(inside);
			const stat = this.#ask(file, () => fs.lstatSync(at, {throwIfNoEntry: false}));
			const isLast = ahead.length === 0;
			if (stat?.isSymbolicLink() && (followsLast || !isLast) && links++ < maxLinks) {
				const target = bytesAsText(this.#ask(file, () => fs.readlinkSync(at, 'buffer'))!);
				inside.splice(target.startsWith('/') ? 0 : inside.length - 1);
				ahead.push(...partsOf(target).reverse());
			} else if (isLast) {
				return stat && {path: at, stat};
			} else if (!stat?.isDirectory()) {
				return undefined;
			}
		}

		return undefined;
	}

	#path(parts: readonly string[]): Buffer {
		return Buffer.from(path.posix.join(this.#folder, ...parts), 'latin1');
	}

	#ask<T>(file: Untrusted, question: () => T): T | undefined {
		try {
			return question();
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
				return undefined;
			}

			throw systemComplaint(`${this.name}: ${file.toString()}`, error);
		}
	}
}

// One character a byte, as names in a file system are bytes.
function bytesAsText(bytes: Buffer): string {
	return bytes.toString('latin1');
}

function partsOf(file: string): string[] {
	return file.split('/').filter(part => part !== '' && part !== '.');
}
