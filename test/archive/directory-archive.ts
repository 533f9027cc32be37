import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Archive} from '../../source/archive/archive.js';
import {openArchive} from '../../source/archive/open.js';
import {contentOf, contentOfExtents, describe, filesOf, member, scratchFolder} from '../support/archives.js';
import {plainTar, unpack} from '../support/fixtures.js';

function isIn(folder: string, fd: string): boolean {
	try {
		return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
	} catch {
		return false;
	}
}

function summary(archive: Archive): string[] {
	return [...archive.members()].map(({key, kind, size}) => `${key} ${kind} ${size}`).sort();
}

test('a directory has the members of the tar that it was unpacked from', async t => {
	const folder = unpack('podman-small');
	const directory = await openArchive(folder);
	const tar = await openArchive(plainTar('podman-small'));
	t.is(directory.format, 'directory');
	t.true(directory.complete);
	t.deepEqual(directory.problems, []);
	t.deepEqual(summary(directory), summary(tar));
	for (const {key, source} of filesOf(directory)) {
		t.true(contentOf(source).equals(contentOf(member(tar, key).source!)), key);
		t.true(contentOfExtents(source).equals(contentOf(source)), key);
	}

	t.is(directory.get('checkpoint/none.img'), undefined);
	directory.close();
	tar.close();
});

test('nothing but regular files is opened, and no link is followed', async t => {
	const folder = scratchFolder();
	const outside = path.join(scratchFolder(), 'secret');
	fs.writeFileSync(outside, 'secret');
	fs.symlinkSync(outside, path.join(folder, 'link'));
	fs.symlinkSync(path.dirname(outside), path.join(folder, 'folder-link'));
	fs.symlinkSync('.', path.join(folder, 'self'));
	execFileSync('mkfifo', [path.join(folder, 'pipe')]);
	fs.writeFileSync(Buffer.concat([Buffer.from(folder), Buffer.from([0x2F, 0xFF, 0xFE])]), 'bytes');
	const archive = await openArchive(folder);
	t.deepEqual([...archive.members()].map(({key, kind, source}) => [key, kind, source === undefined]), [
		['folder-link', 'symlink', true],
		['link', 'symlink', true],
		['pipe', 'fifo', true],
		['self', 'symlink', true],
		['\u00FF\u00FE', 'file', false],
	]);
	t.is(member(archive, 'link').target?.toKey(), outside);
	t.is(contentOf(member(archive, '\u00FF\u00FE').source!).toString(), 'bytes');
	archive.close();
});

test('a file that is replaced by a link after it was listed is not read', async t => {
	const folder = scratchFolder();
	const outside = path.join(scratchFolder(), 'secret');
	fs.writeFileSync(outside, 'secret');
	for (const name of ['a', 'b']) {
		fs.writeFileSync(path.join(folder, name), 'image');
	}

	const archive = await openArchive(folder);
	fs.rmSync(path.join(folder, 'a'));
	fs.symlinkSync(outside, path.join(folder, 'a'));
	fs.renameSync(outside, path.join(folder, 'b'));
	t.throws(() => contentOf(member(archive, 'a').source!), {name: 'InputError'});
	t.throws(() => contentOf(member(archive, 'b').source!), {name: 'InputError', message: /was replaced/});
	archive.close();
});

test('many files are read with few descriptors, and those in use elsewhere stay open', async t => {
	const folder = scratchFolder();
	for (let file = 0; file < 200; file++) {
		fs.writeFileSync(path.join(folder, `core-${file}.img`), `content ${file}`);
	}

	const open = () => fs.readdirSync('/proc/self/fd').filter(fd => isIn(folder, fd)).length;
	const archive = await openArchive(folder);
	t.is(open(), 0);
	const [kept] = member(archive, 'core-0.img').source!.extents(0, 9);
	for (let file = 199; file >= 0; file--) {
		t.is(contentOf(member(archive, `core-${file}.img`).source!).toString(), `content ${file}`);
	}

	t.true(open() > 10 && open() <= 66);
	const bytes = Buffer.alloc(9);
	fs.readSync(kept!.fd, bytes, 0, 9, kept!.offset);
	t.is(bytes.toString(), 'content 0');
	archive.close();
	t.is(open(), 0);
});

test('the parent of a directory of images is followed out of it, as CRIU does', async t => {
	const folder = unpack('raw-chain');
	const dump = await openArchive(path.join(folder, 'dump'));
	t.is(member(dump, 'parent').kind, 'symlink');
	const parent = dump.followLink!('parent')!;
	t.is(dump.followLink!('parent'), parent);
	const preDump = await openArchive(path.join(folder, 'pre-dump'));
	t.deepEqual(describe(parent), describe(preDump));
	t.true([...parent.members()].some(({key}) => key === 'pages-1.img'));
	t.is(dump.followLink!('core-8099.img'), undefined);
	t.is(dump.followLink!('none'), undefined);
	dump.close();
	preDump.close();
});

test('a parent that does not exist is none, and one that leads in a circle is refused', async t => {
	const [first, second] = [scratchFolder(), scratchFolder()];
	fs.symlinkSync('nowhere', path.join(first, 'missing'));
	fs.symlinkSync(second, path.join(first, 'parent'));
	fs.symlinkSync(first, path.join(second, 'parent'));
	fs.mkdirSync(path.join(second, 'folder'));
	fs.writeFileSync(path.join(second, 'folder', 'deep'), '');
	const archive = await openArchive(first);
	t.is(archive.followLink!('missing'), undefined);
	const parent = archive.followLink!('parent')!;
	t.deepEqual([...parent.members()].map(({key}) => key), ['folder', 'parent']);
	t.throws(() => parent.followLink!('parent'), {name: 'InputError', message: /circle/});
	archive.close();
});

test('a parent that can\'t be reached is not taken for one that does not exist', async t => {
	const folder = scratchFolder();
	const file = path.join(scratchFolder(), 'file');
	fs.writeFileSync(file, '');
	fs.symlinkSync('self', path.join(folder, 'self'));
	fs.symlinkSync(path.join(file, 'below'), path.join(folder, 'below'));
	const archive = await openArchive(folder);
	t.throws(() => archive.followLink!('self'), {name: 'InputError', message: `${folder}/self: too many symbolic links`});
	t.is(archive.followLink!('below'), undefined);
	archive.close();
});

test('a chain of parents longer than any real one ends', async t => {
	const folders = Array.from({length: 300}, () => scratchFolder());
	for (const [index, folder] of folders.slice(1).entries()) {
		fs.symlinkSync(folder, path.join(folders[index]!, 'parent'));
	}

	const first = await openArchive(folders[0]!);
	let archive: Archive | undefined = first;
	const error = t.throws(() => {
		while (archive !== undefined) {
			archive = archive.followLink!('parent');
		}
	});
	t.is(error?.message, `${archive.path}/parent: more than 256 directories lead to each other`);
	first.close();
});

test('the walk ends where directories are deeper than any checkpoint\'s', async t => {
	const folder = scratchFolder();
	fs.mkdirSync(path.join(folder, ...Array.from({length: 20}, () => 'deep')), {recursive: true});
	const archive = await openArchive(folder);
	t.is([...archive.members()].length, 16);
	t.regex(archive.problems[0]!.message, /deeper than 16/);
	archive.close();
});
