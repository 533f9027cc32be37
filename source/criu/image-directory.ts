import type {Archive} from '../archive/archive.js';
import {lazy} from '../archive/attempt.js';
import {InputError, PendingError, type ByteSource} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import {Cursor, type ByteOrder} from './cursor.js';
import {DecodingBudget} from './decoding-budget.js';
import {directoriesOf, follow} from './directory-links.js';
import {readHead} from './framing.js';
import {readImage, type Entry, type EntryOf, type Image} from './image.js';
import type {Messages, inventory_entry} from './schema/messages.js';

// Pre-dumps are made by the dozen.
const maxDescendants = 256;

/**
The images of one dump: the files in one directory of an archive. Images are decoded when first asked for, once.
*/
export class ImageDirectory {
	readonly #images = new Map<string, () => Image>();
	// By its text: a file that is read for each process that shares it is damaged once.
	readonly #problems = new Map<string, InputError>();
	readonly #budget = new DecodingBudget();
	readonly #descendants: ReadonlySet<string>;
	readonly #parent: () => ImageDirectory | 'missing' | undefined;
	readonly #inventory: () => inventory_entry | undefined;
	#names: readonly string[] | undefined;
	#knownParent: ImageDirectory | undefined;

	readonly archive: Archive;
	/** Where the images are in the archive: `` or a path that ends in `/`. */
	readonly prefix: string;

	/** `descendants` are the prefixes of the dumps that build on this one. */
	constructor(archive: Archive, prefix: string, descendants: ReadonlySet<string> = new Set()) {
		this.archive = archive;
		this.prefix = prefix;
		this.#descendants = descendants;
		this.#parent = lazy(() => this.#findParent());
		this.#inventory = lazy(() => this.message('inventory.img', 'inventory_entry'));
	}

	#existing(name: string): ByteSource {
		const source = this.source(name);
		if (source === undefined) {
			throw new InputError(this.shown(name), 'missing');
		}

		return source;
	}

	#read(name: string): Image {
		const source = this.#existing(name);
		const {left} = this.#budget;
		return this.reporting(() => {
			try {
				return readImage(source, name, this.shown(name), this.#budget);
			} catch (error) {
				// Nothing is kept of it, and what is pending will be read again.
				this.#budget.left = left;
				throw error;
			}
		});
	}

	#findParent(): ImageDirectory | 'missing' | undefined {
		const key = `${this.prefix}parent`;
		const link = this.archive.get(key);
		if (link?.kind !== 'symlink' || link.target === undefined) {
			return undefined;
		}

		const prefix = follow(this.prefix, link.target.toKey());
		if (prefix !== undefined) {
			if (prefix === this.prefix || this.#descendants.has(prefix)) {
				throw new InputError(this.shown('parent'), 'leads back to a dump that builds on this one');
			}

			if (this.#descendants.size === maxDescendants) {
				throw new InputError(this.shown('parent'), `more than ${maxDescendants} dumps build on each other`);
			}

			const parent = new ImageDirectory(this.archive, prefix, new Set([...this.#descendants, this.prefix]));
			if (directoriesOf(this.archive).has(prefix)) {
				return parent;
			}

			if (!this.archive.complete) {
				throw new PendingError(this.shown('parent'));
			}
		}

		const outside = this.archive.followLink?.(key);
		return outside === undefined ? 'missing' : new ImageDirectory(outside, '');
	}

	/**
	The dump that this one builds on: where its `parent` link leads. `missing` when that is not in the archive.

	@throws {InputError} when such links lead in a circle
	@throws {PendingError}
	*/
	get parent(): ImageDirectory | 'missing' | undefined {
		const {parent} = this.reporting(() => ({parent: this.#parent(), problems: []}));
		this.#knownParent = parent instanceof ImageDirectory ? parent : undefined;
		return parent;
	}

	/** The dump's own description; undefined when there is none. */
	get inventory(): inventory_entry | undefined {
		return this.#inventory();
	}

	/** The images are encrypted: their keys are in `cipher.img` (proposed for CRIU; not readable here). */
	get encrypted(): boolean {
		return this.has('cipher.img');
	}

	/** The pages files are compressed, which began with version 3 of the images. */
	get compressedPages(): boolean {
		return (this.inventory?.img_version ?? 0) >= 3;
	}

	/** What was found to be wrong with the files read so far, those of the parents included. */
	get problems(): readonly InputError[] {
		return [...this.#problems.values(), ...this.#knownParent?.problems ?? []];
	}

	/** Answers `question`, which reads a file of this directory in its own way, and keeps what it finds to be wrong with it among the `problems`. */
	reporting<T extends {readonly problems: readonly InputError[]}>(question: () => T): T {
		try {
			const answer = question();
			for (const problem of answer.problems) {
				this.#problems.set(problem.message, problem);
			}

			return answer;
		} catch (error) {
			if (error instanceof InputError) {
				this.#problems.set(error.message, error);
			}

			throw error;
		}
	}

	/** Names of the files directly in the directory, as far as they are known: keys, one character a byte, never to be shown as they are. */
	names(): readonly string[] {
		if (this.#names !== undefined) {
			return this.#names;
		}

		const names = [];
		for (const {key, source} of this.archive.members()) {
			if (source !== undefined && key.startsWith(this.prefix) && !key.includes('/', this.prefix.length)) {
				names.push(key.slice(this.prefix.length));
			}
		}

		if (this.archive.complete) {
			this.#names = names;
		}

		return names;
	}

	/**
	Whether there is a file of this name.

	@throws {PendingError} while it may still appear
	*/
	has(name: string): boolean {
		return this.source(name) !== undefined;
	}

	/**
	A file's content as it is.

	@throws {PendingError} while the file may still appear
	*/
	source(name: string): ByteSource | undefined {
		return this.archive.get(this.prefix + name)?.source;
	}

	/** The name of a file for a person: with its path in the archive, printable. */
	shown(name: string): string {
		return new Untrusted(Buffer.from(this.prefix + name, 'latin1')).toString();
	}

	/**
	Decodes an image. What is damaged in it is in its `problems`.

	@throws {InputError} when there is no such file, or it is no image
	@throws {PendingError}
	*/
	image(name: string): Image {
		let image = this.#images.get(name);
		if (image === undefined) {
			image = lazy(() => this.#read(name));
			this.#images.set(name, image);
		}

		return image();
	}

	/**
	In which order the host that wrote an image writes numbers. Nothing but the start of the file is read.

	@throws {InputError} when there is no such file, or it is no image
	@throws {PendingError}
	*/
	byteOrder(name: string): ByteOrder {
		const source = this.#existing(name);
		return this.reporting(() => ({...readHead(new Cursor(source, this.shown(name)), name), problems: []})).byteOrder;
	}

	/**
	The entries of one type; none when there is no such file. Damaged entries are left out: they are in the image's `entries`, and their damage in its `problems`.

	@throws {InputError} when the file is no image
	@throws {PendingError}
	*/
	entries<T extends keyof Messages>(name: string, type: T): ReadonlyArray<EntryOf<T>> {
		const all = this.has(name) ? this.image(name).entries : [];
		return all.filter((entry): entry is EntryOf<T> & Entry => entry.type === type && entry.problem === undefined);
	}

	/** The messages of `entries`. */
	messages<T extends keyof Messages>(name: string, type: T): ReadonlyArray<Messages[T]> {
		return this.entries(name, type).map(entry => entry.message);
	}

	/**
	The first message of a type; undefined when there is no such file, or no such entry in it.

	@throws {InputError} when damage took it
	@throws {PendingError}
	*/
	message<T extends keyof Messages>(name: string, type: T): Messages[T] | undefined {
		const message = this.entries(name, type)[0]?.message;
		if (message === undefined && this.has(name)) {
			const problem = this.image(name).problems[0];
			if (problem !== undefined) {
				throw problem;
			}
		}

		return message;
	}
}
