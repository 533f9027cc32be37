import type {Process} from '../../source/checkpoint/process.js';
import type {ByteOrder} from '../../source/criu/cursor.js';
import type {Presence} from '../../source/memory/presence.js';
import {madeMemory, type Part} from './made-memory.js';

const pageSize = 4096;

const pc = {wordSize: 8, order: 'little'} as const;

type Machine = {readonly wordSize: 4 | 8; readonly order: ByteOrder};

/** Memory of a process as an allocator fills it: one thing behind the other, each with its size in front. */
export class MadeHeap {
	readonly #machine: Machine;
	readonly #start: bigint;
	readonly #bytes = Buffer.alloc(64 * pageSize);
	readonly #absent = new Map<number, Presence>();
	#end = 0;

	constructor(machine: Machine = pc) {
		this.#machine = machine;
		this.#start = machine.wordSize === 8 ? 0x55_5500_0000n : 0x80_0000n;
	}

	/** Room for so many bytes; returns the address. */
	reserve(size: number): bigint {
		const {wordSize} = this.#machine;
		const position = Math.ceil((this.#end + wordSize) / 16) * 16;
		this.#word(position - wordSize, BigInt(size) | 1n);
		this.#end = position + size;
		return this.#start + BigInt(position);
	}

	string(text: string | Uint8Array): bigint {
		const bytes = Buffer.from(text as string);
		const address = this.reserve(bytes.length + 1);
		bytes.copy(this.#bytes, Number(address - this.#start));
		return address;
	}

	words(...values: readonly bigint[]): bigint {
		const {wordSize} = this.#machine;
		const address = this.reserve(values.length * wordSize);
		for (const [index, value] of values.entries()) {
			this.set(address + BigInt(index * wordSize), value);
		}

		return address;
	}

	/** Puts a word, or another number of so many bytes, at an address. */
	set(address: bigint, value: bigint, size = this.#machine.wordSize): void {
		this.#word(Number(address - this.#start), value, size);
	}

	/** Goes on at the next page; returns its address. */
	newPage(): bigint {
		this.#end = Math.ceil(this.#end / pageSize) * pageSize;
		return this.#start + BigInt(this.#end);
	}

	/** Takes the page at an address out of the dump. */
	lose(address: bigint, presence: Presence): void {
		this.#absent.set(Number(address - this.#start) / pageSize, presence);
	}

	/** A process with this memory. */
	process(): Pick<Process, 'memory' | 'byteOrder'> {
		const parts = Array.from({length: this.#bytes.length / pageSize}, (_, page): Part => {
			const presence = this.#absent.get(page);
			return presence === undefined ? this.#bytes.subarray(page * pageSize, (page + 1) * pageSize) : {presence, size: pageSize};
		});
		return {memory: madeMemory([{start: this.#start, parts, kind: 'heap'}], this.#machine.wordSize), byteOrder: this.#machine.order};
	}

	#word(position: number, value: bigint, size = this.#machine.wordSize): void {
		const {order} = this.#machine;
		if (size === 4) {
			this.#bytes[order === 'little' ? 'writeUInt32LE' : 'writeUInt32BE'](Number(value), position);
		} else {
			this.#bytes[order === 'little' ? 'writeBigUInt64LE' : 'writeBigUInt64BE'](value, position);
		}
	}
}
