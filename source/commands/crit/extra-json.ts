import {memorySource} from '../../archive/memory-source.js';
import type {Payload} from '../../criu/cursor.js';
import {encodeMessage} from '../../criu/encode.js';
import type {Extras} from '../../criu/extra.js';
import type {Messages} from '../../criu/schema/messages.js';
import {PayloadText, type Json} from '../../writing/json.js';
import {requireInteger, requireList, requireObject, requireString, type Found} from './json-input.js';
import {bytesFromJson, messageFromJson, messageToJson} from './message-json.js';

type Format<T extends keyof Extras> = {
	/** Undefined where there is no payload to write. */
	write(extra: Extras[T]): Json | undefined;
	/** `found` is undefined where the JSON has no payload. */
	read(found: Found | undefined, message: Messages[T]): Extras[T];
	/** How many bytes there are. */
	size(extra: Extras[T]): number;
};

/**
What follows a message, as the field `extra` of its JSON, the way CRIU's own Python decoder writes it:

- payloads in base64, the two queues of a TCP connection as `inq` and `outq`, keys and values of a BPF map as one
- the values of semaphores as a list
- the messages of an IPC queue as a list of each message and, as the next item, its content
*/
const formats: {readonly [T in keyof Extras]: Format<T>} = {
	pipe_data_entry: {write: writePayload, read: readPayload, size: sizeOf},
	sk_packet_entry: {write: writePayload, read: readPayload, size: sizeOf},
	tcp_stream_entry: {
		write: ({inq, outq}) => ({inq: writePayload(inq), outq: writePayload(outq)}),
		read: readQueues,
		size: ({inq, outq}) => inq.length + outq.length,
	},
	bpfmap_data_entry: {
		write: ({keys, values}) => writePayload({...keys, length: keys.length + values.length}),
		read: readMap,
		size: ({keys, values}) => keys.length + values.length,
	},
	ipc_sem_entry: {
		write: values => values,
		read: found => found === undefined ? [] : requireList(found).map(item => Number(requireInteger(item, 0n, 0xffffn))),
		size: values => values.length * 2,
	},
	ipc_msg_entry: {
		write: queue => queue.flatMap(({message, data}) => [messageToJson('ipc_msg', message, false), writePayload(data)]),
		read: readMessages,
		size: queue => queue.reduce((sum, {message, data}) => sum + encodeMessage('ipc_msg', message).length + data.length, 0),
	},
	// As Python: an empty payload where the content is in a pagemap.
	ipc_shm_entry: {write: content => content === undefined ? '' : writePayload(content), read: (found, {in_pagemaps}) => unless(in_pagemaps, found), size: content => content?.length ?? 0},
	ghost_file_entry: {write: content => content && writePayload(content), read: (found, {chunks}) => unless(chunks, found), size: content => content?.length ?? 0},
	ghost_chunk_entry: {write: writePayload, read: readPayload, size: sizeOf},
};

export function extraToJson<T extends keyof Extras>(type: T, extra: Extras[T]): Json | undefined {
	return formats[type].write(extra);
}

/**
What follows `message`, from the field `extra`.

@throws {InputError} when that is of another form
*/
export function extraFromJson<T extends keyof Extras>(type: T, found: Found | undefined, message: Messages[T]): Extras[T] {
	return formats[type].read(found, message);
}

/** What stands in place of a hidden payload: `... <21.5KB>`. Undefined for a removed file's content, which Python leaves out. */
export function hiddenExtra<T extends keyof Extras>(type: T, extra: Extras[T]): Json | undefined {
	return type === 'ghost_file_entry' || type === 'ghost_chunk_entry' ? undefined : `... <${sizeText(formats[type].size(extra))}>`;
}

function sizeText(size: number): string {
	const power = Math.min(Math.floor(Math.log2(Math.max(size, 1)) / 10), 5);
	const amount = size / 1024 ** power;
	return `${Number.isSafeInteger(amount) ? amount : amount.toFixed(1)}${['', 'K', 'M', 'G', 'T', 'P'][power]!}B`;
}

function sizeOf({length}: Payload): number {
	return length;
}

function writePayload(payload: Payload): Json {
	return new PayloadText(payload);
}

function readPayload(found: Found | undefined): Payload {
	const bytes = found === undefined ? new Uint8Array(0) : bytesFromJson(found);
	return {source: memorySource(bytes), position: 0, length: bytes.length};
}

function readQueues(found: Found | undefined): Extras['tcp_stream_entry'] {
	if (found === undefined) {
		return {inq: readPayload(undefined), outq: readPayload(undefined)};
	}

	const queues = requireObject(found);
	const [inq, outq] = ['inq', 'outq'].map(name => readPayload({value: queues[name] ?? null, place: found.place.at(name)}));
	return {inq: inq!, outq: outq!};
}

function readMap(found: Found | undefined, {keys_bytes}: Messages['bpfmap_data_entry']): Extras['bpfmap_data_entry'] {
	const whole = readPayload(found);
	const keys = Math.min(keys_bytes, whole.length);
	return {keys: {...whole, length: keys}, values: {...whole, position: keys, length: whole.length - keys}};
}

function readMessages(found: Found | undefined): Extras['ipc_msg_entry'] {
	const items = found === undefined ? [] : requireList(found);
	if (items.length % 2 !== 0) {
		throw items.at(-1)!.place.complaint('no content follows this message');
	}

	return Array.from({length: items.length / 2}, (_, index) => ({
		message: messageFromJson('ipc_msg', items[index * 2]!),
		data: readPayload(items[index * 2 + 1]),
	}));
}

function unless(isElsewhere: boolean | undefined, found: Found | undefined): Payload | undefined {
	if (!isElsewhere) {
		return readPayload(found);
	}

	if (found !== undefined && requireString(found) !== '') {
		throw found.place.complaint('a payload, but the message says that the content is elsewhere');
	}

	return undefined;
}
