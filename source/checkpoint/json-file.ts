import {constants} from 'node:buffer';
import type {Archive} from '../archive/archive.js';
import {InputError, readExactly} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import {parseTime, timeOf} from './rfc3339.js';

/** No engine writes more than some hundred KiB; what is larger was not written by one. */
const maxSize = 16 * 1024 * 1024;

const maxNesting = 100;

const [quote, backslash] = Buffer.from('"\\\\') as unknown as [number, number];
const opening = new Set(Buffer.from('[{'));
const closing = new Set(Buffer.from(']}'));

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

export type JsonRecord = {readonly [key: string]: Json};

export type Json = null | boolean | number | string | readonly Json[] | JsonRecord;

/**
Reads a member of the archive as JSON; undefined when there is no such member.

@throws {InputError} when it is too large, cut off, not UTF-8 or not JSON
@throws {PendingError} while it is being decompressed
*/
export function readJson(archive: Archive, key: string): Json | undefined {
	const member = archive.get(key);
	if (member?.source === undefined) {
		return undefined;
	}

	const name = member.name.toString();
	if (member.size > maxSize) {
		throw new InputError(name, `JSON of at most ${maxSize} bytes expected, it has ${member.size}`);
	}

	return parseJson(readExactly(member.source, name, 0, member.size), name);
}

/**
Reads `bytes`, the content of `file`, as JSON.

@throws {InputError} when they are not JSON in UTF-8, or nested beyond all reason
*/
export function parseJson(bytes: Uint8Array, file: string): Json {
	return parse(bytes, file, text => JSON.parse(text) as Json);
}

/** JSON in which every integer is a bigint, so that it has all its digits. */
export type ExactJson = null | boolean | number | bigint | string | readonly ExactJson[] | {readonly [key: string]: ExactJson};

/** As `parseJson`, with exact integers. */
export function parseExactJson(bytes: Uint8Array, file: string): ExactJson {
	return parse(bytes, file, text => JSON.parse(text, exactInteger) as ExactJson);
}

// The types of the language don't know the reviver's third argument.
function exactInteger(_key: string, value: unknown, context?: {readonly source?: string}): unknown {
	return typeof value === 'number' && /^-?\d{1,40}$/v.test(context!.source!) ? BigInt(context!.source!) : value;
}

function parse<T>(bytes: Uint8Array, file: string, parseText: (text: string) => T): T {
	if (bytes.length > constants.MAX_STRING_LENGTH) {
		throw new InputError(file, `JSON of at most ${constants.MAX_STRING_LENGTH} bytes expected, it has ${bytes.length}`);
	}

	if (nesting(bytes) > maxNesting) {
		throw new InputError(file, `JSON of at most ${maxNesting} levels expected`);
	}

	try {
		return parseText(utf8.decode(bytes));
	} catch (error) {
		// The parser's own words quote the content, which is not ours to print.
		const position = /at position (?<position>\d+)/v.exec(error instanceof SyntaxError ? error.message : '')?.groups?.position;
		throw new InputError(file, error instanceof SyntaxError ? 'not valid JSON' : 'not valid JSON: it is not UTF-8', position === undefined ? undefined : Number(position));
	}
}

/** How deep lists and objects lie in each other: text that is made to exhaust the stack is not even parsed. */
function nesting(bytes: Uint8Array): number {
	let depth = 0;
	let deepest = 0;
	let isInString = false;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index]!;
		if (isInString) {
			if (byte === backslash) {
				index++;
			} else if (byte === quote) {
				isInString = false;
			}
		} else if (byte === quote) {
			isInString = true;
		} else if (opening.has(byte)) {
			deepest = Math.max(deepest, ++depth);
		} else if (closing.has(byte)) {
			depth--;
		}
	}

	return deepest;
}

/**
An object of a JSON file whose every value may be of any type.

A value that is absent, null or an empty string reads as undefined: the engines leave out and empty alike. One of another type than asked for throws `InputError` with the file and the name of the value.
*/
export class JsonObject {
	/**
	The object that `value` is; null and undefined give undefined.

	@throws {InputError} when it is anything else
	*/
	static of(value: Json | undefined, file: string, path = ''): JsonObject | undefined {
		if (value === undefined || value === null) {
			return undefined;
		}

		if (typeof value !== 'object' || Array.isArray(value)) {
			throw new InputError(file, `${path === '' ? 'it' : path} should be an object, not ${kindOf(value)}`);
		}

		return new this(value as JsonRecord, file, path);
	}

	/** The object that `archive` has in the file `key`; undefined when there is no such file. */
	static read(archive: Archive, key: string): JsonObject | undefined {
		return this.of(readJson(archive, key), archive.get(key)?.name.toString() ?? key);
	}

	readonly #value: JsonRecord;
	readonly #file: string;
	readonly #path: string;

	private constructor(value: JsonRecord, file: string, path: string) {
		this.#value = value;
		this.#file = file;
		this.#path = path;
	}

	#string(key: string): string | undefined {
		const value = this.get(key) ?? undefined;
		if (value !== undefined && typeof value !== 'string') {
			throw this.#mistyped(key, 'a string');
		}

		return value;
	}

	#mistyped(key: string, expected: string): InputError {
		return new InputError(this.#file, `${this.#name(key)} should be ${expected}, not ${kindOf(this.get(key)!)}`);
	}

	#name(key: string): string {
		return `${this.#path === '' ? '' : `${this.#path}.`}${Untrusted.from(key).toString()}`;
	}

	keys(): string[] {
		return Object.keys(this.#value);
	}

	get(key: string): Json | undefined {
		return Object.hasOwn(this.#value, key) ? this.#value[key] : undefined;
	}

	object(key: string): JsonObject | undefined {
		return JsonObject.of(this.get(key), this.#file, this.#name(key));
	}

	array(key: string): readonly Json[] {
		const value = this.get(key) ?? [];
		if (!Array.isArray(value)) {
			throw this.#mistyped(key, 'a list');
		}

		return value as readonly Json[];
	}

	/** The objects of a list. */
	objects(key: string): JsonObject[] {
		return this.array(key).map((value, index) => JsonObject.of(value ?? false, this.#file, `${this.#name(key)}[${index}]`)!);
	}

	text(key: string): Untrusted | undefined {
		const value = this.#string(key);
		return value === undefined || value === '' ? undefined : Untrusted.from(value);
	}

	/** The strings of a list. */
	texts(key: string): Untrusted[] {
		return textsOf(this.get(key), this.#file, this.#name(key));
	}

	/** An integer, written as a number or as a string of digits. */
	integer(key: string): number | undefined {
		const value = this.get(key) ?? undefined;
		const number = typeof value === 'string' && /^-?\d{1,16}$/v.test(value) ? Number(value) : value;
		if (number === undefined || number === '') {
			return undefined;
		}

		if (typeof number !== 'number' || number % 1 !== 0) {
			throw this.#mistyped(key, 'an integer');
		}

		return number;
	}

	/** A time in RFC 3339 as it is written; undefined when it was never set. */
	timeText(key: string): Untrusted | undefined {
		const value = this.#string(key);
		const time = value === undefined || value === '' ? undefined : parseTime(value);
		if (Number.isNaN(time)) {
			throw this.#mistyped(key, 'a time (RFC 3339)');
		}

		return time === undefined ? undefined : Untrusted.from(value!);
	}

	/** A time in milliseconds since 1970. */
	time(key: string): number | undefined {
		return timeOf(this.timeText(key));
	}

	/** JSON that is written into a string of this object. */
	embedded(key: string): JsonObject | undefined {
		const value = this.#string(key);
		return value === undefined || value === '' ? undefined : JsonObject.of(parseJson(Buffer.from(value), `${this.#file}, ${this.#name(key)}`), this.#file, this.#name(key));
	}

	/** Every string of the object with its name; values of other types as their JSON text. */
	entries(): Array<{readonly key: Untrusted; readonly value: Untrusted}> {
		return Object.entries(this.#value).map(([key, value]) => ({
			key: Untrusted.from(key),
			value: Untrusted.from(typeof value === 'string' ? value : JSON.stringify(value)),
		}));
	}
}

/**
The strings of a list; null and undefined give none.

@throws {InputError} when `value` is not a list of strings
*/
export function textsOf(value: Json | undefined, file: string, path = 'it'): Untrusted[] {
	const list: Json = value ?? [];
	if (!Array.isArray(list)) {
		throw new InputError(file, `${path} should be a list of strings, not ${kindOf(list)}`);
	}

	return (list as readonly Json[]).map(text => {
		if (typeof text !== 'string') {
			throw new InputError(file, `${path} should be a list of strings, one of them is ${kindOf(text)}`);
		}

		return Untrusted.from(text);
	});
}

function kindOf(value: Json): string {
	if (Array.isArray(value)) {
		return 'a list';
	}

	if (value === null) {
		return 'null';
	}

	const article = typeof value === 'object' ? 'an' : 'a';
	// A string of the wrong form is shown, in part: it says what went wrong.
	return typeof value === 'string' ? `"${Untrusted.from(value.slice(0, 40)).toString()}"` : `${article} ${typeof value}`;
}
