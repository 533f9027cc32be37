import {type ByteSource, InputError} from './byte-source.js';

const chunkSize = 1 << 20;

/**
All of a source from its start, in pieces that are good until the next one is asked for. `name` is what a complaint is told of.
@yields every byte once, in order

@throws {InputError} when it ends early, or can't be read
*/
export function * chunksOf(source: ByteSource, name: string): Generator<Uint8Array> {
	const chunk = new Uint8Array(Math.min(chunkSize, source.size));
	for (let position = 0; position < source.size;) {
		const count = source.read(chunk.subarray(0, source.size - position), position);
		if (count === 0) {
			throw new InputError(name, `${source.size} bytes expected, ${position} found`, position);
		}

		yield chunk.subarray(0, count);
		position += count;
	}
}
