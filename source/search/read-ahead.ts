import fs from 'node:fs';

// Bytes read at once, and so many that reading them alone costs little more than the bytes.
const [blockSize, large] = [256 * 1024, 64 * 1024];

/** Reads from files, ahead where small stretches are asked for one after the other: memory may be in a million pieces that adjoin in their file. */
export class ReadAhead {
	#block: Buffer | undefined;
	#fd = -1;
	// Where the block begins in the file, and how many bytes are in it.
	#start = 0;
	#length = 0;
	// Where the last stretch ended.
	#end = 0;

	/** Fills `target` from `offset` on; returns how many bytes there were. Throws what the system says. */
	read(fd: number, target: Uint8Array, offset: number): number {
		if (target.length >= large) {
			return readFully(fd, target, offset);
		}

		if (fd !== this.#fd) {
			this.#fd = fd;
			this.#length = 0;
			this.#end = -1;
		}

		const isNext = offset === this.#end;
		this.#end = offset + target.length;
		if (isNext && !this.#has(offset)) {
			this.#fill(offset);
		}

		if (!this.#has(offset)) {
			return readFully(fd, target, offset);
		}

		const within = offset - this.#start;
		target.set(this.#block!.subarray(within, within + target.length));
		return target.length;
	}

	#has(offset: number): boolean {
		return offset >= this.#start && this.#end <= this.#start + this.#length;
	}

	#fill(offset: number): void {
		this.#block ??= Buffer.allocUnsafeSlow(blockSize);
		this.#start = offset;
		this.#length = 0;
		try {
			this.#length = fs.readSync(this.#fd, this.#block, 0, blockSize, offset);
		} catch {
			// What can't be read may lie behind what was asked for.
		}
	}
}

function readFully(fd: number, target: Uint8Array, offset: number): number {
	let count = 0;
	while (count < target.length) {
		const read = fs.readSync(fd, target, count, target.length - count, offset + count);
		if (read === 0) {
			break;
		}

		count += read;
	}

	return count;
}
