import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Archive} from '../../../source/archive/archive.js';
import {InputError, type ByteSource} from '../../../source/archive/byte-source.js';
import {openArchive} from '../../../source/archive/open.js';
import {contentFindings} from '../../../source/checkpoint/check/contents.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {dumpNames, fixture, unpack} from '../../support/fixtures.js';
import {memoryArchive} from '../../support/memory-archive.js';

async function contents(archive: Archive): Promise<string[]> {
	await archive.whenComplete();
	const found = await contentFindings(archive);
	archive.close();
	return found.map(({severity, file, text, offset}) => `${severity} ${String(file)}: ${String(text)}${offset === undefined ? '' : ` (at byte ${offset})`}`);
}

for (const name of dumpNames) {
	test(`all of ${name} can be read`, async t => {
		t.deepEqual(await contents(await openArchive(fixture(name))), []);
	});
}

async function changed(file: string, change: (content: Buffer) => Uint8Array): Promise<string[]> {
	return contents(await openArchive(editedCheckpoint('checkpoint-shop', {[file]: change(fs.readFileSync(path.join(unpack('checkpoint-shop'), file)))})));
}

test('a file system in memory whose content is damaged, or cut off', async t => {
	const image = 'checkpoint/tmpfs-dev-60.tar.gz.img';
	const [damaged, ...others] = await changed(image, content => content.fill(0xff, content.length - 40, content.length - 20));
	t.regex(damaged!, /^broken checkpoint\/tmpfs-dev-60\.tar\.gz\.img: the gzip data: .+ \(at byte \d+\)$/v);
	t.deepEqual(others, []);
	t.regex((await changed(image, content => content.subarray(0, -6))).join('\n'), /^broken checkpoint\/tmpfs-dev-60\.tar\.gz\.img: the gzip data: .+$/v);
	t.deepEqual(await changed(image, () => Buffer.from('no archive at all')), [`broken ${image}: neither a tar nor a compressed one`]);
});

test('changes of the root file system that are cut off', async t => {
	const cut = await contents(await openArchive(editedCheckpoint('podman-zoo', {'rootfs-diff.tar': fs.readFileSync(path.join(unpack('podman-zoo'), 'rootfs-diff.tar')).subarray(0, 2048)})));
	t.regex(cut.join('\n'), /^broken rootfs-diff\.tar: ends .+ \(at byte 2048\)$/v);
});

test('a file that can\'t be read, or that ends before its end', async t => {
	const archive = memoryArchive({'pages-1.img': new Uint8Array(3 << 20), 'pages-2.img': new Uint8Array(100), 'core-1.img': new Uint8Array(100)});
	const read: Record<string, ByteSource['read']> = {
		'pages-1.img'(target, position) {
			if (position > 0) {
				throw new InputError('pages-1.img', 'the disk has an error');
			}

			return target.length;
		},
		'pages-2.img': () => 60,
	};
	const members = [...archive.members()].map(member => ({...member, source: {...member.source!, read: read[member.key] ?? member.source!.read}}));
	t.deepEqual(await contents({...archive, members: () => members}), [
		`broken pages-1.img: the disk has an error (at byte ${1 << 20})`,
		'broken pages-2.img: ends after 60 of 100 bytes (at byte 60)',
	]);
});

test('every file is read once, to its end', async t => {
	const sizes: Record<string, number> = {'pages-1.img': 2_500_000, 'notes.txt': 0, 'core-1.img': 1};
	const archive = memoryArchive(Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, new Uint8Array(size)])));
	const counts: Record<string, number> = {};
	const members = [...archive.members()].map(member => ({...member, source: {...member.source!, read(target: Uint8Array, position: number) {
		counts[member.key] = (counts[member.key] ?? 0) + target.length;
		return member.source!.read(target, position);
	}}}));
	t.deepEqual(await contents({...archive, members: () => members}), []);
	t.deepEqual(counts, {'pages-1.img': 2_500_000, 'core-1.img': 1});
});
