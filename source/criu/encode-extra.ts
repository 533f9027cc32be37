import type {ByteOrder, Payload} from './cursor.js';
import {encodeMessage} from './encode.js';
import {hasExtra, paddingOf, type Extras} from './extra.js';
import type {KnownEntry} from './image.js';
import type {Messages} from './schema/messages.js';
import {Malformed} from './wire.js';

/** A stretch of an image that is being written: bytes, or where they are. */
export type Piece = Uint8Array | Payload;

type Writers = {[T in keyof Extras]: (extra: Extras[T], message: Messages[T], order: ByteOrder) => readonly Piece[]};

const writers: Writers = {
	pipe_data_entry: (content, {bytes}) => [sized(content, bytes, 'bytes')],
	sk_packet_entry: (content, {length}) => [sized(content, length, 'length')],
	tcp_stream_entry: ({inq, outq}, {inq_len, outq_len}) => [sized(inq, inq_len, 'inq_len'), sized(outq, outq_len, 'outq_len')],
	bpfmap_data_entry: ({keys, values}, {keys_bytes, values_bytes}) => [sized(keys, keys_bytes, 'keys_bytes'), sized(values, values_bytes, 'values_bytes')],
	ipc_sem_entry: writeSemaphores,
	ipc_msg_entry: writeQueue,
	ipc_shm_entry: (content, {size}) => content === undefined ? [] : padded(sized(content, size, 'size'), 4),
	ghost_file_entry: content => content === undefined ? [] : [content],
	ghost_chunk_entry: (content, {len}) => [sized(content, len, 'len')],
};

/**
What stands after an entry's message.

@throws {Malformed} when it is not as long as the message says
*/
export function extraPieces({type, message, extra}: KnownEntry, order: ByteOrder): readonly Piece[] {
	return hasExtra(type) ? writers[type](extra as never, message as never, order) : [];
}

/** A size, and the message of that size. */
export function sizedMessage<T extends keyof Messages>(type: T, message: Messages[T], order: ByteOrder): Uint8Array {
	const body = encodeMessage(type, message);
	return Buffer.concat([word(body.length, order), body]);
}

/** A word as the host that dumped has it. */
export function word(value: number, order: ByteOrder): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value, order === 'little');
	return bytes;
}

function sized(content: Payload, length: number | bigint, field: string): Payload {
	requireEqual(content.length, length, 'bytes follow', field);
	return content;
}

function requireEqual(found: number, said: number | bigint, what: string, field: string): void {
	if (BigInt(found) !== BigInt(said)) {
		throw new Malformed(`${found} ${what}, but its ${field} is ${said}`);
	}
}

function padded(content: Payload, multiple: number): readonly Piece[] {
	return [content, new Uint8Array(paddingOf(content.length, multiple))];
}

function writeSemaphores(values: readonly number[], {nsems}: Messages['ipc_sem_entry'], order: ByteOrder): readonly Piece[] {
	requireEqual(values.length, nsems, 'semaphores follow', 'nsems');
	const length = values.length * 2;
	const bytes = new Uint8Array(length + paddingOf(length, 8));
	const view = new DataView(bytes.buffer);
	for (const [index, value] of values.entries()) {
		view.setUint16(index * 2, value, order === 'little');
	}

	return [bytes];
}

function writeQueue(queue: Extras['ipc_msg_entry'], {qnum}: Messages['ipc_msg_entry'], order: ByteOrder): readonly Piece[] {
	requireEqual(queue.length, qnum, 'messages follow', 'qnum');
	return queue.flatMap(({message, data}) => [sizedMessage('ipc_msg', message, order), ...padded(sized(data, message.msize, 'msize'), 8)]);
}
