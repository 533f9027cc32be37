import fs from 'node:fs';
import path from 'node:path';
import {execFileSync} from 'node:child_process';
import zlib from 'node:zlib';
import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {InputError, PendingError} from '../../source/archive/byte-source.js';
import {CompressedInput} from '../../source/archive/compressed-input.js';
import {decompress} from '../../source/archive/decompress.js';
import {NoRoom} from '../../source/archive/no-room.js';
import {openArchive} from '../../source/archive/open.js';
import {SpoolWriter} from '../../source/archive/spool-writer.js';
import {contentOf, contentOfExtents, describe, fileSource, filesOf, member, scratchFolder, tarBody, tarEnd, tarHeader, written} from '../support/archives.js';
import {fixture, plainTar, unpack} from '../support/fixtures.js';

async function openWhole(file: string): Promise<Archive> {
	const archive = await openArchive(file);
	await archive.whenComplete();
	return archive;
}

// Undefined when the input is complained of; any other error is a defect.
async function openIfPossible(file: string): Promise<Archive | undefined> {
	try {
		return await openWhole(file);
	} catch (error) {
		if (error instanceof InputError) {
			return undefined;
		}

		throw error;
	}
}

function skippable(length: number): Buffer {
	const header = Buffer.alloc(8);
	header.writeUInt32LE(0x18_4D_2A_53, 0);
	header.writeUInt32LE(length, 4);
	return Buffer.concat([header, Buffer.alloc(length, 'not for you')]);
}

// A tar that hardly compresses, so that every position of the compressed bytes matters.
function noise(length: number): Buffer {
	let state = 1;
	return Buffer.from(Uint8Array.from({length}, () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return state >>> 24;
	}));
}

/** Runs what makes its temporary files in `folder`. */
async function withTemporaryFiles(folder: string, run: () => Promise<void>): Promise<void> {
	const before = process.env.TMPDIR;
	process.env.TMPDIR = folder;
	try {
		await run();
	} finally {
		process.env.TMPDIR = before;
		if (before === undefined) {
			delete process.env.TMPDIR;
		}
	}
}

const tools = [['zst', 'zstd', ['zstd', '-dc']], ['gz', 'gzip', ['gzip', '-dc']], ['bz2', 'bzip2', ['bzip2', '-dc']], ['xz', 'xz', ['xz', '-dc']]] as const;

// The same checkpoint's plain tar, by another decompressor than ours.
function plainBy(suffix: string): string {
	const [tool, ...options] = (tools.find(([known]) => known === suffix)!)[2];
	return written(execFileSync(tool, [...options, fixture(`podman-small.tar.${suffix}`)], {maxBuffer: 1 << 28}));
}

test.serial('a checkpoint has the same members and bytes compressed in any way as it has plain', async t => {
	const keys = new Set<string>();
	for (const [suffix, compression] of tools) {
		const file = fixture(`podman-small.tar.${suffix}`);
		const plain = await openArchive(plainBy(suffix));
		const archive = await openWhole(file);
		t.is(archive.compression, compression);
		t.is(archive.size, fs.statSync(file).size);
		t.true(archive.complete);
		t.deepEqual(archive.problems, [], suffix);
		t.deepEqual(describe(archive), describe(plain), suffix);
		t.is(archive.progress.done, archive.progress.total);
		t.is(archive.progress.total, archive.size);
		t.is(archive.progress.output, plain.size);
		keys.add([...archive.members()].map(({key}) => key).join('\n'));
		archive.close();
		plain.close();
	}

	t.is(keys.size, 1);
});

test.serial('every member that comes through the spool is what unpacking gives', async t => {
	const archive = await openWhole(fixture('podman-zoo'));
	const folder = unpack('podman-zoo');
	t.deepEqual(archive.problems, []);
	let bytes = 0;
	for (const {key, source} of filesOf(archive)) {
		const original = fs.readFileSync(path.join(folder, key));
		t.true(contentOf(source).equals(original), key);
		t.true(contentOfExtents(source).equals(original), key);
		bytes += original.length;
	}

	t.true(bytes > 1_000_000);
	archive.close();
});

test.serial('the spool has no name, is ours alone, and takes no room for zeros', async t => {
	const folder = scratchFolder();
	const open = fs.openSync;
	let created: {readonly fd: number; readonly mode: number; readonly flags: number} | undefined;
	fs.openSync = (file, flags, mode) => {
		const fd = open(file, flags, mode);
		if (typeof file === 'string' && file.startsWith(folder)) {
			created = {fd, mode: fs.statSync(file).mode & 0o777, flags: Number(flags)};
		}

		return fd;
	};

	await withTemporaryFiles(folder, async () => {
		const size = 64 << 20;
		const content = Buffer.concat([tarHeader('zeros', {size}), Buffer.alloc(size), tarHeader('end', {size: 3}), tarBody('end'), tarEnd]);
		const archive = await openArchive(written(zlib.zstdCompressSync(content)));
		t.deepEqual(fs.readdirSync(folder), []);
		await archive.whenComplete();
		t.deepEqual(fs.readdirSync(folder), []);
		t.is(created?.mode, 0o600);
		t.is(created!.flags & fs.constants.O_EXCL, fs.constants.O_EXCL);
		const stat = fs.fstatSync(created!.fd);
		t.is(stat.nlink, 0);
		t.is(stat.size, content.length);
		t.true(stat.blocks * 512 < 1 << 20);
		t.deepEqual(archive.problems, []);
		t.true(contentOf(member(archive, 'zeros').source!).equals(Buffer.alloc(size)));
		t.is(contentOf(member(archive, 'end').source!).toString(), 'end');
		archive.close();
	}).finally(() => {
		fs.openSync = open;
	});
});

test.serial('a member can be read before the rest is decompressed, and what is not there yet is pending', async t => {
	const size = 600 << 20;
	const start = Buffer.concat([tarHeader('config.dump', {size: 5}), tarBody('early'), tarHeader('pages-1.img', {size})]);
	const compressor = zlib.createZstdCompress();
	const file = path.join(scratchFolder(), 'large');
	const done = new Promise<void>(resolve => {
		compressor.pipe(fs.createWriteStream(file)).on('finish', resolve);
	});
	compressor.write(start);
	const piece = Buffer.concat([noise(1 << 16), Buffer.alloc((1 << 20) - (1 << 16), 'p')]);
	for (let offset = 0; offset < size; offset += piece.length) {
		if (!compressor.write(piece)) {
			await new Promise<void>(resolve => {
				compressor.once('drain', resolve);
			});
		}
	}

	compressor.end(Buffer.concat([tarHeader('late', {size: 4}), tarBody('late'), tarEnd]));
	await done;

	const archive = await openArchive(file);
	t.false(archive.complete);
	t.throws(() => archive.get('late'), {instanceOf: PendingError});
	const whole = archive.whenComplete();
	await new Promise<void>(resolve => {
		const stop = archive.onProgress(() => {
			if ([...archive.members()].length !== 2) {
				return;
			}

			stop();
			resolve();
		});
	});
	t.false(archive.complete);
	t.is(contentOf(archive.get('config.dump')!.source!).toString(), 'early');
	const pages = archive.get('pages-1.img')!;
	t.is(pages.size, size);
	t.true(pages.source!.available < size);
	t.false(pages.source!.settled);
	const {done: consumed, total, output} = archive.progress;
	t.true(consumed < total && output < size);

	let calls = 0;
	archive.onProgress(() => {
		calls++;
	});
	await whole;
	t.true(calls > 0);
	t.true(archive.complete);
	t.is(pages.source!.available, size);
	t.true(pages.source!.settled);
	t.is(contentOf(archive.get('late')!.source!).toString(), 'late');
	const part = Buffer.alloc(piece.length);
	pages.source!.read(part, size - piece.length);
	t.true(part.equals(piece));
	archive.close();
});

test.serial('closing ends the decompression and closes every file', async t => {
	const folder = scratchFolder();
	const file = path.join(folder, 'archive');
	fs.copyFileSync(fixture('podman-zoo'), file);
	// Those of this test alone: test files share a process.
	const openFiles = () => fs.readdirSync('/proc/self/fd').map(fd => {
		try {
			return fs.readlinkSync(`/proc/self/fd/${fd}`);
		} catch {
			return '';
		}
	}).filter(target => target.startsWith(folder));

	await withTemporaryFiles(folder, async () => {
		const archive = await openArchive(file);
		t.is(openFiles().length, 2);
		const settled = archive.whenComplete();
		archive.close();
		await settled;
		// The worker is waited for before what it writes to is closed.
		while (openFiles().length > 0) {
			await new Promise(resolve => {
				setTimeout(resolve, 10);
			});
		}
	});
	t.deepEqual(openFiles(), []);
});

test.serial('frames behind a skippable one, and several frames, are all read', async t => {
	const plain = fs.readFileSync(plainTar('podman-loop'));
	const expected = describe(await openArchive(plainTar('podman-loop')));
	const middle = 100_000;
	const [first, second] = [zlib.zstdCompressSync(plain.subarray(0, middle)), zlib.zstdCompressSync(plain.subarray(middle), {params: {[zlib.constants.ZSTD_c_checksumFlag]: 1}})];
	for (const parts of [[first, second], [skippable(10), first, second], [first, skippable(100_000), second], [skippable(0), skippable(7), first, skippable(0), second, skippable(3)]]) {
		const archive = await openWhole(written(Buffer.concat(parts)));
		t.deepEqual(archive.problems, []);
		t.deepEqual(describe(archive), expected);
		archive.close();
	}
});

test.serial('several gzip members in one file are all read', async t => {
	const plain = fs.readFileSync(plainTar('podman-loop'));
	const archive = await openWhole(written(Buffer.concat([zlib.gzipSync(plain.subarray(0, 5000)), zlib.gzipSync(plain.subarray(5000))])));
	t.deepEqual(archive.problems, []);
	t.deepEqual(describe(archive), describe(await openArchive(plainTar('podman-loop'))));
	archive.close();
});

test.serial('several xz and bzip2 streams in one file are all read', async t => {
	const plain = fs.readFileSync(plainTar('podman-loop'));
	const expected = describe(await openArchive(plainTar('podman-loop')));
	for (const tool of ['xz', 'bzip2']) {
		const parts = [plain.subarray(0, 50_000), plain.subarray(50_000)].map(part => execFileSync(tool, ['-c'], {input: part, maxBuffer: 1 << 28}));
		const archive = await openWhole(written(Buffer.concat(parts)));
		t.deepEqual(archive.problems, []);
		t.deepEqual(describe(archive), expected);
		archive.close();
	}
});

test.serial('zeros behind gzip data are padding, and what is hidden behind them is said', async t => {
	const gzipped = fs.readFileSync(fixture('podman-small.tar.gz'));
	const plain = await openWhole(fixture('podman-small.tar.gz'));
	for (const [padding, hidden] of [[1, ''], [4096, ''], [1 << 20, ''], [10, 'hidden'], [300_000, 'hidden']] as const) {
		const archive = await openWhole(written(Buffer.concat([gzipped, Buffer.alloc(padding), Buffer.from(hidden)])));
		t.deepEqual(describe(archive), describe(plain));
		t.deepEqual(archive.problems.map(({reason, offset}) => [reason, offset]), hidden === '' ? [] : [['something else than gzip data follows', gzipped.length + padding]]);
		archive.close();
	}

	plain.close();
});

test.serial('where data is cut, or other data follows, it is said in words', async t => {
	for (const [suffix, cut, other] of [
		['xz', 'ends in the middle of the xz data', 'something else than xz data follows'],
		['bz2', 'ends in the middle of the bzip2 data', 'damaged data (No magic number found)'],
	] as const) {
		const whole = fs.readFileSync(fixture(`podman-small.tar.${suffix}`));
		const shorter = await openWhole(written(whole.subarray(0, -5)));
		t.is(shorter.problems[0]?.reason, cut);
		const longer = await openWhole(written(Buffer.concat([whole, Buffer.from('some words behind it')])));
		t.is(longer.problems[0]?.reason, other);
		shorter.close();
		longer.close();
	}
});

for (const [suffix] of tools) {
	test.serial(`what comes before a cut stays readable, and the cut is said: ${suffix}`, async t => {
		const whole = fs.readFileSync(fixture(`podman-small.tar.${suffix}`));
		const {size} = fs.statSync(plainBy(suffix));
		let readable = 0;
		for (const share of [0.1, 0.5, 0.9, 1]) {
			const cut = written(whole.subarray(0, Math.floor(whole.length * share) - 3));
			const archive = await openIfPossible(cut);
			if (archive === undefined) {
				continue;
			}

			t.true(archive.complete);
			t.true(archive.problems.length > 0, `${suffix} ${share}`);
			t.true(archive.problems.every(problem => problem instanceof InputError));
			t.true(archive.problems[0]!.offset! <= whole.length);
			t.true(archive.progress.output <= size);
			for (const {source} of filesOf(archive)) {
				readable += contentOf(source).length;
			}

			archive.close();
		}

		t.true(readable > 100_000);
	});

	test.serial(`what comes before damage stays readable, and the damage is said: ${suffix}`, async t => {
		const whole = fs.readFileSync(fixture(`podman-small.tar.${suffix}`));
		const plain = await openArchive(plainBy(suffix));
		let complaints = 0;
		for (const place of [0.3, 0.6, 0.95]) {
			const damaged = Buffer.from(whole);
			for (let index = 0; index < 16; index++) {
				damaged[Math.floor(whole.length * place) + index]! ^= 0x5A;
			}

			const archive = await openIfPossible(written(damaged));
			if (archive === undefined) {
				complaints++;
				continue;
			}

			t.true(archive.complete);
			complaints += archive.problems.length > 0 ? 1 : 0;
			t.true(archive.problems.every(problem => problem instanceof InputError));
			for (const {key, source} of [...archive.members()].slice(0, -2)) {
				const found = plain.get(key)?.source;
				t.is(source?.size, found?.size, key);
			}

			archive.close();
		}

		t.is(complaints, 3);
		plain.close();
	});
}

test.serial('what follows a zstd frame and is none is said', async t => {
	const archive = await openWhole(written(Buffer.concat([fs.readFileSync(fixture('podman-small')), Buffer.from('garbage behind it')])));
	t.is([...archive.members()].length, 51);
	t.regex(archive.problems[0]!.message, /something else than a zstd frame/);
	t.is(archive.problems[0]!.offset, fs.statSync(fixture('podman-small')).size);
	archive.close();
});

test.serial('where no temporary file can be made, it is said how to help', async t => {
	await withTemporaryFiles('/nonexistent', async () => {
		await t.throwsAsync(openArchive(fixture('podman-small')), {
			name: 'InputError',
			message: '/nonexistent: no temporary file can be made here (no such file or directory): set TMPDIR to a folder that has room',
		});
	});
});

test.serial('a bomb is stopped before it fills the file system, and what came out of it can be read', async t => {
	const piece = noise(1 << 20);
	const size = 400 << 20;
	const bomb = Buffer.concat([tarHeader('pages-1.img', {size}), ...Array.from({length: size / piece.length}, () => piece), tarEnd]);
	const {statfsSync} = fs;
	let asked = 0;
	const folder = scratchFolder();
	const writer = fs.openSync(path.join(folder, 'spool'), 'w+');
	// A file system with room for 96 MiB, a twentieth of which is to stay free.
	fs.statfsSync = (() => {
		asked++;
		const blocks = (96 << 20) / 4096;
		return {bsize: 4096, blocks, bavail: blocks - (fs.fstatSync(writer).blocks / 8)};
	}) as unknown as typeof fs.statfsSync;
	try {
		for (const [compression, compressed] of [['zstd', zlib.zstdCompressSync(bomb)], ['gzip', zlib.gzipSync(bomb, {level: 1})]] as const) {
			fs.ftruncateSync(writer, 0);
			const spool = new SpoolWriter(writer, folder);
			const source = fileSource(written(compressed));
			await t.throwsAsync(decompress(new CompressedInput(source.extents(0, source.size), 'bomb'), compression, bytes => {
				spool.append(bytes);
			}), {instanceOf: NoRoom, message: 'almost full'});
			source.close();
			t.true(spool.size > 64 << 20 && spool.size <= 128 << 20, `${spool.size}`);
			for (let position = 0; position + piece.length <= spool.size; position += piece.length) {
				const found = Buffer.alloc(piece.length);
				fs.readSync(writer, found, 0, found.length, position);
				t.true(found.equals(bomb.subarray(position, position + piece.length)), `${compression} ${position}`);
			}
		}
	} finally {
		fs.statfsSync = statfsSync;
		fs.closeSync(writer);
	}

	t.true(asked >= 4);
});

test.serial('a spool that has no room is a problem that names TMPDIR, and a process that opened one can end', t => {
	const script = `
		const {openArchive} = await import(${JSON.stringify(new URL('../../source/archive/open.js', import.meta.url).href)});
		const archive = await openArchive(${JSON.stringify(fixture('podman-zoo'))});
		if (process.argv[1] === 'wait') {
			await archive.whenComplete();
		}

		console.log(archive.problems.map(String).join('|'), [...archive.members()].length);
	`;
	const run = (limit: string, argument: string) => execFileSync('sh', [
		'-c',
		`trap '' XFSZ; ulimit -f ${limit}; exec "$0" --input-type=module -e "$1" ${argument}`,
		process.execPath,
		script,
	], {timeout: 30_000}).toString();
	t.regex(run('2048', 'wait'), /no room for the decompressed archive in .*EFBIG.*set TMPDIR/);
	t.regex(run('unlimited', 'wait'), /^ \d{2,}/);
	t.notRegex(run('unlimited', 'leave'), /no room/);
});
