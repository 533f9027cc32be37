import {parentPort, workerData} from 'node:worker_threads';
import {InputError, type Extent} from './byte-source.js';
import {CompressedInput} from './compressed-input.js';
import {decompress} from './decompress.js';
import {NoRoom} from './no-room.js';
import type {Compression} from './sniff.js';
import {consumed, spooled} from './spool-source.js';
import {SpoolWriter} from './spool-writer.js';
import {StreamDamage} from './stream-damage.js';

const progressInterval = 100;

/** What the worker is started with. */
export type SpoolTask = {
	readonly extents: readonly Extent[];
	readonly name: string;
	readonly compression: Compression;
	/** The spool file, open for writing. */
	readonly fd: number;
	/** Where the spool file was made. */
	readonly folder: string;
	readonly counters: SharedArrayBuffer;
};

/** What the worker says: that it got further, or that it is done and what kept it from the end of the input. */
export type SpoolMessage =
	| {readonly type: 'progress'}
	| {readonly type: 'end'; readonly failure?: {readonly kind: 'input' | 'room'; readonly reason: string; readonly offset?: number | undefined}};

const {extents, name, compression, fd, folder, counters} = workerData as SpoolTask;
const counts = new BigInt64Array(counters);
const writer = new SpoolWriter(fd, folder);
let lastMessage = 0;

function say(message: SpoolMessage): void {
	parentPort!.postMessage(message);
}

function failureOf(error: unknown): SpoolMessage {
	if (error instanceof StreamDamage) {
		return {type: 'end', failure: {kind: 'input', reason: error.message, offset: error.offset}};
	}

	if (error instanceof InputError) {
		return {type: 'end', failure: {kind: 'input', reason: error.reason, offset: error.offset}};
	}

	if (error instanceof NoRoom) {
		return {type: 'end', failure: {kind: 'room', reason: error.message}};
	}

	// All other system calls made here are those that write.
	if (error instanceof Error && 'syscall' in error) {
		return {type: 'end', failure: {kind: 'room', reason: (error as NodeJS.ErrnoException).code ?? error.message}};
	}

	throw error;
}

const input = new CompressedInput(extents, name);
try {
	await decompress(input, compression, (bytes, position) => {
		writer.append(bytes);
		Atomics.store(counts, spooled, BigInt(writer.size));
		Atomics.store(counts, consumed, BigInt(position));
		const now = performance.now();
		if (!(now - lastMessage >= progressInterval)) {
			return;
		}

		lastMessage = now;
		say({type: 'progress'});
	});
	Atomics.store(counts, consumed, BigInt(input.size));
	say({type: 'end'});
} catch (error) {
	say(failureOf(error));
}

