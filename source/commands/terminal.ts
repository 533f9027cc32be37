import {once} from 'node:events';
import type {Readable, Writable} from 'node:stream';

/** Where a command reads and writes, and what it may assume of it. */
export type Terminal = {
	readonly input: Readable & {readonly isTTY?: boolean};
	/** For data. */
	readonly output: Writable;
	/** Cells of a line, when a person looks at the output. */
	readonly columns: number | undefined;
	/** For messages. */
	readonly errors: Writable;
	/** A person looks at the messages: progress may be shown. */
	readonly isWatched: boolean;
};

/** The streams of this program. */
export function processTerminal({stdin, stdout, stderr}: NodeJS.Process): Terminal {
	return {input: stdin, output: stdout, columns: stdout.isTTY ? stdout.columns : undefined, errors: stderr, isWatched: stderr.isTTY};
}

// What waits to be written survives the collection of garbage, and the more survives, the more memory the engine takes for what does not.
const blockSize = 16 * 1024;

/** Writes text in blocks, as fast as it is read. */
export async function print(output: Writable, pieces: Iterable<string>): Promise<void> {
	let block = '';
	for (const piece of pieces) {
		block += piece;
		if (block.length >= blockSize) {
			await write(output, block);
			block = '';
		}
	}

	await write(output, block);
}

/** Writes one block, and waits until there is room for another. */
export async function write(output: Writable, block: string | Uint8Array): Promise<void> {
	if (block.length > 0 && !output.write(block)) {
		await once(output, 'drain');
	}
}

/** Says something in a line of its own, as every complaint of the program is said. */
export function complain({errors}: Pick<Terminal, 'errors'>, message: string): void {
	errors.write(`cryoscope: ${message}\n`);
}
