import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Member} from '../../source/archive/archive.js';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {openArchive} from '../../source/archive/open.js';
import {TarIndex} from '../../source/archive/tar-index.js';
import {contentOf, contentOfExtents, fileSource, filesOf, gnuTar, member, paxHeader, scratchFolder, tarBody, tarEnd, tarHeader, withChecksum, written} from '../support/archives.js';
import {plainTar, unpack} from '../support/fixtures.js';

function index(...parts: Buffer[]): TarIndex {
	const result = new TarIndex(fileSource(written(Buffer.concat(parts))), 'made.tar');
	result.advance();
	return result;
}

function keysOf(members: ReadonlyMap<string, Member>): string[] {
	return [...members].map(([key]) => key);
}

function valuesOf(members: ReadonlyMap<string, Member>): Member[] {
	return [...members].map(([, found]) => found);
}

function text(source: ByteSource | undefined): string {
	return contentOf(source!).toString('latin1');
}

function reasons({problems}: {readonly problems: readonly Error[]}): string[] {
	return problems.map(({message}) => message);
}

const longName = `${'long'.repeat(40)}.img`;
const deepName = `${'folder-'.repeat(10)}x/${'sub-'.repeat(12)}x/core.img`;

function tree(): string {
	const folder = scratchFolder();
	fs.mkdirSync(path.join(folder, path.dirname(deepName)), {recursive: true});
	fs.writeFileSync(path.join(folder, deepName), 'deep');
	fs.writeFileSync(path.join(folder, 'a'), 'first');
	fs.writeFileSync(path.join(folder, 'empty'), '');
	fs.writeFileSync(path.join(folder, 'setuid'), 'mode', {mode: 0o755});
	fs.chmodSync(path.join(folder, 'setuid'), 0o4755);
	fs.linkSync(path.join(folder, 'a'), path.join(folder, 'z'));
	fs.symlinkSync('../elsewhere', path.join(folder, 'parent'));
	return folder;
}

for (const format of ['v7', 'ustar', 'gnu', 'oldgnu', 'pax']) {
	test(`what GNU tar writes as ${format} is read as it lists it`, async t => {
		const folder = tree();
		if (format !== 'v7') {
			execFileSync('mkfifo', [path.join(folder, 'pipe')]);
			fs.writeFileSync(path.join(folder, longName.slice(0, format === 'ustar' ? 99 : undefined)), 'long');
			fs.symlinkSync(longName.slice(0, format === 'ustar' ? 99 : undefined), path.join(folder, 'link-to-long'));
		} else {
			fs.rmSync(path.join(folder, 'folder-'.repeat(10) + 'x'), {recursive: true});
		}

		const file = gnuTar(folder, `--format=${format}`, '.');
		const archive = await openArchive(file);
		t.deepEqual(archive.problems, []);
		t.is(archive.format, 'tar');
		t.is(archive.compression, 'none');
		t.true(archive.complete);

		const listed = execFileSync('tar', ['-tf', file]).toString().trim().split('\n').map(name => name.replace(/^\.\//, '').replace(/\/$/, '')).filter(name => name !== '');
		t.deepEqual([...archive.members()].map(({key}) => key), listed);
		for (const {key, kind, size, mode, uid, mtime, source, target} of archive.members()) {
			const stat = fs.lstatSync(path.join(folder, key));
			t.is(mode, stat.mode & 0o7777, key);
			t.is(uid, stat.uid, key);
			t.is(Math.floor(mtime), Math.floor(stat.mtimeMs / 1000), key);
			if (kind === 'file' || kind === 'hard-link') {
				t.is(text(source), fs.readFileSync(path.join(folder, key), 'latin1'), key);
				t.is(size, kind === 'file' ? stat.size : 0, key);
			} else if (kind === 'symlink') {
				t.is(target?.toKey(), fs.readlinkSync(path.join(folder, key)), key);
			} else {
				t.is(kind, stat.isDirectory() ? 'directory' : 'fifo', key);
				t.is(source, undefined, key);
			}
		}

		t.is(member(archive, 'z').kind, 'hard-link');
		t.is(member(archive, 'z').target?.toKey().replace('./', ''), 'a');
		archive.close();
	});
}

const sparseStretches = 60;

function sparseFile(): string {
	const folder = scratchFolder();
	const fd = fs.openSync(path.join(folder, 'pages-1.img'), 'w');
	for (let stretch = 0; stretch < sparseStretches; stretch++) {
		fs.writeSync(fd, Buffer.alloc(4096 + (stretch * 100), `stretch ${stretch};`), 0, undefined, (stretch * 65_536) + (stretch % 2 === 0 ? 0 : 8192));
	}

	fs.ftruncateSync(fd, (sparseStretches * 65_536) + 12_345);
	fs.closeSync(fd);
	fs.writeFileSync(path.join(folder, 'after'), 'not lost');
	return folder;
}

for (const options of [['gnu'], ['oldgnu'], ['pax', '--sparse-version=0.0'], ['pax', '--sparse-version=0.1'], ['pax', '--sparse-version=1.0']]) {
	test(`the holes of a sparse member are its zeros: ${options.join(' ')}`, async t => {
		const [format, ...version] = options;
		const folder = sparseFile();
		const original = fs.readFileSync(path.join(folder, 'pages-1.img'));
		const file = gnuTar(folder, '--sparse', '--hole-detection=raw', `--format=${format}`, ...version, 'pages-1.img', 'after');
		t.true(fs.statSync(file).size < original.length / 4);

		const archive = await openArchive(file);
		t.deepEqual(archive.problems, []);
		const {size, source} = member(archive, 'pages-1.img');
		t.is(size, original.length);
		t.is(source!.available, original.length);
		t.true(contentOf(source!).equals(original));
		t.true(contentOfExtents(source!).equals(original));
		t.true(source!.extents(0, size).some(({fd}) => fd === -1));
		for (const [position, length] of [[4090, 20], [65_536 + 8000, 400], [original.length - 100, 200], [30_000, 100_000]] as const) {
			const part = Buffer.alloc(length, 0xEE);
			const count = source!.read(part, position);
			t.true(part.subarray(0, count).equals(original.subarray(position, position + length)), `at ${position}`);
		}

		t.is(text(member(archive, 'after').source), 'not lost');
		archive.close();
	});

	test(`a sparse member that is cut can be read as far as its data goes: ${options.join(' ')}`, async t => {
		const [format, ...version] = options;
		const folder = sparseFile();
		const original = fs.readFileSync(path.join(folder, 'pages-1.img'));
		const file = gnuTar(folder, '--sparse', '--hole-detection=raw', `--format=${format}`, ...version, 'pages-1.img');
		fs.truncateSync(file, fs.statSync(file).size - 200_000);
		const archive = await openArchive(file);
		const {size, source} = member(archive, 'pages-1.img');
		t.is(size, original.length);
		t.true(source!.settled);
		t.true(source!.available > 1_000_000 && source!.available < size);
		t.true(contentOf(source!).equals(original.subarray(0, source!.available)));
		t.regex(reasons(archive)[0]!, /ends in the middle of pages-1\.img/);
		archive.close();
	});
}

test('a plain tar is read in place: each member as it is unpacked', async t => {
	const archive = await openArchive(plainTar('podman-small'));
	const folder = unpack('podman-small');
	let files = 0;
	for (const {key, source, size} of filesOf(archive)) {
		const original = fs.readFileSync(path.join(folder, key));
		t.is(size, original.length);
		t.true(contentOf(source).equals(original), key);
		t.true(contentOfExtents(source).equals(original), key);
		files++;
	}

	t.true(files > 30);
	t.is(member(archive, 'checkpoint').kind, 'directory');
	archive.close();
});

test('the parent link of a chain of dumps is a member, and is not followed', async t => {
	const archive = await openArchive(plainTar('raw-chain'));
	t.is(member(archive, 'dump/parent').target?.toKey(), '../pre-dump');
	t.is(member(archive, 'dump/parent').source, undefined);
	t.is(archive.followLink, undefined);
	archive.close();
});

test('a member of more than 8 GiB is hopped over by its PAX size, as Go writes it', async t => {
	const size = 9_663_676_416;
	const start = Buffer.concat([paxHeader([['size', String(size)]]), tarHeader('pages-1.img')]);
	const file = written(start);
	const fd = fs.openSync(file, 'r+');
	fs.writeSync(fd, 'the last byte', start.length + size - 13);
	const after = Buffer.concat([tarHeader('inventory.img', {size: 3}), tarBody('end'), tarEnd]);
	fs.writeSync(fd, after, 0, after.length, start.length + size);
	fs.closeSync(fd);

	const archive = await openArchive(file);
	t.deepEqual(archive.problems, []);
	const pages = member(archive, 'pages-1.img');
	t.is(pages.size, size);
	const end = Buffer.alloc(20);
	t.is(pages.source!.read(end, size - 13), 13);
	t.is(end.toString('latin1', 0, 13), 'the last byte');
	t.is(text(member(archive, 'inventory.img').source), 'end');
	archive.close();
});

test('a number too big for its field is read from base 256', t => {
	const header = tarHeader('big');
	header.writeBigUInt64BE(0x80_00_00_00_00_00_00_00n, 124);
	header.writeBigUInt64BE(5n, 128);
	header.writeBigInt64BE(-1n, 108);
	header.fill(0xFF, 136, 148);
	const {members, problems} = index(withChecksum(header), tarBody('12345'), tarHeader('after'), tarEnd);
	t.deepEqual(problems, []);
	t.is(members.get('big')?.size, 5);
	t.is(members.get('big')?.uid, -1);
	t.is(members.get('big')?.mtime, -1);
	t.true(members.has('after'));
});

test('a checksum summed over signed bytes is right too', t => {
	const {members, problems} = index(withChecksum(tarHeader('caf\u00E9'), true), tarEnd);
	t.deepEqual(problems, []);
	t.true(members.has('caf\u00E9'));
});

test('PAX values are binary: taken by their length, not by their line feeds', t => {
	const {members, problems} = index(
		paxHeader([['SCHILY.xattr.user.x', Buffer.from('\n30 path=evil\n\0=')], ['path', 'line\nfeed'], ['mtime', '1700000000.25'], ['uid', '3000000000'], ['gid', '7']]),
		tarHeader('short', {size: 2}),
		tarBody('ok'),
		tarEnd,
	);
	t.deepEqual(problems, []);
	const {mtime, uid, gid, source} = members.get('line\nfeed')!;
	t.deepEqual([mtime, uid, gid, text(source)], [1_700_000_000.25, 3_000_000_000, 7, 'ok']);
	t.is(members.size, 1);
});

test('a global PAX header holds for all that follow, until one of their own', t => {
	const {members} = index(
		paxHeader([['uid', '42']], 'g'),
		tarHeader('one'),
		paxHeader([['uid', '43']]),
		tarHeader('two'),
		tarHeader('three'),
		tarEnd,
	);
	t.deepEqual(valuesOf(members).map(({uid}) => uid), [42, 43, 42]);
});

test('the prefix of ustar is part of the name, and GNU\'s field in its place is not', t => {
	const {members} = index(tarHeader('name', {prefix: 'folder/sub'}), tarHeader('gnu', {prefix: '12345670123', magic: 'ustar  \0'}), tarEnd);
	t.deepEqual(keysOf(members), ['folder/sub/name', 'gnu']);
});

test('names are normalised to keys, and a `..` in them stays', t => {
	const {members} = index(tarHeader('./'), tarHeader('.//checkpoint/./core-1.img'), tarHeader('/etc/passwd'), tarHeader('a/../b'), tarHeader('dir/', {type: '5'}), tarEnd);
	t.deepEqual(keysOf(members), ['checkpoint/core-1.img', 'etc/passwd', 'a/../b', 'dir']);
	t.is(members.get('etc/passwd')?.name.toKey(), '/etc/passwd');
});

test('of members with one name the last counts, and it is said', t => {
	const result = index(tarHeader('a', {size: 3}), tarBody('old'), tarHeader('b'), tarHeader('./a', {size: 3}), tarBody('new'), tarEnd);
	t.deepEqual(keysOf(result.members), ['b', 'a']);
	t.is(text(result.members.get('a')!.source), 'new');
	t.deepEqual(reasons(result), ['made.tar: ./a occurs more than once: the last one counts (at byte 1536)']);
});

test('a hard link stands for the member before it, whatever comes later under that name', t => {
	const result = index(
		tarHeader('a', {size: 3}),
		tarBody('old'),
		tarHeader('link', {type: '1', link: './a'}),
		tarHeader('a', {size: 3}),
		tarBody('new'),
		tarHeader('lost', {type: '1', link: 'gone'}),
		tarEnd,
	);
	t.is(text(result.members.get('link')!.source), 'old');
	t.is(result.members.get('lost')!.source, undefined);
	t.regex(reasons(result)[1]!, /lost is a hard link to gone/);
});

test('devices are listed and have no content, whatever size they claim', t => {
	const result = index(
		tarHeader('null', {type: '3', size: 4096}),
		tarHeader('sda', {type: '4'}),
		tarHeader('pipe', {type: '6'}),
		tarHeader('contiguous', {type: '7', size: 2}),
		tarBody('ok'),
		tarEnd,
	);
	t.deepEqual(valuesOf(result.members).map(({kind, size}) => [kind, size]), [['character-device', 0], ['block-device', 0], ['fifo', 0], ['file', 2]]);
	t.deepEqual(result.problems, []);
});

test('what can\'t be a size ends the index where it stands', t => {
	const negative = tarHeader('negative');
	negative.fill(0xFF, 124, 136);
	const huge = tarHeader('huge');
	huge[124] = 0x80;
	huge.fill(0xFF, 128, 136);
	const damages = [
		withChecksum(negative),
		withChecksum(huge),
		Buffer.concat([paxHeader([['size', '-1']]), tarHeader('pax')]),
		Buffer.concat([paxHeader([['size', '99999999999999999999']]), tarHeader('pax')]),
		tarHeader('x', {type: 'x', size: 1 << 30}),
		tarHeader('L', {type: 'L', size: 1 << 24}),
	];
	for (const damaged of damages) {
		const result = index(tarHeader('good', {size: 4}), tarBody('good'), damaged, tarHeader('after'), tarEnd);
		t.deepEqual(keysOf(result.members), ['good']);
		t.is(result.problems.length, 1);
		t.true(result.problems[0]!.offset! >= 1024);
		t.true(result.isComplete);
	}
});

test('a sparse map that does not fit costs only its member', t => {
	const result = index(
		paxHeader([['GNU.sparse.major', '1'], ['GNU.sparse.minor', '0'], ['GNU.sparse.name', 'bad'], ['GNU.sparse.realsize', '100']]),
		tarHeader('GNUSparseFile/bad', {size: 516}),
		tarBody('1\n90\n20\n'),
		tarBody('data'),
		paxHeader([['GNU.sparse.major', '1'], ['GNU.sparse.name', 'junk'], ['GNU.sparse.realsize', '100']]),
		tarHeader('GNUSparseFile/junk', {size: 512}),
		tarBody('no numbers'),
		tarHeader('after'),
		tarEnd,
	);
	t.deepEqual(keysOf(result.members), ['bad', 'junk', 'after']);
	t.is(result.problems.length, 2);
	t.is(result.members.get('bad')!.source!.available, 0);
	t.throws(() => result.members.get('bad')!.source!.read(new Uint8Array(1), 0), {name: 'InputError', message: /sparse map/});
});

test('a tar without its end mark is said to have none', t => {
	t.deepEqual(reasons(index(tarHeader('a'))), ['made.tar: ends without the mark of the end of a tar (at byte 512)']);
	t.deepEqual(reasons(index(tarHeader('a'), Buffer.alloc(512))), ['made.tar: the mark of the end of the tar is cut short (at byte 1024)']);
	const lone = index(tarHeader('a'), Buffer.alloc(512), tarHeader('b'), tarEnd);
	t.deepEqual(keysOf(lone.members), ['a', 'b']);
	t.deepEqual(reasons(lone), ['made.tar: a block of zeros stands between members (at byte 512)']);
});

test('a million duplicates are told a thousand times', t => {
	const {problems} = index(...Array.from({length: 1500}, () => tarHeader('a')), tarEnd);
	t.is(problems.length, 1001);
	t.regex(problems.at(-1)!.message, /further problems are not listed/);
});

test('the index goes as far as the bytes are there, and on from there', t => {
	const whole = fileSource(plainTar('podman-small'));
	const full = new TarIndex(whole, 'full');
	full.advance();
	let available = 0;
	let isSettled = false;
	const growing: ByteSource = {
		get size() {
			return isSettled ? whole.size : Number.MAX_SAFE_INTEGER;
		},
		get available() {
			return available;
		},
		get settled() {
			return isSettled;
		},
		read: (target, position) => whole.read(target.subarray(0, Math.max(0, available - position)), position),
		extents: (position, length) => whole.extents(position, Math.min(length, available - position)),
	};
	const result = new TarIndex(growing, 'growing');
	let partial = 0;
	for (; available < whole.size; available = Math.min(whole.size, available + 1234)) {
		result.advance();
		t.false(result.isComplete);
		const growingSources = valuesOf(result.members).flatMap(({key, source}) => source === undefined || source.settled ? [] : [{key, source}]);
		for (const {key, source} of growingSources) {
			partial++;
			t.true(source.available < source.size);
			t.true(contentOf(source).equals(contentOf(full.members.get(key)!.source!).subarray(0, source.available)));
		}
	}

	t.true(partial > 10);
	isSettled = true;
	result.advance();
	t.true(result.isComplete);
	t.deepEqual(result.problems, []);
	t.deepEqual(keysOf(result.members), keysOf(full.members));
});

test('the mark of the end is where it begins, however many zeros stand before and behind it', t => {
	const zeros = Buffer.concat([tarHeader('zeros', {size: 1024}), Buffer.alloc(1024)]);
	t.is(index(zeros, tarEnd).endMark, zeros.length);
	t.is(index(zeros, tarEnd, Buffer.alloc(4096)).endMark, zeros.length);
	t.is(index(zeros, Buffer.alloc(512), zeros, tarEnd).endMark, 2 * zeros.length + 512);
	t.is(index(zeros).endMark, undefined);
	t.is(index(zeros, Buffer.alloc(512)).endMark, undefined);
	t.is(index(zeros, Buffer.alloc(512, 'x'), tarEnd).endMark, undefined);
});
