import fs from 'node:fs';
import path from 'node:path';
import {readExactly} from '../../source/archive/byte-source.js';
import type {Payload} from '../../source/criu/cursor.js';
import {hasExtra, type Extras} from '../../source/criu/extra.js';
import type {Entry, Image} from '../../source/criu/image.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {projectRoot} from './fixtures.js';

/**
Writes an image the way CRIU's own Python decoder (`crit decode` without `--pretty`) does:

- the magic by its name, and that of pagemap-shmem images is PAGEMAP
- enums by name, bytes and payloads in base64 with a line break after every 76 characters
- names of UNIX sockets quoted-printable
- no field for an empty list
- what follows a message as a field `extra` of it; of an IPC message queue, messages and contents in one list
*/
export function asPycriu({family, entries}: Image): unknown {
	return {magic: family?.name, entries: entries.map(entry => entryAsPycriu(entry))};
}

type FieldDescriptor = {type: string; options?: {'(criu).conv'?: string}};
type Descriptor = {fields?: Record<string, FieldDescriptor>; values?: Record<string, number>; nested?: Record<string, Descriptor>};

const {nested: types} = JSON.parse(fs.readFileSync(path.join(projectRoot, 'source/criu/schema/descriptor.json'), 'utf8')) as {nested: Record<string, Descriptor>};

function entryAsPycriu(entry: Entry): unknown {
	if (entry.type === undefined) {
		throw new Error('pycriu refuses unknown magics');
	}

	const message = messageAsPycriu(entry.type, entry.message);
	const extra = hasExtra(entry.type) ? extras[entry.type](entry.extra as never) : undefined;
	return extra === undefined ? message : {...message, extra};
}

const extras: {[T in keyof Extras]: (extra: Extras[T]) => unknown} = {
	pipe_data_entry: payloadAsPycriu,
	sk_packet_entry: payloadAsPycriu,
	tcp_stream_entry: ({inq, outq}) => ({inq: payloadAsPycriu(inq), outq: payloadAsPycriu(outq)}),
	bpfmap_data_entry: ({keys, values}) => ({keys: payloadAsPycriu(keys), values: payloadAsPycriu(values)}),
	ipc_sem_entry: values => values,
	ipc_msg_entry: queue => queue.flatMap(({message, data}) => [messageAsPycriu('ipc_msg', message), payloadAsPycriu(data)]),
	// Pycriu knows no in_pagemaps: behind the last entry it finds nothing.
	ipc_shm_entry: content => content === undefined ? '' : payloadAsPycriu(content),
	ghost_file_entry: content => content && payloadAsPycriu(content),
	ghost_chunk_entry: payloadAsPycriu,
};

function messageAsPycriu(type: string, message: object): Record<string, unknown> {
	const scope = types[type]!;
	const shown: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(message)) {
		const field = scope.fields![name];
		if (field === undefined) {
			throw new Error(`${type}.${name} is not in the schema`);
		}

		if (Array.isArray(value)) {
			if (value.length > 0) {
				shown[name] = value.map(item => valueAsPycriu(scope, field, item));
			}
		} else {
			shown[name] = valueAsPycriu(scope, field, value);
		}
	}

	return shown;
}

function valueAsPycriu(scope: Descriptor, field: FieldDescriptor, value: unknown): unknown {
	const referred = scope.nested?.[field.type] ?? types[field.type];
	if (referred?.fields !== undefined) {
		return messageAsPycriu(field.type, value as object);
	}

	if (referred?.values !== undefined) {
		return Object.keys(referred.values).find(name => referred.values![name] === value) ?? value;
	}

	if (value instanceof Untrusted) {
		return new TextDecoder('utf-8', {fatal: true}).decode(value.bytes);
	}

	if (value instanceof Uint8Array) {
		return field.options?.['(criu).conv'] === 'unix_name' ? quotedPrintable(value) : bytesAsPycriu(value);
	}

	return typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function payloadAsPycriu({source, position, length}: Payload): string {
	return bytesAsPycriu(readExactly(source, 'payload', position, length));
}

function bytesAsPycriu(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64').replaceAll(/.{1,76}/gv, '$&\n');
}

function quotedPrintable(bytes: Uint8Array): string {
	return [...bytes].map(byte => byte !== 0x3d && byte > 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
