import path from 'node:path';
import type {Bookmark, BookmarksFile, ContentReference} from '../../writing/bookmarks/bookmark.js';
import type {ViewedContent} from '../content/viewed-content.js';

const memoryKey = 'bookmarks';

/** The places that a person wants to come back to: those with a letter, and those with a note. They are written nowhere until that is asked for. */
export class Bookmarks {
	/** Those of a run of the program. */
	static of(memory: Map<string, unknown>): Bookmarks {
		const known = memory.get(memoryKey);
		if (known instanceof this) {
			return known;
		}

		const bookmarks = new this();
		memory.set(memoryKey, bookmarks);
		return bookmarks;
	}

	#all: readonly Bookmark[] = [];
	#isSaved = true;
	#lastFile: string | undefined;
	readonly #listeners = new Set<() => void>();
	readonly #files = new Set<string>();
	readonly #viewed = new WeakMap<ContentReference, ViewedContent>();

	/** In the order in which they were made: another list after each change. */
	get all(): readonly Bookmark[] {
		return this.#all;
	}

	/** All of them are in a file. */
	get isSaved(): boolean {
		return this.#isSaved;
	}

	/** Calls `listener` after each change; returns a function that stops it. */
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Begins with those of a file, which they may be written to again. */
	begin(file: string, {bookmarks}: Pick<BookmarksFile, 'bookmarks'>): void {
		this.#all = bookmarks;
		this.saved(file, bookmarks);
	}

	/** These were written to a file. */
	saved(file: string, bookmarks: readonly Bookmark[]): void {
		this.#files.add(path.resolve(file));
		this.#lastFile = file;
		this.#isSaved = bookmarks === this.#all;
		this.#tell();
	}

	/** The file that they were read from or written to last, if any. */
	get lastFile(): string | undefined {
		return this.#lastFile;
	}

	/** They were read from this file, or written to it. */
	isTheirs(file: string): boolean {
		return this.#files.has(path.resolve(file));
	}

	/** One with a letter takes the letter from the one that had it, which stays for its note only. */
	add(bookmark: Bookmark): void {
		const {mark} = bookmark;
		const others = this.#all.flatMap(other => mark === undefined || other.mark !== mark ? [other] : (other.note === undefined ? [] : [{...other, mark: undefined}]));
		this.#change([...others, bookmark]);
	}

	/** Changes what is said of one; one with neither note nor letter is gone. */
	note(bookmark: Bookmark, note: Bookmark['note']): void {
		this.#change(this.#all.flatMap(other => other === bookmark ? (note === undefined && other.mark === undefined ? [] : [{...other, note}]) : [other]));
	}

	remove(bookmark: Bookmark): void {
		this.#change(this.#all.filter(other => other !== bookmark));
	}

	marked(letter: string): Bookmark | undefined {
		return this.#all.find(({mark}) => mark === letter);
	}

	/** What is viewed at a bookmark, the same each time. */
	viewed({content: reference}: Bookmark, view: (reference: ContentReference) => ViewedContent | undefined): ViewedContent | undefined {
		if (reference === undefined) {
			return undefined;
		}

		const content = this.#viewed.get(reference) ?? view(reference);
		if (content !== undefined) {
			this.#viewed.set(reference, content);
		}

		return content;
	}

	#change(all: readonly Bookmark[]): void {
		this.#all = all;
		this.#isSaved = false;
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}
}
