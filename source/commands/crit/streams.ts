import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import {Readable, type Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {InputError, type ByteSource} from '../../archive/byte-source.js';
import {FileSource} from '../../archive/file-source.js';
import {memorySource} from '../../archive/memory-source.js';
import {describe, openRegularFile, systemComplaint} from '../../archive/open-file.js';
import {Untrusted} from '../../text/untrusted.js';
import {inBlocks} from './blocks.js';

/** Where a command reads and writes what no file was named for. */
export type Streams = {
	readonly input: Readable & {readonly isTTY?: boolean};
	readonly output: Writable;
};

/** A file to read, or all of the standard input. */
export type Input = {
	/** Printable, for complaints. */
	readonly name: string;
	readonly source: ByteSource;
	/** Which file it is; undefined for a stream. */
	readonly stat: fs.Stats | undefined;
	close(): void;
};

/**
Opens the file `path`, or reads the standard input where none is named.

@throws {InputError} when it can't be read
*/
export async function openInput(path: string | undefined, {input}: Streams): Promise<Input> {
	if (path === undefined) {
		if (input.isTTY) {
			throw new InputError('standard input', 'a terminal: name a file, or pipe one in');
		}

		return readStream(input, 'standard input');
	}

	const name = printable(path);
	const stat = describe(path, name);
	if (stat.isDirectory()) {
		throw new InputError(name, 'a directory, not a file');
	}

	if (!stat.isFile()) {
		return readStream(fs.createReadStream(path), name);
	}

	const {fd, stat: opened} = openRegularFile(path, name);
	const source = new FileSource(fd, name, opened.size);
	return {name, source, stat: opened, close() {
		source.close();
	}};
}

async function readStream(stream: Readable, name: string): Promise<Input> {
	const chunks: Uint8Array[] = [];
	try {
		for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
			chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
		}
	} catch (error) {
		throw systemComplaint(name, error);
	}

	return {name, source: memorySource(Buffer.concat(chunks)), stat: undefined, close: () => undefined};
}

/**
Writes to the file `path`, in place of what it holds, or to the standard output where none is named; resolves when all is written.

@throws {InputError} when the file can't be written, or is the `input` itself
*/
export async function writeOutput(path: string | undefined, {output}: Streams, pieces: Iterable<string> | Iterable<Uint8Array>, input?: Input): Promise<void> {
	const content = Readable.from(inBlocks(pieces));
	if (path === undefined) {
		await pipeline(content, output, {end: false});
		return;
	}

	const name = printable(path);
	try {
		const there = fs.statSync(path, {throwIfNoEntry: false});
		if (there !== undefined && there.dev === input?.stat?.dev && there.ino === input.stat.ino) {
			throw new InputError(name, 'is what is read: it can\'t be written at the same time');
		}

		await pipeline(content, fs.createWriteStream(path));
	} catch (error) {
		throw error instanceof InputError ? error : systemComplaint(name, error);
	}
}

function printable(path: string): string {
	return Untrusted.from(path).toString();
}
