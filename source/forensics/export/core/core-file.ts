import {InputError} from '../../../archive/byte-source.js';
import {writeFully} from '../../sparse-file.js';
import {structure} from './layout.js';
import type {CoreMachine} from './machines.js';

const loadable = 1;
const noteSegment = 4;
const coreType = 4;

// As many program headers can be counted in the ELF header; of more, the first section header has the number (elf(5), PN_XNUM).
const manyHeaders = 0xff_ff;

type Segment = {
	readonly vma: number;
	readonly flags: number;
	readonly start: bigint;
	readonly offset: number;
	fileSize: number;
	memorySize: bigint;
};

/**
An ELF core that is written from the front to the end: the notes, then memory in address order, and last the headers of its segments, which are known only then.

A segment holds what is known of a mapping: what its bytes in the file don't cover of it is zeros, as ELF has it. What is not known lies in none, so that debuggers say that they can't read it.
*/
export class CoreFile {
	readonly #fd: number;
	readonly #machine: CoreMachine;
	readonly #pageSize: number;
	// Size of the ELF header, behind which the notes stand.
	readonly #start: number;
	#headers = Buffer.alloc(64 * 1024);
	#count = 0;
	#last: Segment | undefined;
	#end: number;

	constructor(fd: number, machine: CoreMachine, pageSize: number, notes: Uint8Array) {
		this.#fd = fd;
		this.#machine = machine;
		this.#pageSize = pageSize;
		this.#start = machine.wordSize === 8 ? 64 : 52;
		writeFully(fd, notes, this.#start);
		this.#end = this.#start + notes.length;
		this.#addHeader({type: noteSegment, flags: 0, offset: this.#start, start: 0n, fileSize: notes.length, memorySize: 0n, alignment: 4});
	}

	/** Makes room for bytes at `address` of a mapping with this `rwxp`; returns where in the file they have to be written. */
	place(address: bigint, length: number, vma: number, protection: string): number {
		const segment = this.#segmentAt(address, vma, protection, true);
		const offset = segment.offset + segment.fileSize;
		segment.fileSize += length;
		segment.memorySize += BigInt(length);
		this.#end = offset + length;
		return offset;
	}

	/** Adds zeros that take no room in the file. */
	zeros(address: bigint, length: bigint, vma: number, protection: string): void {
		this.#segmentAt(address, vma, protection, false).memorySize += length;
	}

	/**
	Writes the headers.

	@throws {InputError} when a 32-bit core would be too large
	*/
	finish(): void {
		this.#closeSegment();
		const {number, wordSize} = this.#machine;
		const headersAt = Math.ceil(this.#end / 8) * 8;
		const headers = this.#headers.subarray(0, this.#count * this.#headerSize);
		const isMany = this.#count >= manyHeaders;
		const sectionAt = headersAt + headers.length;
		if (wordSize === 4 && sectionAt > 0xff_ff_ff_ff) {
			throw new InputError('core', 'more than 4 GiB, which a 32-bit one can\'t hold');
		}

		const sectionSize = wordSize === 8 ? 64 : 40;
		writeFully(this.#fd, headers, headersAt);
		if (isMany) {
			writeFully(this.#fd, this.#countingSection(), sectionAt);
		}

		writeFully(this.#fd, structure({
			magic: [0x46_4c_45_7f, 4],
			class: [wordSize / 4, 1],
			byteOrder: [1, 1],
			identVersion: [1, 1],
			abi: [0, 1],
			padding: [0, 8],
			type: [coreType, 2],
			machine: [number, 2],
			version: [1, 4],
			entry: [0, wordSize],
			headersAt: [headersAt, wordSize],
			sectionsAt: [isMany ? sectionAt : 0, wordSize],
			flags: [0, 4],
			ownSize: [this.#start, 2],
			headerSize: [this.#headerSize, 2],
			headers: [isMany ? manyHeaders : this.#count, 2],
			sectionSize: [isMany ? sectionSize : 0, 2],
			sections: [isMany ? 1 : 0, 2],
			nameSection: [0, 2],
		}), 0);
	}

	get #headerSize(): number {
		return this.#machine.wordSize === 8 ? 56 : 32;
	}

	// Bytes go on where bytes were; zeros, wherever the segment ends.
	#segmentAt(address: bigint, vma: number, protection: string, isInFile: boolean): Segment {
		const last = this.#last;
		if (last?.vma === vma && last.start + last.memorySize === address && (!isInFile || BigInt(last.fileSize) === last.memorySize)) {
			return last;
		}

		this.#closeSegment();
		this.#last = {vma, flags: flagsOf(protection), start: address, offset: this.#offsetFor(address), fileSize: 0, memorySize: 0n};
		return this.#last;
	}

	// The next place that is as far into a page as the address is.
	#offsetFor(address: bigint): number {
		const within = Number(address % BigInt(this.#pageSize));
		return Math.ceil((this.#end - within) / this.#pageSize) * this.#pageSize + within;
	}

	#closeSegment(): void {
		if (this.#last === undefined) {
			return;
		}

		this.#addHeader({type: loadable, ...this.#last, alignment: this.#pageSize});
		this.#last = undefined;
	}

	#addHeader({type, flags, offset, start, fileSize, memorySize, alignment}: Omit<Segment, 'vma'> & {readonly type: number; readonly alignment: number}): void {
		const {wordSize} = this.#machine;
		// The flags stand where they leave no gap.
		const header = structure({
			type: [type, 4],
			...(wordSize === 8 && {flags: [flags, 4]}),
			offset: [offset, wordSize],
			address: [start, wordSize],
			physicalAddress: [0, wordSize],
			fileSize: [fileSize, wordSize],
			memorySize: [memorySize, wordSize],
			...(wordSize === 4 && {flags: [flags, 4]}),
			alignment: [alignment, wordSize],
		});
		const at = this.#count * header.length;
		if (at + header.length > this.#headers.length) {
			this.#headers = Buffer.concat([this.#headers, Buffer.alloc(this.#headers.length)]);
		}

		header.copy(this.#headers, at);
		this.#count++;
	}

	// A section header of which only `sh_info` counts.
	#countingSection(): Buffer {
		const {wordSize} = this.#machine;
		return structure({
			name: [0, 4],
			type: [0, 4],
			flags: [0, wordSize],
			address: [0, wordSize],
			offset: [0, wordSize],
			size: [1, wordSize],
			link: [0, 4],
			info: [this.#count, 4],
			alignment: [0, wordSize],
			entrySize: [0, wordSize],
		});
	}
}

function flagsOf(protection: string): number {
	return ['x', 'w', 'r'].reduce((bits, letter, index) => bits | Number(protection.includes(letter)) << index, 0);
}
