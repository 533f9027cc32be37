import {createHash, type Hash} from 'node:crypto';
import type {ByteSource} from '../archive/byte-source.js';
import {chunksOf} from '../archive/chunks.js';

/**
Reads all of a source.

@yields bytes that were read since
@returns its SHA-256 in hexadecimal
@throws {InputError} when it can't be read
*/
export function * digestOf(source: ByteSource, name: string): Generator<number, string> {
	const hash = sha256();
	for (const chunk of chunksOf(source, name)) {
		hash.update(chunk);
		yield chunk.length;
	}

	return hash.digest('hex');
}

export function sha256(): Hash {
	return createHash('sha256');
}
