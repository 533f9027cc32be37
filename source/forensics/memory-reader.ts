import type {ByteOrder} from '../criu/cursor.js';
import type {AddressSpace} from '../memory/memory.js';
import {hasContent, type Presence} from '../memory/presence.js';

/** Bytes up to a NUL, or as far as they are there. */
export type CString = {
	readonly bytes: Uint8Array;
	/** What ends it where no NUL does. */
	readonly ends: 'NUL' | 'too long' | Presence;
};

type Window = {
	readonly bytes: Uint8Array;
	/** How many of them are known, from the first on, and what the next one is. */
	readonly known: number;
	readonly next: Presence | undefined;
};

// No page is smaller.
const windowSize = 4096;
const mostWindows = 1024;
// Bytes of all strings that are read: pointers that are made to lead to ever the same long string must not fill this program's memory.
const mostText = 64 * 1024 * 1024;
const lastAddress = 1n << 64n;

/** Follows pointers through the memory of a process: small reads, many of them near each other. */
export class MemoryReader {
	/** Bytes of a pointer. */
	readonly wordSize: bigint;
	readonly #memory: AddressSpace;
	readonly #isLittle: boolean;
	readonly #windows = new Map<bigint, Window>();
	#room: number;

	constructor(memory: AddressSpace, order: ByteOrder, room = mostText) {
		this.#room = room;
		this.#memory = memory;
		this.#isLittle = order === 'little';
		this.wordSize = BigInt(memory.wordSize);
	}

	#window(start: bigint): Window {
		let window = this.#windows.get(start);
		if (window === undefined) {
			if (this.#windows.size === mostWindows) {
				this.#windows.clear();
			}

			const bytes = new Uint8Array(windowSize);
			const unknown = this.#memory.read(start, bytes).find(({presence}) => !hasContent(presence) && presence !== 'zero');
			window = {bytes, known: unknown === undefined ? windowSize : Number(unknown.start - start), next: unknown?.presence};
			this.#windows.set(start, window);
		}

		return window;
	}

	/** More strings were read than there is room for: the last of them are cut short. */
	get isFull(): boolean {
		return this.#room === 0;
	}

	/** The bytes of `[address, address + length)`; undefined where they are not all known. */
	bytes(address: bigint, length: number): Uint8Array | undefined {
		const target = new Uint8Array(length);
		for (let done = 0; done < length;) {
			const position = address + BigInt(done);
			if (position < 0n || position >= lastAddress) {
				return undefined;
			}

			const offset = Number(position % BigInt(windowSize));
			const {bytes, known} = this.#window(position - BigInt(offset));
			if (offset >= known) {
				return undefined;
			}

			const part = bytes.subarray(offset, Math.min(known, offset + length - done));
			target.set(part, done);
			done += part.length;
		}

		return target;
	}

	/** A number of `size` bytes in the order of the process; undefined where it is not known. */
	unsigned(address: bigint, size: 2 | 4 | 8): bigint | undefined {
		const bytes = this.bytes(address, size);
		if (bytes === undefined) {
			return undefined;
		}

		const view = new DataView(bytes.buffer);
		return size === 8 ? view.getBigUint64(0, this.#isLittle) : BigInt(size === 4 ? view.getUint32(0, this.#isLittle) : view.getUint16(0, this.#isLittle));
	}

	/** A pointer; undefined where it is not known. */
	word(address: bigint): bigint | undefined {
		return this.unsigned(address, this.wordSize === 4n ? 4 : 8);
	}

	/** Whether an address is that of a pointer as compilers place them, within a mapping. */
	holdsWords(address: bigint): boolean {
		return address % this.wordSize === 0n && this.isMapped(address);
	}

	isMapped(address: bigint): boolean {
		return address > 0n && address < lastAddress && this.#memory.vmas.find(address) !== -1;
	}

	/** The string at an address, of at most `most` bytes. */
	string(address: bigint, most: number): CString {
		const text = this.#string(address, Math.min(most, this.#room));
		this.#room -= text.bytes.length;
		return text;
	}

	#string(address: bigint, most: number): CString {
		const parts: Uint8Array[] = [];
		let length = 0;
		for (let ends: CString['ends'] | undefined; ;) {
			const position = address + BigInt(length);
			const offset = Number(position % BigInt(windowSize));
			const {bytes, known, next} = position < lastAddress ? this.#window(position - BigInt(offset)) : {bytes: new Uint8Array(0), known: 0, next: 'unmapped' as const};
			const room = bytes.subarray(offset, Math.max(offset, Math.min(known, offset + most - length)));
			const end = room.indexOf(0);
			const part = end === -1 ? room : room.subarray(0, end);
			parts.push(part);
			length += part.length;
			if (end !== -1) {
				ends = 'NUL';
			} else if (length === most) {
				ends = 'too long';
			} else if (offset + room.length >= known && known < windowSize) {
				ends = next;
			}

			if (ends !== undefined) {
				return {bytes: Buffer.concat(parts), ends};
			}
		}
	}
}
