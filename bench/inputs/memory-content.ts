import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';

export const blockSize = 1 << 20;

/** Text that is put into memory somewhere, at a byte of it. */
export type Plant = {readonly position: number; readonly bytes: Uint8Array};

type Fill = (block: Buffer, position: number) => void;

// Of ten blocks of memory, those of a server's heap: records, its code and libraries, what is encrypted or packed, and what is hardly used.
const mixture = ['records', 'code', 'records', 'code', 'random', 'records', 'code', 'sparse', 'records', 'code'] as const;

/**
What a server may have in memory, `size` bytes of it, with `plants` in it: records with keys and values, the code of this machine's programs, random bytes, and pages that are mostly zeros. The same on one machine each time.
@yields blocks that are good until the next one is asked for
*/
export function * memoryContent(size: number, plants: readonly Plant[]): Generator<Uint8Array> {
	const block = Buffer.alloc(blockSize);
	const fills: Record<typeof mixture[number], Fill> = {records: fillWithRecords, code: codeFiller(), random: randomFiller(), sparse: fillSparsely};
	for (let position = 0; position < size; position += blockSize) {
		fills[mixture[position / blockSize % mixture.length]!](block, position);
		plantIn(block, position, plants);
		yield block.subarray(0, Math.min(blockSize, size - position));
	}
}

function plantIn(block: Buffer, position: number, plants: readonly Plant[]): void {
	for (const plant of plants) {
		const from = Math.max(position, plant.position);
		const to = Math.min(position + blockSize, plant.position + plant.bytes.length);
		if (from < to) {
			block.set(plant.bytes.subarray(from - plant.position, to - plant.position), from - position);
		}
	}
}

// As an allocator lays them out: a header, the text, what is left of the size class.
function fillWithRecords(block: Buffer, position: number): void {
	const size = 32;
	block.fill(0);
	for (let at = 0; at < block.length; at += 2 * size) {
		const number = (position + at) / (2 * size);
		block.writeUInt32LE(number, at);
		block.write(`user:session:${number}`, at + 8, 'latin1');
		block.writeUInt32LE(number * 7, at + size);
		block.write(`value:${number}`, at + size + 8, 'latin1');
	}
}

function fillSparsely(block: Buffer, position: number): void {
	block.fill(0);
	for (let at = 0; at < block.length; at += 4096) {
		block.writeDoubleLE(position + at, at + 64);
	}
}

function randomFiller(): Fill {
	let state = 0x9E_37_79_B9;
	return block => {
		for (let at = 0; at < block.length; at += 4) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			block.writeInt32LE(state, at);
		}
	};
}

// The files of programs, one behind the other, and over again.
function codeFiller(): Fill {
	const files = programFiles();
	let index = 0;
	let position = 0;
	return block => {
		for (let filled = 0; filled < block.length;) {
			const count = readAt(files[index]!, block.subarray(filled), position);
			filled += count;
			position += count;
			if (count === 0) {
				index = (index + 1) % files.length;
				position = 0;
			}
		}
	};
}

function programFiles(): string[] {
	const folder = '/usr/bin';
	const others = fs.existsSync(folder) ? fs.readdirSync(folder).sort().map(name => path.join(folder, name)) : [];
	return [process.execPath, ...others.filter(file => isLarge(file))];
}

function isLarge(file: string): boolean {
	try {
		fs.accessSync(file, fs.constants.R_OK);
		const stat = fs.statSync(file);
		return stat.isFile() && stat.size > blockSize;
	} catch {
		return false;
	}
}

function readAt(file: string, target: Uint8Array, position: number): number {
	const fd = fs.openSync(file, 'r');
	try {
		return fs.readSync(fd, target, 0, target.length, position);
	} finally {
		fs.closeSync(fd);
	}
}
