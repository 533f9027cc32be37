import fs from 'node:fs';
import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {type ByteSource, InputError} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';
import {parsePax} from '../../source/archive/pax.js';
import {TarIndex} from '../../source/archive/tar-index.js';
import {contentOf, fileSource, filesOf, gnuTar, member, paxHeader, scratchFolder, tarEnd, tarHeader, withChecksum, written} from '../support/archives.js';
import {plainTar} from '../support/fixtures.js';

const plain = plainTar('podman-small');
const whole = fs.readFileSync(plain);

async function openOrComplain(file: string): Promise<Archive | InputError> {
	try {
		return await openArchive(file);
	} catch (error) {
		if (error instanceof InputError) {
			return error;
		}

		throw error;
	}
}

// Reads everything that an archive offers; only complaints about the input may come of it.
function readAll(archive: Archive): void {
	for (const {source} of archive.members()) {
		if (source === undefined) {
			continue;
		}

		const bytes = new Uint8Array(Math.min(source.available, 1 << 16));
		try {
			source.read(bytes, 0);
			source.read(bytes, Math.max(0, source.available - 10));
			source.extents(0, source.size);
		} catch (error) {
			if (!(error instanceof InputError)) {
				throw error;
			}
		}
	}
}

test('a tar cut anywhere offers what comes before the cut, and says where it is cut', async t => {
	const full = await openArchive(plain);
	const file = written(whole);
	const sizes: number[] = [];
	const refused: number[] = [];
	for (let size = whole.length - 100; size > 0; size -= 4096 - 7) {
		sizes.push(size);
	}

	for (const size of sizes) {
		fs.truncateSync(file, size);
		const archive = await openOrComplain(file);
		if (archive instanceof InputError) {
			refused.push(size);
			continue;
		}

		t.deepEqual(archive.problems.map(({offset}) => offset), [size]);
		const found = filesOf(archive);
		for (const [index, {key, size: memberSize, source}] of found.entries()) {
			const original = member(full, key);
			t.is(memberSize, original.size, key);
			t.true(source.settled);
			t.true(index === found.length - 1 || source.available === memberSize, key);
			t.true(contentOf(source).equals(contentOf(original.source!).subarray(0, source.available)), key);
		}

		archive.close();
	}

	full.close();
	t.true(refused.every(size => size < 1024));
	t.true(sizes.length > 150);
});

// Bytes of a tar that stand nowhere: `at` gives what begins at each multiple of 512.
function madeSource(size: number, at: (position: number) => Uint8Array): ByteSource {
	return {
		size,
		available: size,
		settled: true,
		read(target, position) {
			for (let done = 0; done < target.length; done += 512) {
				target.set(at(position + done).subarray(0, target.length - done), done);
			}

			return Math.min(target.length, size - position);
		},
		extents: () => [],
	};
}

test('names and sparse maps take a bounded part of the memory, however many there are', t => {
	const long = paxHeader([['path', 'n'.repeat(65_000)]]);
	const named = Buffer.concat([long, tarHeader('x', {type: '2'})]);
	const names = new TarIndex(madeSource(named.length * 10_000, position => named.subarray(position % named.length)), 'names.tar');
	names.advance();
	t.is(names.problems.at(-1)?.reason, 'the names of the members have more than 268435456 bytes: the rest is not read');

	const map = Array.from({length: 500_000}, () => '0,0').join(',');
	const sparse = Buffer.concat([paxHeader([['GNU.sparse.map', map], ['GNU.sparse.size', '5']]), tarHeader('sparse')]);
	const maps = new TarIndex(fileSource(written(Buffer.concat([...Array.from({length: 10}, () => sparse), tarHeader('last'), tarEnd]))), 'maps.tar');
	maps.advance();
	t.regex(maps.problems.map(({reason}) => reason).join('\n'), /sparse can't be read: the sparse files have more than 4194304 stretches/);
	t.true(maps.members.has('last'));
});

test('a name longer than any real one ends the index, and is not told at its length', t => {
	const index = (...parts: Buffer[]) => {
		const result = new TarIndex(fileSource(written(Buffer.concat([...parts, tarEnd]))), 'made.tar');
		result.advance();
		return result;
	};

	const tooLong = index(tarHeader('a'), paxHeader([['path', 'n'.repeat(65_537)]]), tarHeader('b'));
	t.deepEqual([...tooLong.members].map(([key]) => key), ['a']);
	t.deepEqual(tooLong.problems.map(({reason}) => reason), ['a name of 65537 bytes is not read, 65536 are the most']);
	const long = index(paxHeader([['path', 'n'.repeat(60_000)]]), tarHeader('b', {type: '1', link: 'none'}));
	t.deepEqual(long.problems.map(({reason}) => reason), [`${'n'.repeat(256)}... is a hard link to none, and no such file stands before it`]);
});

test('an extended header with millions of other records costs no memory of theirs', t => {
	const record = Buffer.from('5 a=\n');
	const body = Buffer.concat([Buffer.alloc(record.length * 3_000_000, record), Buffer.from('10 path=b\n')]);
	t.deepEqual(parsePax(body).records.map(({key, value}) => `${key}=${Buffer.from(value).toString()}`), ['path=b']);
});

test('a damaged header ends the index, with its place; the members before it stay', async t => {
	const full = await openArchive(plain);
	const damaged = Buffer.from(whole);
	const [place] = member(full, 'checkpoint/mm-1.img').source!.extents(0, 1);
	const header = place!.offset - 512;
	damaged[header + 10]! ^= 1;
	const archive = await openArchive(written(damaged));
	t.deepEqual(archive.problems.map(({reason, offset}) => [reason, offset]), [['damaged tar header: its checksum is wrong', header]]);
	const keys = [...full.members()].map(({key}) => key);
	t.deepEqual([...archive.members()].map(({key}) => key), keys.slice(0, keys.indexOf('checkpoint/mm-1.img')));
	t.true(archive.complete);
	archive.close();
	full.close();
});

// Numbers that only look random: the same ones in every run.
function random(seed: number): (limit: number) => number {
	let state = seed;
	return limit => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor(state / 0x1_00_00_00_00 * limit);
	};
}

function sparsePax(): Buffer {
	const folder = scratchFolder();
	const name = 'n'.repeat(120);
	fs.writeFileSync(`${folder}/${name}`, 'long');
	fs.writeFileSync(`${folder}/sparse`, 'start');
	fs.truncateSync(`${folder}/sparse`, 1 << 20);
	fs.appendFileSync(`${folder}/sparse`, 'end');
	return Buffer.concat([...['gnu', 'pax'].map(format => withoutEnd(fs.readFileSync(gnuTar(folder, '--sparse', '--hole-detection=raw', `--format=${format}`, '.')))), tarEnd]);
}

function withoutEnd(tar: Buffer): Buffer {
	const last = tar.findLastIndex(byte => byte !== 0);
	return tar.subarray(0, Math.ceil((last + 1) / 512) * 512);
}

for (const [name, make, isSummed] of [
	['a checkpoint', () => whole, false],
	['a checkpoint, with checksums that fit the damage', () => whole, true],
	['long names and sparse files', () => sparsePax(), false],
	['long names and sparse files, with checksums that fit the damage', () => sparsePax(), true],
] as const) {
	test(`random damage never does more than to be complained of: ${name}`, async t => {
		const original = make();
		const file = written(original);
		const headers = [];
		for (let offset = 0; offset < original.length; offset += 512) {
			if (original.toString('latin1', offset + 257, offset + 262) === 'ustar') {
				headers.push(offset);
			}
		}

		let complaints = 0;
		for (let seed = 1; seed <= 300; seed++) {
			const next = random(seed);
			const damaged = Buffer.from(original);
			for (let flips = 1 + next(8); flips > 0; flips--) {
				const header = headers[next(headers.length)]!;
				// PAX and GNU keep what they say of a member in the blocks behind its header.
				damaged[header + next(1024)] = next(256);
				if (isSummed) {
					withChecksum(damaged.subarray(header, header + 512));
				}
			}

			fs.writeFileSync(file, damaged);
			const archive = await openOrComplain(file);
			if (archive instanceof InputError) {
				complaints++;
				continue;
			}

			t.true(archive.complete);
			complaints += archive.problems.length > 0 ? 1 : 0;
			readAll(archive);
			archive.close();
		}

		t.true(complaints > 10);
	});
}
