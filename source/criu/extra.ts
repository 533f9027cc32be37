import type {Cursor, Payload} from './cursor.js';
import {decodeMessage} from './decode.js';
import type {DecodingBudget} from './decoding-budget.js';
import type {ipc_msg, Messages} from './schema/messages.js';

/** What stands after an entry's message, outside of it, by the entry's type. */
export type Extras = {
	/** The bytes waiting in the pipe or FIFO. */
	pipe_data_entry: Payload;
	/** The bytes of one packet, or of a stream's queue. */
	sk_packet_entry: Payload;
	tcp_stream_entry: {
		/** Received and not read yet. */
		readonly inq: Payload;
		/** Written and not acknowledged yet. */
		readonly outq: Payload;
	};
	bpfmap_data_entry: {readonly keys: Payload; readonly values: Payload};
	/** The value of each semaphore of the set. */
	ipc_sem_entry: readonly number[];
	/** The messages in the queue. */
	ipc_msg_entry: ReadonlyArray<{readonly message: ipc_msg; readonly data: Payload}>;
	/** The segment's content; undefined when it is in `pagemap-shmem-ID.img`, as in every image of the last years. */
	ipc_shm_entry: Payload | undefined;
	/** The file's content; undefined when it follows in chunks. */
	ghost_file_entry: Payload | undefined;
	/** Content at the chunk's offset in the file. */
	ghost_chunk_entry: Payload;
};

type Readers = {[T in keyof Extras]: (cursor: Cursor, message: Messages[T], budget: DecodingBudget) => Extras[T]};

const readers: Readers = {
	pipe_data_entry: (cursor, {bytes}) => cursor.payload(bytes),
	sk_packet_entry: (cursor, {length}) => cursor.payload(length),
	tcp_stream_entry: (cursor, {inq_len, outq_len}) => ({inq: cursor.payload(inq_len), outq: cursor.payload(outq_len)}),
	bpfmap_data_entry: (cursor, {keys_bytes, values_bytes}) => ({keys: cursor.payload(keys_bytes), values: cursor.payload(values_bytes)}),
	ipc_sem_entry: readSemaphores,
	ipc_msg_entry: readQueue,
	ipc_shm_entry: (cursor, {in_pagemaps, size}) => in_pagemaps ? undefined : padded(cursor, Number(size), 4),
	ghost_file_entry: (cursor, {chunks}) => chunks ? undefined : cursor.payload(cursor.left),
	ghost_chunk_entry: (cursor, {len}) => cursor.payload(Number(len)),
};

export function hasExtra(type: keyof Messages): type is keyof Extras {
	return Object.hasOwn(readers, type);
}

/** Reads what follows `message`. */
export function readExtra<T extends keyof Extras>(cursor: Cursor, type: T, message: Messages[T], budget: DecodingBudget): Extras[T] {
	return readers[type](cursor, message, budget);
}

/** The padding that brings a payload up to a multiple: an aligned one gets none (criu/ipc_ns.c). */
export function paddingOf(length: number, multiple: number): number {
	return (multiple - length % multiple) % multiple;
}

function padded(cursor: Cursor, length: number, multiple: number): Payload {
	const payload = cursor.payload(length);
	cursor.payload(paddingOf(length, multiple));
	return payload;
}

function readSemaphores(cursor: Cursor, {nsems}: Messages['ipc_sem_entry']): number[] {
	const length = nsems * 2;
	const bytes = cursor.bytes(length);
	const view = new DataView(bytes.buffer, bytes.byteOffset, length);
	cursor.payload(paddingOf(length, 8));
	return Array.from({length: nsems}, (_, index) => view.getUint16(index * 2, cursor.order === 'little'));
}

function readQueue(cursor: Cursor, {qnum}: Messages['ipc_msg_entry'], budget: DecodingBudget): Array<{message: ipc_msg; data: Payload}> {
	const queue = [];
	for (let index = 0; index < qnum; index++) {
		const size = cursor.u32();
		const start = cursor.position;
		const {message, defect} = decodeMessage('ipc_msg', cursor.bytes(size), {budget});
		if (defect !== undefined) {
			throw cursor.complaint(defect.reason, start + defect.offset);
		}

		queue.push({message, data: padded(cursor, message.msize, 8)});
	}

	return queue;
}
