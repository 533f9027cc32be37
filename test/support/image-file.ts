import fs from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';
import {families, headWords} from '../../source/criu/families.js';
import {projectRoot} from './fixtures.js';

// Nothing is required, so that a message can be written without it.
const schema = fs.readFileSync(path.join(projectRoot, 'source/criu/schema/descriptor.json'), 'utf8').replaceAll('"rule":"required",', '');

const root = protobuf.Root.fromJSON(JSON.parse(schema) as protobuf.INamespace);

/** One entry to write: the message's type and values, and the bytes that follow it. */
export type EntryToWrite = {type: string; values: object; extra?: Uint8Array};

/** The bytes of a message, written by protobufjs itself. */
export function messageBytes(type: string, values: object): Uint8Array {
	return root.lookupType(type).encode(withLongs(values)).finish();
}

/** An image file of a family, made up of these entries. */
export function imageOf(family: string, entries: Iterable<EntryToWrite>): Uint8Array {
	const {magic, headWord} = families.find(({name}) => name === family)!;
	return Buffer.concat([
		...(headWord === undefined ? [] : [word(headWords[headWord])]),
		word(magic!),
		...[...entries].flatMap(({type, values, extra = new Uint8Array(0)}) => {
			const body = messageBytes(type, values);
			return [word(body.length), body, extra];
		}),
	]);
}

/** A word as the hosts of all architectures but a few write it. */
export function word(value: number): Uint8Array {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function withLongs(values: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).map(([name, value]: [string, unknown]) => [name, withLong(value)]));
}

function withLong(value: unknown): unknown {
	if (typeof value === 'bigint') {
		return {low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true};
	}

	if (Array.isArray(value)) {
		return value.map(item => withLong(item));
	}

	return value !== null && typeof value === 'object' && !(value instanceof Uint8Array) ? withLongs(value) : value;
}
