import {lazy} from '../../archive/attempt.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import type {inet_sk_entry, tcp_stream_entry} from '../../criu/schema/messages.js';
import {messagesOrLost} from '../required.js';
import {hasStream, requiredStream} from './tcp-streams.js';

/** What waits in a pipe or in a socket's receive queue. */
export type Queue = {readonly bytes: number; readonly packets: number};

/** How much waited to be read when the dump was made. */
export class Queues {
	readonly #images: ImageDirectory;
	readonly #pipes: () => ReadonlyMap<number, Queue>;
	readonly #sockets: () => ReadonlyMap<number, Queue>;

	constructor(images: ImageDirectory) {
		this.#images = images;
		this.#pipes = lazy(() => summed([
			...messagesOrLost(images, 'pipes-data.img', 'pipe_data_entry'),
			...messagesOrLost(images, 'fifo-data.img', 'pipe_data_entry'),
		].map(({pipe_id: id, bytes}) => ({id, bytes}))));
		this.#sockets = lazy(() => summed(messagesOrLost(images, 'sk-queues.img', 'sk_packet_entry').map(({id_for: id, length: bytes}) => ({id, bytes}))));
	}

	/** By `pipe_id`; undefined for a pipe without an entry, which was empty. */
	pipe(id: number): Queue | undefined {
		return this.#pipes().get(id);
	}

	/** What a UNIX socket has received, by the id of its file description. */
	socket(id: number): Queue | undefined {
		return this.#sockets().get(id);
	}

	/**
	The state of a TCP connection; undefined for every other socket.

	@throws {InputError} when its image is lost or damaged
	*/
	stream(socket: inet_sk_entry): tcp_stream_entry | undefined {
		return hasStream(this.#images, socket) ? requiredStream(this.#images, socket) : undefined;
	}
}

function summed(pieces: ReadonlyArray<{id: number; bytes: number}>): Map<number, Queue> {
	const queues = new Map<number, Queue>();
	for (const {id, bytes} of pieces) {
		const queue = queues.get(id);
		queues.set(id, {bytes: bytes + (queue?.bytes ?? 0), packets: 1 + (queue?.packets ?? 0)});
	}

	return queues;
}
