import {attempt} from '../../archive/attempt.js';
import type {ByteSource} from '../../archive/byte-source.js';
import {memorySource} from '../../archive/memory-source.js';
import type {ExactJson} from '../../checkpoint/json-file.js';
import {Cursor, type ByteOrder} from '../../criu/cursor.js';
import type {Piece} from '../../criu/encode-extra.js';
import {hasExtra} from '../../criu/extra.js';
import {families, familyOfMagic, headWords, type Family, type HeadWord} from '../../criu/families.js';
import {entryType, readEntry, type Entry, type Image, type KnownEntry} from '../../criu/image.js';
import type {Messages} from '../../criu/schema/messages.js';
import {Malformed} from '../../criu/wire.js';
import {bytesOfPieces, entryPieces, headPieces, isWrittenAlike} from '../../criu/write-image.js';
import {PayloadText, type JsonObject} from '../../writing/json.js';
import {extraFromJson, extraToJson, hiddenExtra} from './extra-json.js';
import {requireList, requireObject, requireString, type Found} from './json-input.js';
import {bytesFromJson, messageFromJson, messageToJson} from './message-json.js';
import {Place} from './place.js';

/*
The dialect is that of CRIU's own Python decoder: {"magic": "PSTREE", "entries": [...]}. Keys that begin with $ are our own, and stand only where an image is not as CRIU writes it today on most machines; the Python encoder ignores them.

- $head: the first word, where it is another than the family's: "IMG_COMMON", "IMG_SERVICE", or "none" of an image of version 1, which has a single magic.
- $order: "big", where the words around the messages are in big-endian order.
- $bytes of an entry: the whole entry as it stands in the file, in base64, where it is not what encoding its fields gives (they came in another order, padding is not zero, the image is of an unknown kind). It is written as long as the fields still say the same.
- $unknown of a message: see messageToJson.
*/
const headKey = '$head';
const orderKey = '$order';
const bytesKey = '$bytes';

export type JsonOptions = {
	readonly pretty: boolean;
	/** Sizes in place of payloads. */
	readonly hidePayload: boolean;
};

/** An image that was read from `source`, as JSON; of a damaged one what could be read, which is not enough to have its bytes back. Its entries are made one by one, as they are written. */
export function imageToJson(image: Image, source: ByteSource, options: JsonOptions): JsonObject {
	const {headWord, family, magic, byteOrder} = image;
	return {
		magic: magicName(image),
		...(headWord !== usualHeadWord(magic!, family) && {[headKey]: headWord ?? 'none'}),
		...(byteOrder === 'big' && {[orderKey]: byteOrder}),
		entries: entriesToJson(image, source, options),
	};
}

/** The name of an image's magic; a number where no family has it. */
export function magicName({family, magic}: Image): string {
	return family?.name ?? `0x${magic!.toString(16).padStart(8, '0')}`;
}

function usualHeadWord(magic: number, family = familyOfMagic(magic)): HeadWord | undefined {
	return family === undefined ? 'IMG_COMMON' : family.headWord;
}

function * entriesToJson({entries, byteOrder, problems}: Image, source: ByteSource, options: JsonOptions): Generator<JsonObject> {
	for (const [index, entry] of entries.entries()) {
		const end = entry.type === undefined ? entry.body.position + entry.body.length : entries[index + 1]?.position ?? source.size;
		const known = entry.type === undefined ? {} : entryToJson(entry, options);
		const isEnough = entry.type !== undefined && (options.hidePayload || problems.length > 0 || isWrittenAlike(entry, source, end, byteOrder));
		yield isEnough ? known : {...known, [bytesKey]: new PayloadText({source, position: entry.position, length: end - entry.position})};
	}
}

function entryToJson({type, message, extra}: KnownEntry, {pretty, hidePayload}: JsonOptions): JsonObject {
	const json = messageToJson(type, message as never, pretty);
	const shown = hasExtra(type) ? (hidePayload ? hiddenExtra : extraToJson)(type, extra as never) : undefined;
	return shown === undefined ? json : {...json, extra: shown};
}

/**
The image that JSON of this dialect, pretty or not, stands for.

@throws {InputError} where it doesn't fit the dialect or the schema
*/
export function imageFromJson(json: ExactJson, file: string): readonly Piece[] {
	const place = new Place(file);
	const image = requireObject({value: json, place});
	const found = (key: string, value?: ExactJson): Found => ({value: image[key] ?? value ?? null, place: place.at(key)});
	const stranger = Object.keys(image).find(key => !['magic', headKey, orderKey, 'entries'].includes(key));
	if (stranger !== undefined) {
		throw place.at(stranger).complaint('an image has no such key');
	}

	const {magic, family} = magicFromJson(found('magic'));
	const headWord = oneOf(found(headKey, usualHeadWord(magic) ?? 'none'), [...Object.keys(headWords) as HeadWord[], 'none']);
	const byteOrder = oneOf(found(orderKey, 'little'), ['little', 'big']);
	return [
		...headPieces({headWord: headWord === 'none' ? undefined : headWord, magic, byteOrder}),
		...requireList(found('entries')).flatMap((entry, index) => family === undefined ? unknownFromJson(entry, byteOrder) : entryFromJson(entryType(family, index), entry, byteOrder)),
	];
}

function magicFromJson(found: Found): {magic: number; family: Family | undefined} {
	const name = requireString(found);
	const named = families.find(family => family.name === name);
	const magic = named === undefined && /^0x[\da-f]{1,8}$/v.test(name) ? Number(name) : named?.magic;
	if (magic === undefined) {
		throw found.place.complaint(named === undefined ? 'no image has a magic of this name' : 'these images have no magic and no entries');
	}

	return {magic, family: familyOfMagic(magic)};
}

function oneOf<T extends string>(found: Found, values: readonly T[]): T {
	const value = values.find(candidate => candidate === requireString(found));
	if (value === undefined) {
		throw found.place.complaint(`${values.map(candidate => `"${candidate}"`).join(' or ')} expected`);
	}

	return value;
}

function unknownFromJson(found: Found, order: ByteOrder): readonly Piece[] {
	const entry = requireObject(found);
	const bytes = bytesFromJson({value: entry[bytesKey] ?? null, place: found.place.at(bytesKey)});
	const stranger = Object.keys(entry).find(key => key !== bytesKey);
	if (stranger !== undefined) {
		throw found.place.at(stranger).complaint('an entry of an unknown image has no such key');
	}

	const cursor = new Cursor(memorySource(bytes), 'entry');
	cursor.order = order;
	if (bytes.length < 4 || cursor.u32() !== bytes.length - 4) {
		throw found.place.at(bytesKey).complaint('not a size and a message of that size');
	}

	return [bytes];
}

function entryFromJson(type: keyof Messages, {value, place}: Found, order: ByteOrder): readonly Piece[] {
	const {extra: extraJson, $bytes: bytes, ...messageJson} = requireObject({value, place});
	const message = messageFromJson(type, {value: messageJson, place});
	const extraFound = extraJson === undefined ? undefined : {value: extraJson, place: place.at('extra')};
	if (extraFound !== undefined && !hasExtra(type)) {
		throw extraFound.place.complaint(`nothing follows a ${type}`);
	}

	const entry = {type, message, extra: hasExtra(type) ? extraFromJson(type, extraFound, message as never) : undefined, position: 0} as Entry;
	try {
		const pieces = entryPieces(entry, order);
		const asRead = bytes === undefined ? undefined : bytesFromJson({value: bytes, place: place.at(bytesKey)});
		return asRead !== undefined && isUnchanged(type, asRead, pieces, order) ? [asRead] : pieces;
	} catch (error) {
		throw error instanceof Malformed ? place.complaint(error.message) : error;
	}
}

/** Whether the entry that was read from `bytes` says the same as the one that `pieces` are. */
function isUnchanged(type: keyof Messages, bytes: Uint8Array, pieces: readonly Piece[], order: ByteOrder): boolean {
	const cursor = new Cursor(memorySource(bytes), 'entry');
	cursor.order = order;
	const entry = attempt(() => readEntry(cursor, type));
	return entry.state === 'ready' && entry.value.problem === undefined && cursor.left === 0
		&& Buffer.concat([...bytesOfPieces(entryPieces(entry.value, order))]).equals(Buffer.concat([...bytesOfPieces(pieces)]));
}
