import protobuf, {type Writer} from 'protobufjs/minimal.js';
import type {Untrusted} from '../text/untrusted.js';
import type {Messages} from './schema/messages.js';
import {planOf, type Field, type Plan, type Scalar} from './schema.js';
import {fieldNumber, toLong} from './wire.js';

type Values = Readonly<Record<string, unknown>> & {readonly $unknown?: readonly Uint8Array[]};

/**
Encodes a message as CRIU does (by protobuf-c): fields in the order of their numbers, each only when it is there, lists packed only where the schema says so.

A field that the schema doesn't know stands among the others by its number: whoever wrote it knew it.
*/
export function encodeMessage<T extends keyof Messages>(type: T, message: Messages[T]): Uint8Array {
	const writer = protobuf.Writer.create();
	write(writer, planOf(type), message);
	return writer.finish();
}

function write(writer: Writer, {ordered}: Plan, values: Values): void {
	const unknown = (values.$unknown ?? []).map(bytes => ({number: fieldNumber(bytes), bytes})).sort((one, other) => one.number - other.number);
	let next = 0;
	const writeUnknownBefore = (number: number) => {
		for (; next < unknown.length && unknown[next]!.number < number; next++) {
			writer.raw(unknown[next]!.bytes);
		}
	};

	for (const field of ordered) {
		const value = values[field.name];
		if (value !== undefined) {
			writeUnknownBefore(field.number);
			writeField(writer, field, value);
		}
	}

	writeUnknownBefore(Infinity);
}

function writeField(writer: Writer, field: Field, value: unknown): void {
	if (!field.repeated) {
		writeValue(writer, field, value);
		return;
	}

	const values = value as readonly unknown[];
	if (!field.packed) {
		for (const item of values) {
			writeValue(writer, field, item);
		}
	} else if (values.length > 0) {
		writer.uint32(field.number << 3 | 2).fork();
		for (const item of values) {
			writeScalar(writer, field.kind as Scalar, item);
		}

		writer.ldelim();
	}
}

function writeValue(writer: Writer, {number, kind, message, wireType}: Field, value: unknown): void {
	writer.uint32(number << 3 | wireType);
	if (kind === 'message') {
		writer.fork();
		write(writer, planOf(message!), value as Values);
		writer.ldelim();
	} else {
		writeScalar(writer, kind, value);
	}
}

function writeScalar(writer: Writer, kind: Scalar, value: unknown): void {
	switch (kind) {
		case 'bytes': {
			writer.bytes(value as Uint8Array);
			break;
		}

		case 'text': {
			writer.bytes((value as Untrusted).bytes);
			break;
		}

		case 'uint64':
		case 'int64':
		case 'sint64':
		case 'fixed64': {
			writer[kind](toLong(value as bigint));
			break;
		}

		case 'bool': {
			writer.bool(value as boolean);
			break;
		}

		case 'fixed32':
		case 'int32':
		case 'sint32':
		case 'uint32': {
			writer[kind](value as number);
			break;
		}
	}
}
