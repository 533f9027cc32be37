import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {Worker} from 'node:worker_threads';
import {printable} from '../text/printable.js';
import type {ArchiveProgress} from './archive.js';
import {type ByteSource, InputError} from './byte-source.js';
import {systemComplaint} from './open-file.js';
import type {Compression} from './sniff.js';
import {SpoolSource} from './spool-source.js';
import type {SpoolMessage, SpoolTask} from './spool-worker.js';
import type {Inflow} from './tar-archive.js';

const {O_CREAT, O_EXCL, O_RDWR} = fs.constants;

/**
The decompressed bytes of an archive, in a file of our own without a name, filled by a worker while they are read here.
*/
export class Spool implements Inflow {
	readonly #name: string;
	readonly #total: number;
	readonly #worker: Worker;
	readonly #listeners = new Set<() => void>();
	readonly #settled = Promise.withResolvers<void>();
	#isClosed = false;
	#problem: InputError | undefined;
	/** Everything that came out so far. */
	readonly source: SpoolSource;

	/**
	Begins to decompress what is available of `input`, and keeps the process alive for it until `unref`.

	@throws {InputError} when there can't be a spool file
	*/
	constructor(input: ByteSource, compression: Compression, name: string) {
		this.#name = name;
		this.#total = input.available;
		const folder = os.tmpdir();
		const fd = openSpoolFile(folder);
		const counters = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
		this.source = new SpoolSource(fd, name, counters);
		const task: SpoolTask = {extents: input.extents(0, input.available), name, compression, fd, folder, counters};
		this.#worker = new Worker(new URL('spool-worker.js', import.meta.url), {workerData: task, execArgv: []});
		this.#worker.on('message', (message: SpoolMessage) => {
			this.#hear(message, folder);
		});
		this.#worker.on('error', (error: Error) => {
			this.#settle(new InputError(name, `the decompressor failed: ${printable(Buffer.from(error.message))}`, this.source.consumed));
		});
		this.#worker.on('exit', () => {
			this.#settle(new InputError(name, 'the decompressor ended before the data did', this.source.consumed));
		});
	}

	#hear(message: SpoolMessage, folder: string): void {
		if (message.type === 'end') {
			const {failure} = message;
			this.#settle(failure && new InputError(this.#name, failure.kind === 'room' ? noRoom(folder, failure.reason) : failure.reason, failure.offset));
			return;
		}

		this.#tell();
	}

	#settle(problem?: InputError): void {
		if (this.isSettled) {
			return;
		}

		this.source.settle();
		this.#problem = problem;
		this.#settled.resolve();
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			listener();
		}
	}

	get problem(): InputError | undefined {
		return this.#problem;
	}

	get isSettled(): boolean {
		return this.source.settled;
	}

	get progress(): ArchiveProgress {
		return {done: this.source.consumed, total: this.#total, output: this.source.available};
	}

	onProgress(listener: () => void): () => void {
		const own = () => {
			listener();
		};

		this.#listeners.add(own);
		return () => {
			this.#listeners.delete(own);
		};
	}

	async whenSettled(): Promise<void> {
		if (this.isSettled) {
			return;
		}

		this.#worker.ref();
		await this.#settled.promise;
	}

	/** Settles as soon as `holds` does, or when nothing more will come. */
	async when(holds: () => boolean): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const look = () => {
			if (this.isSettled || holds()) {
				resolve();
			}
		};

		const stop = this.onProgress(look);
		look();
		await promise;
		stop();
	}

	/** Lets the process end before the decompression does. */
	unref(): void {
		this.#worker.unref();
	}

	/** Ends the decompression; settles when no thread uses the descriptors any more. */
	async close(): Promise<void> {
		if (this.#isClosed) {
			return;
		}

		this.#isClosed = true;
		this.#settle(new InputError(this.#name, 'was closed'));
		this.#listeners.clear();
		const closeFile = this.source.close();
		await this.#worker.terminate();
		closeFile();
	}
}

// A name that nobody can foresee, for the moment that the file has one: it vanishes with the descriptor, even in a crash.
function openSpoolFile(folder: string): number {
	const file = path.join(folder, `.cryoscope-${crypto.randomUUID()}`);
	try {
		const fd = fs.openSync(file, O_CREAT | O_EXCL | O_RDWR, 0o600);
		fs.unlinkSync(file);
		return fd;
	} catch (error) {
		const {reason} = systemComplaint(file, error);
		throw new InputError(printable(Buffer.from(folder)), `no temporary file can be made here (${reason}): set TMPDIR to a folder that has room`);
	}
}

function noRoom(folder: string, reason: string): string {
	return `no room for the decompressed archive in ${printable(Buffer.from(folder))} (${reason}): set TMPDIR to a folder that has more`;
}
