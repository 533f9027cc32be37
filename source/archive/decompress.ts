import type {Transform} from 'node:stream';
import {ReadableStream} from 'node:stream/web';
import zlib from 'node:zlib';
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
			const gunzip = zlib.createGunzip({chunkSize});
			await throughZlib(input, input.pieces(), gunzip, sink);
			// It takes zeros behind a gzip member for padding, and nothing after them.
			refuseAfterPadding(input, gunzip.bytesWritten);
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
			await throughBzip2(input, sink);
			break;
		}
	}
}

async function throughZlib(input: CompressedInput, pieces: Iterator<Piece>, stream: Transform, sink: Sink): Promise<void> {
	let position = 0;
	let end = 0;
	// Why the sink takes no more.
	let refusal: Error | undefined;
	let queue: Array<{readonly bytes: Uint8Array; readonly consumed: number}> = [];
	const flush = () => {
		// Emptied first: what the sink has refused must not come to it again.
		const ready = queue;
		queue = [];
		for (const {bytes, consumed} of ready) {
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
		queue.push({bytes, consumed: end});
		// While this thread stores it, still warm, the pool's thread decompresses more: by then it has been told to.
		queueMicrotask(flushOrRefuse);
	});
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	// It goes on from one piece to the next before what came out of the first is stored.
	const goOn = () => {
		try {
			const next = pieces.next();
			if (next.done === true) {
				position = input.size;
				stream.end();
				return;
			}

			const {bytes} = next.value;
			({position} = next.value);
			end = position + bytes.length;
			stream.write(bytes, error => {
				// The pool's thread may still read what was refused.
				if (error) {
					return;
				}

				giveBack(bytes);
				goOn();
			});
		} catch (error) {
			reject(error);
		}
	};

	stream.on('error', reject);
	stream.on('end', resolve);
	try {
		goOn();
		await promise;
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

// What xz-decompress says only by its number (enum xz_ret of XZ Embedded).
const xzReasons = new Map([
	['3', 'the xz data asks for more memory than there is'],
	['4', 'the xz data asks for more memory than there is'],
	['5', 'something else than xz data follows'],
	['8', 'ends in the middle of the xz data'],
]);

async function throughXz(input: CompressedInput, sink: Sink): Promise<void> {
	const {default: xz} = await import('xz-decompress');
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

async function throughBzip2(input: CompressedInput, sink: Sink): Promise<void> {
	const {default: unbzip2} = await import('unbzip2-stream');
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
