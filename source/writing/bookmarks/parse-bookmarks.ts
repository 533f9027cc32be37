import {InputError} from '../../archive/byte-source.js';
import type {ContentKind} from '../../checkpoint/contents/content.js';
import {parseJson, type Json, type JsonRecord} from '../../checkpoint/json-file.js';
import {Untrusted} from '../../text/untrusted.js';
import {bytesOfText} from '../byte-text.js';
import type {CheckpointFile} from '../checkpoint-file.js';
import type {Bookmark, BookmarkedRow, BookmarksFile, ContentReference} from './bookmark.js';
import {bookmarksVersion} from './bookmarks-json.js';

// More than anybody makes by hand.
const [mostBookmarks, longestText, largestNumber] = [5000, 64 * 1024, 2 ** 31 - 1];

const contentKinds: Readonly<Record<ContentKind, true>> = {
	'shared-memory': true, pipe: true, socket: true, 'message-queue': true, 'bpf-map': true, 'removed-file': true, file: true, 'engine-file': true, image: true,
};

/**
Reads a file of bookmarks, which anybody may have written. Fields that it does not know are left out.

@throws {InputError} which says what is wrong with which bookmark
*/
export function parseBookmarks(bytes: Uint8Array, file: string): BookmarksFile {
	const document = new Field(parseJson(bytes, file), file, '');
	if (document.record().cryoscope_bookmarks !== bookmarksVersion) {
		throw new InputError(file, `no bookmarks of this program: cryoscope_bookmarks of ${bookmarksVersion} expected`);
	}

	const bookmarks = document.of('bookmarks').list(mostBookmarks).map(field => bookmarkOf(field));
	const marks = bookmarks.flatMap(({mark}) => mark ?? []);
	const twice = marks.find((mark, index) => marks.indexOf(mark) < index);
	if (twice !== undefined) {
		throw new InputError(file, `there are two marks ${twice}`);
	}

	return {checkpoint: checkpointOf(document.of('checkpoint')), bookmarks};
}

function checkpointOf(field: Field): CheckpointFile {
	return {name: field.of('name').text(), size: field.of('size').optional(size => size.number(Number.MAX_SAFE_INTEGER))};
}

function bookmarkOf(field: Field): Bookmark {
	return {
		mark: field.of('mark').optional(mark => mark.matching(/^[\da-z]$/iv, 'one letter or digit')),
		note: field.of('note').optional(note => note.text()),
		subject: field.of('subject').matching(/^(?:process|container)$/v, 'process or container') as Bookmark['subject'],
		pid: field.of('pid').optional(pid => pid.number(largestNumber)),
		tab: field.of('tab').matching(/^[a-z][\-a-z]{0,31}$/v, 'the name of a tab'),
		content: field.of('content').optional(content => referenceOf(content)),
		address: field.of('address').optional(address => BigInt(address.matching(/^0x[\da-f]{1,16}$/iv, 'an address in hexadecimal'))),
		row: field.of('row').optional(row => rowOf(row)),
	};
}

function referenceOf(field: Field): ContentReference {
	const kind = field.of('kind').matching(/^[\-a-z]+$/v, 'a kind of contents');
	if (!Object.hasOwn(contentKinds, kind)) {
		throw field.of('kind').wrong('a kind of contents');
	}

	return {kind: kind as ContentKind, name: field.of('name').text(), number: field.of('number').number(largestNumber)};
}

function rowOf(field: Field): BookmarkedRow {
	return {index: field.of('index').optional(index => index.number(largestNumber)), text: field.of('text').text()};
}

/** A value of the document, and where it stands. */
class Field {
	readonly #value: Json | undefined;
	readonly #file: string;
	readonly #where: string;

	constructor(value: Json | undefined, file: string, where: string) {
		this.#value = value;
		this.#file = file;
		this.#where = where;
	}

	wrong(expected: string): InputError {
		return new InputError(this.#file, `${this.#where === '' ? '' : `${this.#where}: `}${expected} expected`);
	}

	of(name: string): Field {
		const record = this.record();
		return this.#inner(Object.hasOwn(record, name) ? record[name] : undefined, name);
	}

	optional<T>(read: (field: Field) => T): T | undefined {
		return this.#value === undefined || this.#value === null ? undefined : read(this);
	}

	record(): JsonRecord {
		const value = this.#value;
		if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
			throw this.wrong('an object');
		}

		return value as JsonRecord;
	}

	list(most: number): Field[] {
		const value = this.#value;
		if (!Array.isArray(value) || value.length > most) {
			throw this.wrong(`a list of at most ${most}`);
		}

		return value.map((item, index) => this.#inner(item as Json, String(index + 1)));
	}

	text(): Untrusted {
		const bytes = typeof this.#value === 'string' && this.#value.length <= longestText ? bytesOfText(this.#value) : undefined;
		if (bytes === undefined) {
			throw this.wrong(`a text of at most ${longestText} characters`);
		}

		return new Untrusted(bytes);
	}

	matching(pattern: RegExp, expected: string): string {
		if (typeof this.#value !== 'string' || !pattern.test(this.#value)) {
			throw this.wrong(expected);
		}

		return this.#value;
	}

	number(most: number): number {
		const value = this.#value;
		if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > most) {
			throw this.wrong('a whole number');
		}

		return value;
	}

	#inner(value: Json | undefined, name: string): Field {
		return new Field(value, this.#file, this.#where === '' ? name : `${this.#where} ${name}`);
	}
}
