import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {InputError} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';
import {asAnybody} from '../support/as-anybody.js';
import {scratchFolder, tarEnd, tarHeader, written} from '../support/archives.js';
import {fixture, plainTar} from '../support/fixtures.js';

async function complaint(file: string): Promise<string> {
	try {
		const archive = await openArchive(file);
		archive.close();
		return 'opened';
	} catch (error) {
		if (error instanceof InputError) {
			return error.message.slice(error.file.length);
		}

		throw error;
	}
}

function complaintAsAnybody(file: string): unknown {
	return asAnybody('archive/open.js', `return module.openArchive(${JSON.stringify(file)}).then(() => 'opened', error => error.message);`);
}

const neither = ': not a checkpoint: neither a tar, a compressed tar nor a directory of images';

test('what is no archive is refused in one line', async t => {
	const folder = scratchFolder();
	t.is(await complaint(path.join(folder, 'missing')), ': no such file or directory');
	t.is(await complaint(path.join(fixture('podman-small'), 'below-a-file')), ': no such file or directory');
	t.is(await complaint(written(Buffer.alloc(0))), ': the file is empty');
	t.is(await complaint(written(Buffer.from('just a text\n'))), neither);
	t.is(await complaint(written(Buffer.alloc(5000, 'text '))), neither);
	t.is(await complaint(written(Buffer.alloc(10_240))), ': not a checkpoint: a tar without members');
	t.is(await complaint('/dev/null'), ': not a regular file or directory');
	execFileSync('mkfifo', [path.join(folder, 'pipe')]);
	t.is(await complaint(path.join(folder, 'pipe')), ': not a regular file or directory');
});

test('what is compressed but no tar is refused when it is opened', async t => {
	const words = Buffer.alloc(100_000, 'words and words ');
	t.is(await complaint(written(zlib.gzipSync(words))), ': not a checkpoint: the gzip data is no tar');
	t.is(await complaint(written(zlib.zstdCompressSync(words))), ': not a checkpoint: the zstd data is no tar');
	t.is(await complaint(written(zlib.gzipSync(Buffer.from('short')))), ': not a checkpoint: the gzip data is no tar');
	t.is(await complaint(written(zlib.gzipSync(Buffer.alloc(0)))), ': not a checkpoint: the gzip data is no tar');
	t.regex(await complaint(written(Buffer.from([0x1F, 0x8B, 0x08]))), /: damaged data|: ends/);
	t.regex(await complaint(written(Buffer.from([0x28, 0xB5, 0x2F, 0xFD, 1]))), /: ends in the middle of a zstd frame/);
	t.regex(await complaint(written(Buffer.from('BZh9 is how a text may begin'))), /: damaged data/);
});

test('a file that may not be read is refused', t => {
	const file = written(Buffer.concat([tarHeader('a'), tarEnd]));
	const folder = path.dirname(file);
	for (const above of [folder, path.dirname(folder)]) {
		fs.chmodSync(above, 0o755);
	}

	t.is(complaintAsAnybody(file), 'opened');
	fs.chmodSync(file, 0);
	t.is(complaintAsAnybody(file), `${file}: permission denied`);
	fs.chmodSync(folder, 0);
	t.is(complaintAsAnybody(folder), `${folder}: permission denied`);
	t.is(complaintAsAnybody(path.join(folder, 'below')), `${folder}/below: permission denied`);
	fs.chmodSync(folder, 0o700);
});

test('a tar whose first header is damaged is refused with the place of the damage', async t => {
	const damaged = fs.readFileSync(plainTar('podman-loop'));
	damaged[3]! ^= 0xFF;
	t.is(await complaint(written(damaged)), ': damaged tar header: its checksum is wrong (at byte 0)');
	t.regex(await complaint(written(zlib.gzipSync(damaged))), / \(decompressed\): damaged tar header|: damaged tar header/);
});

test('the name of a file says nothing, and is made printable', async t => {
	const file = written(Buffer.concat([tarHeader('a'), tarEnd]), 'picture\u001B[31m.png');
	const archive = await openArchive(file);
	t.is([...archive.members()].length, 1);
	t.is(archive.path, file);
	archive.close();
	const error = await t.throwsAsync(openArchive(written(Buffer.from('x'), 'a\u001B]0;owned\u0007.tar')));
	t.true(error.message.endsWith('a\u{241B}]0;owned\u{2407}.tar: not a checkpoint: neither a tar, a compressed tar nor a directory of images'));
});

test('evidence is opened without being touched', async t => {
	const file = plainTar('podman-loop');
	fs.chmodSync(file, 0o444);
	fs.utimesSync(file, 1_600_000_000, 1_600_000_000);
	const before = fs.statSync(file);
	const archive = await openArchive(file);
	for (const {source} of archive.members()) {
		source?.read(new Uint8Array(10), 0);
	}

	archive.close();
	const after = fs.statSync(file);
	t.deepEqual([after.mtimeMs, after.ctimeMs, after.atimeMs], [before.mtimeMs, before.ctimeMs, before.atimeMs]);
});

test('reading after closing is a defect that shows, not another file\'s bytes', async t => {
	const archive = await openArchive(plainTar('podman-loop'));
	const {source} = archive.get('config.dump')!;
	archive.close();
	archive.close();
	t.throws(() => source!.read(new Uint8Array(1), 0), {message: /after it was closed/});
	t.throws(() => source!.extents(0, 1), {message: /after it was closed/});
});
