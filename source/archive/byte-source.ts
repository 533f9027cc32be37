/**
Where a stretch of a source's bytes lies in an open file, for a reader on another thread (file descriptors belong to the process, so a worker reads through the same one). `fd` is -1 for a hole of a sparse file: `length` bytes of zero that are part of the contents.
*/
export type Extent = {
	readonly fd: number;
	readonly offset: number;
	readonly length: number;
	/** Set where what lies there is a block of LZ4, of which these are `length` bytes from the `skip`-th on. */
	readonly packed?: PackedBlock & {readonly skip: number};
};

/** A bare block of LZ4: the bytes that it takes in a file, and those that are in it. */
export type PackedBlock = {readonly stored: number; readonly size: number};

/**
Bytes at random access, read only: the one interface that everything above the archive reads through.

Positions and lengths are in bytes; a source never exceeds 2^53 - 1 bytes.
*/
export type ByteSource = {
	/** What the container says the size is. */
	readonly size: number;

	/** How many bytes from the start can be read now. Grows up to `size` while an archive is decompressed; stays below it in a truncated archive. */
	readonly available: number;

	/** False while `available` may still grow. */
	readonly settled: boolean;

	/**
	Fills `target` from `position`; returns the number of bytes read, less than `target.length` only at the end of what is available.

	@throws {InputError} when the file can't be read
	*/
	read(target: Uint8Array, position: number): number;

	/** Where the available bytes of `[position, position + length)` lie, in order, as far as they are in files: empty when the first is not. Where they are many, only the first of them. */
	extents(position: number, length: number): readonly Extent[];
};

/**
Reads `[position, position + length)` into a new array, for things of a known small size.

@throws {PendingError} when the bytes have not been decompressed yet
@throws {InputError} when they are not there
*/
export function readExactly(source: ByteSource, name: string, position: number, length: number): Uint8Array {
	if (position + length > source.available) {
		if (!source.settled && position + length <= source.size) {
			throw new PendingError(name);
		}

		throw new InputError(name, `${length} bytes expected, ${Math.max(0, source.available - position)} found`, position);
	}

	const target = new Uint8Array(length);
	const count = source.read(target, position);
	if (count < length) {
		throw new InputError(name, `${length} bytes expected, ${count} found`, position);
	}

	return target;
}

/** A complaint about the input, written for the person who gave it: which file, where in it (bytes), and what was expected. Names are printable already. */
export class InputError extends Error {
	override readonly name = 'InputError';
	readonly file: string;
	readonly reason: string;
	readonly offset: number | undefined;

	constructor(file: string, reason: string, offset?: number) {
		super(offset === undefined ? `${file}: ${reason}` : `${file}: ${reason} (at byte ${offset})`);
		this.file = file;
		this.reason = reason;
		this.offset = offset;
	}
}

/** The answer is not known yet: the part of the archive that holds it is still being decompressed. Ask again after progress. */
export class PendingError extends Error {
	override readonly name = 'PendingError';
	readonly file: string;

	constructor(file: string) {
		super(`${file} is still being decompressed`);
		this.file = file;
	}
}
