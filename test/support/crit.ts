import {Readable, Writable} from 'node:stream';
import {decode, type DecodeOptions} from '../../source/commands/crit/decode.js';
import {encode} from '../../source/commands/crit/encode.js';
import type {Streams} from '../../source/commands/crit/streams.js';

/** Streams of a command: what it is given, and what it wrote. */
export function streams(input: Uint8Array = new Uint8Array(0)): Streams & {readonly written: () => Buffer} {
	const chunks: Uint8Array[] = [];
	return {
		input: Readable.from([Buffer.from(input)]),
		output: new Writable({
			write(chunk: Uint8Array, _encoding, done) {
				chunks.push(chunk);
				done();
			},
		}),
		written: () => Buffer.concat(chunks),
	};
}

/** The JSON of an image. */
export async function decoded(image: Uint8Array, options: DecodeOptions = {}): Promise<string> {
	const io = streams(image);
	await decode(options, io);
	return io.written().toString('latin1');
}

/** The image of JSON. */
export async function encoded(json: string): Promise<Buffer> {
	const io = streams(Buffer.from(json));
	await encode({}, io);
	return io.written();
}
