import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {unpackBlock} from '../../source/archive/lz4-block.js';
import {StreamDamage} from '../../source/archive/stream-damage.js';
import {temporaryFolder, unpack} from '../support/fixtures.js';
import {packBlock} from '../support/lz4-block.js';
import {fileIn} from '../support/memory.js';

const pages = fs.readFileSync(fileIn(unpack('raw-plain'), 'pages-1.img'));

function unpacked(block: Uint8Array, length: number): Buffer {
	// What is not written shows.
	const target = Buffer.alloc(length, 0xaa);
	unpackBlock(block, target);
	return target;
}

const bytesOf = (part: string | number | readonly number[]) => typeof part === 'string' ? Buffer.from(part) : Buffer.from(typeof part === 'number' ? [part] : part);
const bytes = (...parts: Array<Parameters<typeof bytesOf>[0]>) => Buffer.concat(parts.map(part => bytesOf(part)));

test('literals and matches as the format has them', t => {
	t.is(unpacked(bytes(0x50, 'hello'), 5).toString(), 'hello');
	t.is(unpacked(bytes(0), 0).toString(), '');
	t.is(unpacked(bytes(0x40, 'abcd', [4, 0], 0x50, 'wxyz!'), 13).toString(), 'abcdabcdwxyz!');
	t.is(unpacked(bytes(0x1f, 'a', [1, 0], 1, 0x10, 'b'), 22).toString(), `${'a'.repeat(21)}b`);
	t.is(unpacked(bytes(0x3f, 'abc', [3, 0], 255, 0, 0x10, '!'), 278).toString(), `${'abc'.repeat(92)}a!`);
	t.is(unpacked(bytes(0xf0, 5, 'x'.repeat(20)), 20).toString(), 'x'.repeat(20));
	t.is(unpacked(bytes(0xf0, 255, 0, 'y'.repeat(270)), 270).toString(), 'y'.repeat(270));
	t.is(unpacked(bytes(0xf3, 0, '0123456789abcde', [14, 0], 0x20, '..'), 24).toString(), '0123456789abcde1234567..');
});

test('a match may overlap what it makes, at every distance and length', t => {
	for (let distance = 1; distance <= 40; distance++) {
		for (const length of [4, 15, 16, 17, 18, 31, 64, 100, 1000]) {
			const start = Array.from({length: distance}, (_, index) => 65 + index);
			const tail = [...'.....'].map(character => character.codePointAt(0)!);
			const expected = [...start, ...Array.from({length}, (_, index) => start[index % distance]!), ...tail];
			const rest = (count: number) => count < 15 ? [] : [...Array.from({length: Math.floor((count - 15) / 255)}, () => 255), (count - 15) % 255];
			const block = bytes(Math.min(distance, 15) << 4 | Math.min(length - 4, 15), rest(distance), start, [distance, 0], rest(length - 4), 0x50, tail);
			t.deepEqual([...unpacked(block, expected.length)], expected, `${length} bytes from ${distance} back`);
		}
	}
});

test('pages of a process come out as they went in', t => {
	for (const size of [4096, 65_536, 262_144]) {
		let saved = 0;
		for (let position = 0; position + size <= Math.min(pages.length, 1 << 20); position += size) {
			const page = pages.subarray(position, position + size);
			const packed = packBlock(page);
			saved += size - packed.length;
			t.true(unpacked(packed, size).equals(page), `${size} bytes at ${position}`);
		}

		t.true(saved > 0);
	}
});

const hasLz4 = spawnSync('lz4', ['--version']).status === 0;
const withLz4 = hasLz4 ? test : test.skip;

withLz4('blocks that the lz4 program makes (skipped where it is missing)', t => {
	const folder = temporaryFolder();
	const file = path.join(folder, 'pages');
	fs.writeFileSync(file, pages.subarray(0, 1 << 20));
	for (const [options, size] of [[['-1', '-B4'], 65_536], [['-9', '-B4'], 65_536], [['-1', '-B5'], 262_144], [['-12', '-B7'], 4_194_304]] as const) {
		const frame = path.join(folder, 'frame');
		const {status} = spawnSync('lz4', ['-f', '-q', ...options, '-BI', '--no-frame-crc', file, frame]);
		t.is(status, 0);
		let position = 0;
		for (const {data, isPacked} of blocksOfFrame(fs.readFileSync(frame))) {
			const page = pages.subarray(position, Math.min(position + size, 1 << 20));
			t.true((isPacked ? unpacked(data, page.length) : data).equals(page), `${options.join(' ')} at ${position}`);
			position += page.length;
		}

		t.is(position, 1 << 20);
	}
});

/**
The blocks of a frame without checksums (LZ4 frame format).

@yields them in order
*/
function * blocksOfFrame(frame: Buffer): Generator<{readonly data: Buffer; readonly isPacked: boolean}> {
	const hasSize = (frame[4]! & 8) !== 0;
	for (let position = hasSize ? 15 : 7; ;) {
		const word = frame.readUInt32LE(position);
		const length = word & 0x7fff_ffff;
		if (length === 0) {
			return;
		}

		yield {data: frame.subarray(position + 4, position + 4 + length), isPacked: word >>> 31 === 0};
		position += 4 + length;
	}
}

const damages = [
	['nothing', bytes(), 5, 'it ends behind a match', 0],
	['a block cut within its literals', bytes(0x50, 'hell'), 5, 'it ends within 5 literals', 1],
	['a block cut in the length of its literals', bytes(0xf0, 255), 600, 'it ends in the length of its literals', 2],
	['a block cut in a distance', bytes(0x40, 'abcd', 4), 8, 'it ends in the distance of a match', 5],
	['a block cut in the length of a match', bytes(0x4f, 'abcd', [4, 0]), 30, 'it ends in the length of a match', 7],
	['a block cut behind a match', bytes(0x40, 'abcd', [4, 0]), 8, 'it ends behind a match', 7],
	['a match from nowhere', bytes(0x40, 'abcd', [0, 0], 0x10, 'x'), 9, 'a match 0 bytes back, where 4 are there', 5],
	['a match from before the start', bytes(0x40, 'abcd', [5, 0], 0x10, 'x'), 9, 'a match 5 bytes back, where 4 are there', 5],
	['more literals than there is room', bytes(0x50, 'hello'), 4, 'it holds more than 4 bytes', 1],
	['a longer match than there is room', bytes(0x41, 'abcd', [4, 0], 0x10, 'x'), 8, 'it holds more than 8 bytes', 7],
	['less than there should be', bytes(0x50, 'hello'), 6, 'it holds 5 bytes, not 6', 6],
] as const;

for (const [name, block, length, reason, offset] of damages) {
	test(`${name} is damage`, t => {
		const error = t.throws(() => unpacked(block, length), {instanceOf: StreamDamage});
		t.is(error.message, reason);
		t.is(error.offset, offset);
	});
}

test('a block that is cut anywhere, or changed anywhere, breaks nothing', t => {
	const page = pages.subarray(0, 4096);
	const packed = packBlock(page);
	for (let length = 0; length < packed.length; length++) {
		t.throws(() => unpacked(packed.subarray(0, length), page.length), {instanceOf: StreamDamage});
	}

	const around = new Uint8Array(page.length + 128).fill(0xaa);
	for (let position = 0; position < packed.length; position++) {
		for (const change of [1, 0x10, 0xff]) {
			const changed = Uint8Array.from(packed);
			changed[position]! ^= change;
			t.true(isUnpackedOrDamage(changed, around.subarray(64, 64 + page.length)));
		}
	}

	t.true([...around.subarray(0, 64), ...around.subarray(-64)].every(byte => byte === 0xaa));
});

function isUnpackedOrDamage(block: Uint8Array, target: Uint8Array): boolean {
	try {
		unpackBlock(block, target);
		return true;
	} catch (error) {
		return error instanceof StreamDamage;
	}
}
