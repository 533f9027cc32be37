import type {ByteSource, Extent} from '../archive/byte-source.js';
import type {Layer, Stretch} from './stretch.js';

/** A file as pages: it covers the pages it reaches into, and the rest of its last one holds zeros. */
export class FileLayer implements Layer {
	readonly knownUntil = Infinity;

	readonly #source: ByteSource;

	constructor(source: ByteSource, pageSize: number) {
		this.#source = new WholePages(source, pageSize);
	}

	stretches(start: number, end: number): Stretch[] {
		const from = Math.max(start, 0);
		const to = Math.min(end, this.#source.size);
		return from < to ? [{start: from, end: to, presence: 'dumped', source: this.#source, position: from}] : [];
	}
}

class WholePages implements ByteSource {
	readonly size: number;

	readonly #file: ByteSource;

	constructor(file: ByteSource, pageSize: number) {
		this.#file = file;
		this.size = Math.ceil(file.size / pageSize) * pageSize;
	}

	get available(): number {
		return this.#file.available < this.#file.size ? this.#file.available : this.size;
	}

	get settled(): boolean {
		return this.#file.settled;
	}

	read(target: Uint8Array, position: number): number {
		const wanted = Math.max(0, Math.min(target.length, this.available - position));
		const fromFile = Math.max(0, Math.min(wanted, this.#file.size - position));
		const count = fromFile === 0 ? 0 : this.#file.read(target.subarray(0, fromFile), position);
		if (count < fromFile) {
			return count;
		}

		target.fill(0, count, wanted);
		return wanted;
	}

	extents(position: number, length: number): readonly Extent[] {
		const end = Math.min(position + length, this.available);
		const zeros = end - Math.max(position, this.#file.size);
		const extents = this.#file.extents(position, Math.max(0, Math.min(end, this.#file.size) - position));
		return zeros > 0 ? [...extents, {fd: -1, offset: 0, length: zeros}] : extents;
	}
}
