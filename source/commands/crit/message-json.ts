import type {ExactJson} from '../../checkpoint/json-file.js';
import {ipAddress, parseIpAddress} from '../../checkpoint/descriptors/addresses.js';
import {planOf, type Field} from '../../criu/schema.js';
import type {Messages} from '../../criu/schema/messages.js';
import {fieldNumber, Malformed} from '../../criu/wire.js';
import {Untrusted} from '../../text/untrusted.js';
import {base64, bytesOfText, parseBase64, textOf} from '../../writing/byte-text.js';
import type {Json, JsonObject} from '../../writing/json.js';
import {requireBoolean, requireInteger, requireList, requireObject, requireString, type Found} from './json-input.js';
import {parseQuotedPrintable, quotedPrintable} from './quoted-printable.js';
import {parseNumber, prettyNumber} from './number-text.js';
import type {Place} from './place.js';

/** Fields that the schema doesn't know, such as those of a newer CRIU: each in base64, with its number and form as on the wire. */
const unknownKey = '$unknown';

type Values = Readonly<Record<string, unknown>>;

/**
A message in the dialect of CRIU's own Python decoder: fields in the order of their numbers, only those that are there, and no empty list.

- 64-bit numbers are numbers with all their digits, enums the names of their values.
- `string` fields are strings (see `textOf`), `bytes` base64 in lines, names of UNIX sockets quoted-printable.
- Pretty, numbers are shown by their nature (see `prettyNumber`), and addresses of the Internet as one string in a list.
*/
export function messageToJson<T extends keyof Messages>(type: T, message: Messages[T], isPretty: boolean): JsonObject {
	return toJson(type, message, isPretty, false);
}

function toJson(type: keyof Messages, values: Values, isPretty: boolean, isInHex: boolean): JsonObject {
	const json: Record<string, Json> = {};
	for (const field of planOf(type).ordered) {
		const value = values[field.name];
		if (value === undefined || (field.repeated && (value as readonly unknown[]).length === 0)) {
			continue;
		}

		const write = (item: unknown) => valueToJson(field, item, isPretty, isInHex);
		json[field.name] = field.repeated ? addressToJson(field, value as readonly number[], isPretty) ?? (value as readonly unknown[]).map(item => write(item)) : write(value);
	}

	const unknown = values.$unknown as readonly Uint8Array[] | undefined;
	return unknown === undefined ? json : {...json, [unknownKey]: unknown.map(bytes => base64(bytes))};
}

function addressToJson({options: {ipadd}}: Field, words: readonly number[], isPretty: boolean): Json | undefined {
	return isPretty && ipadd && (words.length === 1 || words.length === 4) ? [ipAddress(words)] : undefined;
}

function valueToJson(field: Field, value: unknown, isPretty: boolean, isInHex: boolean): Json {
	if (value instanceof Untrusted) {
		return textOf(value.bytes);
	}

	if (value instanceof Uint8Array) {
		return field.options.conv === 'unix_name' ? quotedPrintable(value) : base64(value);
	}

	if (typeof value === 'number' || typeof value === 'bigint') {
		return field.names?.get(Number(value)) ?? (isPretty && field.names === undefined ? prettyNumber(field, value, isInHex) : value);
	}

	return field.kind === 'message' ? toJson(field.message!, value as Values, isPretty, isInHex || field.options.hex === true) : value as boolean;
}

/**
The message that an object of `messageToJson`, pretty or not, stands for.

@throws {InputError} where it doesn't fit the schema
*/
export function messageFromJson<T extends keyof Messages>(type: T, {value: json, place}: Found): Messages[T] {
	const {byName, repeated, required} = planOf(type);
	const values: Record<string, unknown> = Object.fromEntries(repeated.map(name => [name, []]));
	for (const [key, value] of Object.entries(requireObject({value: json, place}))) {
		const found = {value, place: place.at(key)};
		const field = byName.get(key);
		if (field !== undefined) {
			values[key] = field.repeated ? addressFromJson(field, value) ?? requireList(found).map(item => valueFromJson(field, item)) : valueFromJson(field, found);
		} else if (key === unknownKey) {
			values.$unknown = requireList(found).map(item => unknownFromJson(item));
		} else {
			throw found.place.complaint(`${type} has no such field`);
		}
	}

	const missing = required.find(name => values[name] === undefined);
	if (missing !== undefined) {
		throw place.at(missing).complaint(`missing, but ${type} requires it`);
	}

	return values as Messages[T];
}

function addressFromJson({options: {ipadd}}: Field, value: ExactJson): readonly number[] | undefined {
	const [text, ...more] = Array.isArray(value) ? value as readonly ExactJson[] : [];
	return ipadd && typeof text === 'string' && more.length === 0 ? parseIpAddress(text) : undefined;
}

function unknownFromJson(found: Found): Uint8Array {
	const bytes = bytesFromJson(found);
	try {
		fieldNumber(bytes);
		return bytes;
	} catch (error) {
		throw error instanceof Malformed ? found.place.complaint(error.message) : error;
	}
}

/** Base64, as its bytes. */
export function bytesFromJson(found: Found): Uint8Array {
	return parsed(parseBase64(requireString(found)), found.place, 'base64');
}

function valueFromJson(field: Field, found: Found): unknown {
	switch (field.kind) {
		case 'message': {
			return messageFromJson(field.message!, found);
		}

		case 'text': {
			return new Untrusted(parsed(bytesOfText(requireString(found)), found.place, 'text'));
		}

		case 'bytes': {
			return field.options.conv === 'unix_name' ? parsed(parseQuotedPrintable(requireString(found)), found.place, 'quoted-printable') : bytesFromJson(found);
		}

		case 'bool': {
			return requireBoolean(found);
		}

		case 'int32':
		case 'sint32':
		case 'int64':
		case 'sint64': {
			return numberFromJson(field, found, {signed: true, bits: field.kind.endsWith('64') ? 64 : 32});
		}

		case 'uint32':
		case 'fixed32':
		case 'uint64':
		case 'fixed64': {
			return numberFromJson(field, found, {signed: false, bits: field.kind.endsWith('64') ? 64 : 32});
		}
	}
}

function parsed(bytes: Uint8Array | undefined, place: Place, what: string): Uint8Array {
	if (bytes === undefined) {
		throw place.complaint(`not ${what}`);
	}

	return bytes;
}

function numberFromJson(field: Field, {value, place}: Found, {signed, bits}: {readonly signed: boolean; readonly bits: 32 | 64}): number | bigint {
	let number = value;
	if (typeof value === 'string') {
		number = field.names === undefined ? parseNumber(field, value) ?? value : valueOfName(field.names, value) ?? value;
		if (typeof number === 'string') {
			throw place.complaint(`${field.names === undefined ? 'a number' : 'the name of a value'} expected, not "${Untrusted.from(value.slice(0, 40)).toString()}"`);
		}
	}

	const range = 1n << BigInt(bits);
	const exact = signed ? requireInteger({value: number, place}, -range / 2n, range / 2n - 1n) : requireInteger({value: number, place}, 0n, range - 1n);
	return bits === 64 ? exact : Number(exact);
}

function valueOfName(names: ReadonlyMap<number, string>, text: string): bigint | undefined {
	for (const [value, name] of names) {
		if (name === text) {
			return BigInt(value);
		}
	}

	return undefined;
}
