import type {Transform} from 'node:stream';
import {ReadableStream} from 'node:stream/web';
import zlib from 'node:zlib';
import unbzip2 from 'unbzip2-stream';
import xz from 'xz-decompress';
import {type CompressedInput, type Piece, pieceSize} from './compressed-input.js';
import {InputError} from './byte-source.js';
import {NoRoom} from './no-room.js';
import type {Compression} from './sniff.js';
import {StreamDamage} from './stream-damage.js';
import {zstdFrames} from './zstd-frames.js';

// The default of 16 KiB costs two thirds of the speed.
const chunkSize = 1 << 20;

// What `zstd --long` can make; the decompressor allocates it only for a file that asks for it.
const maxWindowLog = 31;

type Zlib = Transform & {readonly bytesWritten: number};

/** Receives what comes out, in order, with the number of compressed bytes that it took. */
export type Sink = (bytes: Uint8Array, consumed: number) => void;

/**
Decompresses all of `input` into `sink`. Everything that comes out before damage has reached `sink` when this throws.

@throws {StreamDamage} when the data is cut or damaged
@throws {InputError} when the file can't be read
*/
export async function decompress(input: CompressedInput, compression: Compression, sink: Sink): Promise<void> {
	switch (compression) {
		case 'gzip': {
			await throughZlib(input, input.pieces(), zlib.createGunzip({chunkSize}), sink);
			break;
		}

		case 'zstd': {
			const {ZSTD_d_windowLogMax} = zlib.constants;
			await throughZlib(input, zstdFrames(input), zlib.createZstdDecompress({chunkSize, params: {[ZSTD_d_windowLogMax]: maxWindowLog}}), sink);
			break;
		}

		case 'xz': {
			await throughXz(input, sink);
			break;
		}

		case 'bzip2': {
			throughBzip2(input, sink);
			break;
		}
	}
}

async function throughZlib(input: CompressedInput, pieces: Iterable<Piece>, stream: Zlib, sink: Sink): Promise<void> {
	let position = 0;
	let consumed = 0;
	// Why the sink takes no more.
	let refusal: Error | undefined;
	let queue: Uint8Array[] = [];
	const flush = () => {
		// Emptied first: what the sink has refused must not come to it again.
		const ready = queue;
		queue = [];
		for (const bytes of ready) {
			sink(bytes, consumed);
			giveBack(bytes);
		}
	};

	const flushOrRefuse = () => {
		try {
			flush();
		} catch (error) {
			refusal = error as Error;
			stream.destroy(refusal);
		}
	};

	stream.on('data', (bytes: Uint8Array) => {
		queue.push(bytes);
		// While this thread stores it, still warm, the pool's thread decompresses more: by then it has been told to.
		queueMicrotask(flushOrRefuse);
	});
	// It may complain between two pieces, when nobody waits for it.
	stream.on('error', () => undefined);
	try {
		for (const piece of pieces) {
			position = piece.position;
			consumed = position + piece.bytes.length;
			await write(stream, piece.bytes);
			if (refusal !== undefined) {
				throw refusal;
			}

			// It takes zeros behind a gzip member for padding, and nothing after them.
			if (stream.readableEnded) {
				refuseAfterPadding(input, stream.bytesWritten);
				return;
			}
		}

		position = input.size;
		await end(stream);
	} catch (error) {
		throw damage(refusal ?? error, position);
	} finally {
		flush();
		stream.destroy();
	}
}

// The collector comes late: memory that is used again is not asked of the system, which would clear it first. Where there is room behind the bytes, more will be put there.
function giveBack({buffer, byteOffset, byteLength}: Uint8Array): void {
	if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength) {
		buffer.transfer(0);
	}
}

function refuseAfterPadding(input: CompressedInput, start: number): void {
	for (let position = start; position < input.size;) {
		const bytes = input.read(position, pieceSize(position));
		const other = bytes.findIndex(byte => byte !== 0);
		if (other !== -1) {
			throw new StreamDamage('something else than gzip data follows', position + other);
		}

		if (bytes.length === 0) {
			return;
		}

		position += bytes.length;
	}
}

// Also settles when the stream ends without having taken the bytes: it never answers then.
async function write(stream: Transform, bytes: Uint8Array): Promise<void> {
	await settle(stream, done => {
		stream.once('end', done);
		stream.write(bytes, error => {
			stream.off('end', done);
			done(error);
		});
	});
}

async function end(stream: Transform): Promise<void> {
	await settle(stream, done => {
		stream.once('end', done);
		stream.end();
	});
}

async function settle(stream: Transform, start: (done: (error?: Error | null) => void) => void): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	stream.once('error', reject);
	start(error => {
		if (error) {
			reject(error);
		} else {
			stream.off('error', reject);
			resolve();
		}
	});
	await promise;
}

// What xz-decompress says only by its number (enum xz_ret of XZ Embedded).
const xzReasons = new Map([
	['3', 'the xz data asks for more memory than there is'],
	['4', 'the xz data asks for more memory than there is'],
	['5', 'something else than xz data follows'],
	['8', 'ends in the middle of the xz data'],
]);

async function throughXz(input: CompressedInput, sink: Sink): Promise<void> {
	let position = 0;
	let failure: unknown;
	const pieces = input.pieces();
	const compressed = new ReadableStream<Uint8Array>({
		pull(controller) {
			try {
				const next = pieces.next();
				if (next.done === true) {
					controller.close();
					return;
				}

				position = next.value.position;
				controller.enqueue(next.value.bytes);
			} catch (error) {
				failure = error;
				controller.error(error);
			}
		},
	}, {highWaterMark: 0});
	const stream = new xz.XzReadableStream(compressed);
	try {
		for await (const bytes of stream as ReadableStream<Uint8Array>) {
			sink(bytes, position);
		}
	} catch (error) {
		const code = failure === undefined && error instanceof Error ? /error code (?<code>\d+)$/v.exec(error.message)?.groups?.code : undefined;
		throw code === undefined ? damage(failure ?? error, position) : new StreamDamage(xzReasons.get(code) ?? `damaged data (xz error ${code})`, position);
	}
}

function throughBzip2(input: CompressedInput, sink: Sink): void {
	const stream = unbzip2();
	let position = 0;
	let failure: Error | undefined;
	stream.on('data', bytes => {
		sink(bytes, position);
	});
	stream.on('error', error => {
		failure ??= error;
	});
	for (const piece of input.pieces()) {
		position = piece.position;
		stream.write(piece.bytes);
		if (failure !== undefined) {
			throw damage(failure, position);
		}
	}

	stream.end();
	if (failure !== undefined) {
		// All that is left undone by now is a block without an end; that it can't be read has many wordings.
		throw failure instanceof TypeError ? new StreamDamage('ends in the middle of the bzip2 data', input.size) : damage(failure, input.size);
	}
}

// Everything that a decompressor complains of is damage; what the system complains of is not.
function damage(error: unknown, position: number): unknown {
	const isOther = [InputError, StreamDamage, NoRoom].some(kind => error instanceof kind) || (error instanceof Error && 'syscall' in error);
	return isOther || !(error instanceof Error) ? error : new StreamDamage(`damaged data (${error.message})`, position);
}
