import {InputError, type ByteSource} from '../archive/byte-source.js';
import {Cursor, type Payload} from './cursor.js';
import {decodeMessage} from './decode.js';
import {DecodingBudget} from './decoding-budget.js';
import {hasExtra, readExtra, type Extras} from './extra.js';
import {familyOfFile, type Family} from './families.js';
import {readHead, type Head} from './framing.js';
import type {Messages} from './schema/messages.js';
import {Malformed} from './wire.js';

/** One entry of an image: a message, and for some types what follows it. */
export type EntryOf<T extends keyof Messages> = {
	readonly type: T;
	readonly message: Messages[T];
	readonly extra: T extends keyof Extras ? Extras[T] : undefined;
	/** Bytes from the start of the file to the entry's size word. */
	readonly position: number;
	/** When the message is damaged: `message` is what could be read, and may lack required fields. */
	readonly problem?: InputError;
};

/** An entry of an image whose magic no family has. */
export type UnknownEntry = {
	readonly type: undefined;
	readonly body: Payload;
	readonly position: number;
};

export type KnownEntry = {[T in keyof Messages]: EntryOf<T>}[keyof Messages];

export type Entry = KnownEntry | UnknownEntry;

/** A decoded image file. */
export type Image = Omit<Head, 'magic'> & {
	/** The file's name in its directory. */
	readonly name: string;
	/** Undefined for a raw image. */
	readonly magic: number | undefined;
	/** In file order. Damage to the framing ends the list; what came before it is kept. */
	readonly entries: readonly Entry[];
	/** What is wrong with the file: damaged entries (each has its own complaint too), then the damage that cost the rest. */
	readonly problems: readonly InputError[];
};

// So much damage is no image any more, and a file of gigabytes may be full of it.
const maxProblems = 100;

/**
Decodes an image file. Raw images, such as pages files, have no entries.

`name` is the file's name in its directory, `shown` its printable name for complaints. Objects are taken from `budget`: when it is used up, the rest is left out, and a problem says so.

@throws {InputError} when it is no image, or not the one its name says; damage after the magic words is in `problems` instead
@throws {PendingError}
*/
export function readImage(source: ByteSource, name: string, shown = name, budget = new DecodingBudget()): Image {
	const raw = rawFamily(name);
	if (raw !== undefined) {
		return {name, magic: undefined, headWord: undefined, family: raw, byteOrder: 'little', entries: [], problems: []};
	}

	const cursor = new Cursor(source, shown);
	const head = readHead(cursor, name);
	const problems: InputError[] = [];
	return {name, ...head, entries: [...readEntries(cursor, head, problems, budget)], problems};
}

/** The family of an image without framing, by its name. */
function rawFamily(name: string): Family | undefined {
	const family = familyOfFile(name);
	return family?.magic === undefined ? family : undefined;
}

/** What there is to tell of an image without keeping what is in it. */
export type ImageSummary = Omit<Image, 'entries'> & {
	/** How many there are, the head of a pagemap not among them; undefined for a raw image, and for one of a plugin, which may be raw. */
	readonly entries: number | undefined;
};

/**
Decodes an image of any size to see what is in it.

@throws {InputError} when it is no image, or not the one its name says
@throws {PendingError}
*/
export function summarizeImage(source: ByteSource, name: string, shown = name): ImageSummary {
	if (rawFamily(name) !== undefined) {
		return {...readImage(source, name, shown), entries: undefined};
	}

	const cursor = new Cursor(source, shown);
	const head = readHead(cursor, name);
	const problems: InputError[] = [];
	if (head.family === undefined && head.headWord === undefined) {
		return {name, ...head, entries: undefined, problems};
	}

	const budget = new DecodingBudget();
	const {left} = budget;
	let entries = 0;
	for (const {type} of readEntries(cursor, head, problems, budget)) {
		entries += type === 'pagemap_head' ? 0 : 1;
		// Nothing is kept of it.
		budget.left = left;
	}

	return {name, ...head, entries, problems};
}

/**
Reads what is behind the head; what is wrong with it is added to `problems`.

@yields the entries in file order
*/
function * readEntries(cursor: Cursor, {family}: Head, problems: InputError[], budget: DecodingBudget): Generator<Entry> {
	try {
		for (let index = 0; cursor.left > 0; index++) {
			budget.spend();
			const entry = family === undefined ? readUnknown(cursor) : readEntry(cursor, entryType(family, index), budget);
			yield entry;
			if (entry.type !== undefined && entry.problem !== undefined) {
				problems.push(entry.problem);
				if (problems.length === maxProblems) {
					throw cursor.complaint('too much damage: the rest is left out');
				}
			}
		}
	} catch (error) {
		if (!(error instanceof InputError) && !(error instanceof Malformed)) {
			throw error;
		}

		problems.push(error instanceof InputError ? error : cursor.complaint(`${error.message}: the rest is left out`));
	}
}

function readUnknown(cursor: Cursor): UnknownEntry {
	const {position} = cursor;
	return {type: undefined, body: cursor.payload(cursor.u32()), position};
}

/** The message of the entry of this index in an image of a family. */
export function entryType({messages}: Family, index: number): keyof Messages {
	return messages[Math.min(index, messages.length - 1)]!;
}

/**
Reads one entry; a damaged message is its `problem`.

@throws {InputError} when the file is cut off, or what follows a damaged message can't be measured without it
@throws {PendingError}
*/
export function readEntry(cursor: Cursor, type: keyof Messages, budget = new DecodingBudget()): KnownEntry {
	const {position} = cursor;
	const size = cursor.u32();
	const {message, defect} = decodeMessage(type, cursor.bytes(size), {budget});
	const entry = {type, message, position};
	if (defect === undefined) {
		return {...entry, extra: hasExtra(type) ? readExtra(cursor, type, message as never, budget) : undefined} as KnownEntry;
	}

	const problem = cursor.complaint(defect.reason, position + 4 + defect.offset);
	if (hasExtra(type)) {
		throw problem;
	}

	return {...entry, problem} as KnownEntry;
}
