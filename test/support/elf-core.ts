import fs from 'node:fs';
import path from 'node:path';
import {scratchFolder} from './archives.js';
import {run, type Ran} from './command.js';

export type ElfNote = {readonly owner: string; readonly type: number; readonly content: Buffer};

export type ElfSegment = {readonly flags: number; readonly offset: number; readonly address: bigint; readonly fileSize: number; readonly memorySize: bigint; readonly alignment: bigint};

/** An ELF core, read by elf(5) alone. */
export class ElfCore {
	readonly bytes: Buffer;
	readonly isWide: boolean;
	readonly machine: number;
	readonly notes: readonly ElfNote[];
	readonly segments: readonly ElfSegment[];
	/** `p_type` of every header, in their order. */
	readonly types: readonly number[];

	constructor(bytes: Buffer) {
		this.bytes = bytes;
		if (bytes.toString('latin1', 0, 4) !== '\u007FELF' || bytes[5] !== 1 || bytes.readUInt16LE(16) !== 4) {
			throw new Error('no little-endian ELF core');
		}

		this.isWide = bytes[4] === 2;
		this.machine = bytes.readUInt16LE(18);
		const headers = this.#headers();
		this.types = headers.map(({type}) => type);
		this.segments = headers.filter(({type}) => type === 1);
		this.notes = headers.filter(({type}) => type === 4).flatMap(({offset, fileSize}) => [...notesIn(bytes.subarray(offset, offset + fileSize))]);
	}

	/** The bytes of `[address, address + length)`; undefined unless segments hold all of them. */
	read(address: bigint, length: number): Buffer | undefined {
		const parts = [];
		for (let at = address; at < address + BigInt(length);) {
			const segment = this.segments.find(({address: start, memorySize}) => start <= at && at < start + memorySize);
			if (segment === undefined) {
				return undefined;
			}

			const within = Number(at - segment.address);
			const size = Math.min(Number(segment.memorySize) - within, Number(address - at) + length);
			const part = Buffer.alloc(size);
			this.bytes.subarray(segment.offset + within, segment.offset + Math.max(within, Math.min(segment.fileSize, within + size))).copy(part);
			parts.push(part);
			at += BigInt(size);
		}

		return Buffer.concat(parts);
	}

	/** Whether a segment holds any of `[start, end)`. */
	has(start: bigint, end: bigint): boolean {
		return this.segments.some(({address, memorySize}) => address < end && start < address + memorySize);
	}

	notesOf(type: number): Buffer[] {
		return this.notes.filter(note => note.type === type).map(({content}) => content);
	}

	/** Each thread by its id: its NT_PRSTATUS and the notes up to the next. */
	get threads(): ReadonlyMap<number, readonly ElfNote[]> {
		const threads = new Map<number, ElfNote[]>();
		let notes: ElfNote[] = [];
		for (const note of this.notes) {
			if (note.type === 1) {
				notes = [];
				threads.set(note.content.readUInt32LE(this.isWide ? 32 : 24), notes);
			}

			notes.push(note);
		}

		return threads;
	}

	/** NT_FILE: addresses, offset in bytes, and name. */
	get files(): Array<{readonly start: bigint; readonly end: bigint; readonly offset: bigint; readonly name: string}> {
		const [content] = this.notesOf(0x46494c45);
		const word = (index: number) => this.#word(content!, index * (this.isWide ? 8 : 4));
		const count = Number(word(0));
		const names = content!.toString('utf8', (2 + count * 3) * (this.isWide ? 8 : 4)).split('\0');
		return Array.from({length: count}, (_, index) => ({start: word(2 + index * 3), end: word(3 + index * 3), offset: word(4 + index * 3) * word(1), name: names[index]!}));
	}

	#word(bytes: Buffer, position: number): bigint {
		return this.isWide ? bytes.readBigUInt64LE(position) : BigInt(bytes.readUInt32LE(position));
	}

	#headers(): Array<ElfSegment & {readonly type: number}> {
		const {bytes, isWide} = this;
		const [tableAt, sectionAt] = isWide ? [Number(bytes.readBigUInt64LE(32)), Number(bytes.readBigUInt64LE(40))] : [bytes.readUInt32LE(28), bytes.readUInt32LE(32)];
		const [size, counted] = isWide ? [bytes.readUInt16LE(54), bytes.readUInt16LE(56)] : [bytes.readUInt16LE(42), bytes.readUInt16LE(44)];
		const count = counted === 0xffff ? bytes.readUInt32LE(sectionAt + (isWide ? 44 : 28)) : counted;
		return Array.from({length: count}, (_, index) => {
			const at = tableAt + index * size;
			const word = (place: number) => this.#word(bytes, at + (isWide ? 8 + place * 8 : 4 + place * 4));
			return {
				type: bytes.readUInt32LE(at), flags: bytes.readUInt32LE(at + (isWide ? 4 : 24)), offset: Number(word(0)), address: word(1),
				fileSize: Number(word(3)), memorySize: word(4), alignment: isWide ? word(5) : BigInt(bytes.readUInt32LE(at + 28)),
			};
		});
	}
}

function * notesIn(bytes: Buffer): Generator<ElfNote> {
	for (let at = 0; at < bytes.length;) {
		const [ownerSize, size, type] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8)];
		const content = at + 12 + Math.ceil(ownerSize / 4) * 4;
		yield {owner: bytes.toString('latin1', at + 12, at + 12 + ownerSize - 1), type, content: bytes.subarray(content, content + size)};
		at = content + Math.ceil(size / 4) * 4;
	}
}

/** What `export --core` wrote, and said. */
export type ExportedCore = Ran & {readonly file: string; readonly core: ElfCore; readonly map: {readonly stretches: ReadonlyArray<Record<string, unknown>>} & Record<string, unknown>};

export async function exportedCore(checkpoint: string, pid: number, ...options: readonly string[]): Promise<ExportedCore> {
	const file = path.join(scratchFolder(), 'core');
	const ran = await run(['export', '--core', '--pid', String(pid), ...options, '--output', file, checkpoint]);
	if (!fs.existsSync(file)) {
		throw new Error(ran.errors);
	}

	return {...ran, file, core: new ElfCore(fs.readFileSync(file)), map: JSON.parse(fs.readFileSync(`${file}.map.json`, 'utf8')) as ExportedCore['map']};
}
