import {readExactly} from '../archive/byte-source.js';
import type {Payload} from '../criu/cursor.js';
import {base64, textOf} from './byte-text.js';
import {PayloadText, type Json, type JsonObject} from './json.js';

// Whole lines of base64.
const payloadBlock = 57 * 8192;

// Deeper than any document is by its nature; what a suspect nests is not indented further, which would fill the disk with blanks.
const deepestIndent = 32;

/** A list or an object that is being written. */
type Level = {readonly brackets: '[]' | '{}'; readonly items: Iterator<Json | readonly [string, Json]>; isEmpty: boolean};

/**
A value as JSON text, as Python's `json.dump` writes it: in one line, or with `indent` spaces for each level; every character outside printable ASCII as an escape, so that it does nothing to a terminal. Values may be nested as deep as they like.
@yields the text in pieces, from one character on
*/
export function * jsonText(value: Json, indent = 0): Generator<string> {
	const separator = indent === 0 ? ', ' : ',';
	const levels: Level[] = [];
	const lineBreak = () => indent === 0 ? '' : `\n${' '.repeat(indent * Math.min(levels.length, deepestIndent))}`;
	let start = '';
	let next: Json | undefined = value;
	while (next !== undefined) {
		if (isScalar(next)) {
			yield start + scalarText(next);
		} else if (next instanceof PayloadText) {
			yield start;
			yield * payloadText(next.payload);
		} else {
			yield start;
			levels.push(isList(next) ? {brackets: '[]', items: next[Symbol.iterator](), isEmpty: true} : {brackets: '{}', items: Object.entries(next)[Symbol.iterator](), isEmpty: true});
		}

		next = undefined;
		for (let level = levels.at(-1); level !== undefined && next === undefined; level = levels.at(-1)) {
			const {brackets, items, isEmpty} = level;
			const item = items.next();
			if (item.done) {
				levels.pop();
				yield isEmpty ? brackets : `${lineBreak()}${brackets[1]!}`;
			} else {
				const [key, content] = brackets === '{}' ? item.value as readonly [string, Json] : [undefined, item.value as Json];
				start = `${isEmpty ? brackets[0]! : separator}${lineBreak()}${key === undefined ? '' : `${quoted(key)}: `}`;
				level.isEmpty = false;
				next = content;
			}
		}
	}
}

/** A value as `jsonText` writes it in one line, all at once. */
export function jsonLine(value: Json): string {
	if (isScalar(value)) {
		return scalarText(value);
	}

	return Array.isArray(value) && value.length === 0 ? '[]' : [...jsonText(value)].join('');
}

/** Bytes as a string of JSON, as `jsonLine` writes what `textOf` makes of them. */
export function jsonBytes(bytes: Uint8Array): string {
	return isPlainText(bytes) ? `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')}"` : quoted(textOf(bytes));
}

type JsonScalar = Extract<Json, null | boolean | number | bigint | string>;

function isScalar(value: Json): value is JsonScalar {
	return value === null || typeof value !== 'object';
}

function scalarText(value: JsonScalar): string {
	return typeof value === 'string' ? quoted(value) : String(value);
}

function isList(value: Iterable<Json> | JsonObject): value is Iterable<Json> {
	return typeof (value as Partial<Iterable<Json>>)[Symbol.iterator] === 'function';
}

function quoted(text: string): string {
	if (isPlain(text)) {
		return `"${text}"`;
	}

	const json = JSON.stringify(text);
	return /^[\u0020-\u007E]*$/v.test(json) ? json : json.replaceAll(/[^\u0020-\u007E]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// Of characters that stand for themselves in JSON.
function isPlain(text: string): boolean {
	return /^[[\u0020-\u007E]--["\\]]*$/v.test(text);
}

const [blank, lastPrinted, quote, backslash] = [0x20, 0x7E, 0x22, 0x5C];

function isPlainText(bytes: Uint8Array): boolean {
	const {length} = bytes;
	for (let index = 0; index < length; index++) {
		const byte = bytes[index]!;
		if (byte === quote || byte === backslash || byte < blank || byte > lastPrinted) {
			return false;
		}
	}

	return true;
}

function * payloadText({source, position, length}: Payload): Generator<string> {
	yield '"';
	for (let done = 0; done < length; done += payloadBlock) {
		yield base64(readExactly(source, 'payload', position + done, Math.min(payloadBlock, length - done))).replaceAll('\n', String.raw`\n`);
	}

	yield '"';
}
