import {readExactly} from '../../archive/byte-source.js';
import type {Payload} from '../../criu/cursor.js';
import {base64} from './byte-text.js';
import {PayloadText, type Json, type JsonObject} from './json.js';

// Whole lines of base64.
const payloadBlock = 57 * 8192;

/**
A value as JSON text, as Python's `json.dump` writes it: in one line, or with `indent` spaces for each level; every character outside printable ASCII as an escape, so that it does nothing to a terminal.
@yields the text in pieces, from one character on
*/
export function * jsonText(value: Json, indent = 0, level = 1): Generator<string> {
	if (isScalar(value)) {
		yield scalarText(value);
	} else if (value instanceof PayloadText) {
		yield * payloadText(value.payload);
	} else if (isList(value)) {
		yield * items('[]', value, indent, level);
	} else {
		yield * items('{}', Object.entries(value), indent, level);
	}
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

function * items(brackets: '[]' | '{}', values: Iterable<Json | [string, Json]>, indent: number, level: number): Generator<string> {
	const isObject = brackets === '{}';
	const separator = indent === 0 ? ', ' : ',';
	let isEmpty = true;
	for (const item of values) {
		const [key, value] = isObject ? item as [string, Json] : [undefined, item as Json];
		const start = `${isEmpty ? brackets[0]! : separator}${lineBreak(indent, level)}${key === undefined ? '' : `${quoted(key)}: `}`;
		if (isScalar(value)) {
			yield start + scalarText(value);
		} else {
			yield start;
			yield * jsonText(value, indent, level + 1);
		}

		isEmpty = false;
	}

	yield isEmpty ? brackets : `${lineBreak(indent, level - 1)}${brackets[1]!}`;
}

function lineBreak(indent: number, level: number): string {
	return indent === 0 ? '' : `\n${' '.repeat(indent * level)}`;
}

function quoted(text: string): string {
	return JSON.stringify(text).replaceAll(/[^\u0020-\u007E]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function * payloadText({source, position, length}: Payload): Generator<string> {
	yield '"';
	for (let done = 0; done < length; done += payloadBlock) {
		yield base64(readExactly(source, 'payload', position + done, Math.min(payloadBlock, length - done))).replaceAll('\n', String.raw`\n`);
	}

	yield '"';
}
