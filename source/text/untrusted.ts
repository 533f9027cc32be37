import {printable} from './printable.js';

/**
A string that comes from a checkpoint: the exact bytes, as the image, the archive or the process's memory holds them.

It is not a JavaScript string, so the type checker refuses to render it by accident; turned into text by any route (`toString`, a template literal) it passes the sanitiser.
*/
export class Untrusted {
	static readonly empty = new Untrusted(new Uint8Array(0));

	/** Wraps a string that was already decoded, such as a value of a JSON file of the engine. */
	static from(text: string): Untrusted {
		return new Untrusted(Buffer.from(text, 'utf8'));
	}

	readonly bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}

	get length(): number {
		return this.bytes.length;
	}

	/** The text as it may be shown in one line of a terminal. */
	toString(): string {
		return printable(this.bytes);
	}

	/** One character for each byte: a key to compare or look up by, never to show. */
	toKey(): string {
		return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).toString('latin1');
	}

	equals(other: Untrusted | string): boolean {
		return this.toKey() === (typeof other === 'string' ? Untrusted.from(other) : other).toKey();
	}
}
