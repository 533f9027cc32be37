import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import * as tar from 'tar';
import {InputError} from '../../source/archive/byte-source.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, plainTar, temporaryFolder, unpack} from '../support/fixtures.js';

async function complaint(file: string): Promise<string> {
	try {
		const checkpoint = await openCheckpoint(file);
		await checkpoint.whenReady();
	} catch (error) {
		if (error instanceof InputError) {
			return error.message;
		}

		throw error;
	}

	return 'opened';
}

function tarOf(files: Record<string, string>): string {
	const folder = temporaryFolder();
	for (const [name, content] of Object.entries(files)) {
		fs.writeFileSync(path.join(folder, name), content);
	}

	const file = path.join(temporaryFolder(), 'made.tar');
	tar.create({file, cwd: folder, sync: true}, Object.keys(files));
	return file;
}

const failed = 'the dump failed half way: 4 images, but no inventory.img and no pstree.img; the last error in dump.log: Error (criu/cr-dump.c:1545): Dump files (pid: 30884) failed with -1';

test('a dump that failed half way is said to be one, with CRIU\'s last error', async t => {
	for (const file of [path.join(unpack('raw-failed-dump'), 'raw-failed-dump'), unpack('raw-failed-dump'), plainTar('raw-failed-dump'), fixture('raw-failed-dump')]) {
		t.is(await complaint(file), `${file}: ${failed}`);
	}
});

test('what holds no checkpoint is told with what it holds', async t => {
	const missing = 'no checkpoint in it: no CRIU images (inventory.img, pstree.img) found';
	const empty = temporaryFolder();
	t.is(await complaint(empty), `${empty}: ${missing}; the directory has no files`);

	const one = tarOf({'a.txt': 'a'});
	t.is(await complaint(one), `${one}: ${missing}; it holds one file, a.txt`);

	const many = tarOf({a: '', b: '', c: '', 'd\u001B[2J': ''});
	t.is(await complaint(many), `${many}: ${missing}; it holds 4 files, such as a, b, c`);

	const disks = tarOf({'disk.img': 'no image of CRIU'});
	t.is(await complaint(disks), `${disks}: ${missing}; it holds one file, disk.img`);
});

test('a file that is no archive, and one that is not there', async t => {
	const text = path.join(temporaryFolder(), 'notes.txt');
	fs.writeFileSync(text, 'nothing of interest\n'.repeat(100));
	t.is(await complaint(text), `${text}: not a checkpoint: neither a tar, a compressed tar nor a directory of images`);
	const gone = path.join(temporaryFolder(), 'gone.tar');
	t.is(await complaint(gone), `${gone}: no such file or directory`);
});

test('a tar cut in the middle opens with what is left of it', async t => {
	const whole = fs.readFileSync(plainTar('podman-small'));
	const cut = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(cut, whole.subarray(0, 300_000));
	const checkpoint = await openCheckpoint(cut);
	const {container} = checkpoint;
	t.is(container.name!.toString(), 'pv-small');
	t.is(container.contents.kind, 'damaged');
	t.deepEqual(container.contents.missing, ['pstree.img', 'pages-2.img', 'pages-3.img']);
	t.true(checkpoint.problems.length > 0);
	checkpoint.close();
});

test('a tar cut before the first image says so', async t => {
	const cut = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(cut, fs.readFileSync(plainTar('podman-small')).subarray(0, 60_000));
	t.regex(await complaint(cut), /no CRIU images .*such as devshm-checkpoint\.tar, config\.dump, spec\.dump; ends in the middle of checkpoint\/cgroup\.img/v);
});

for (const form of ['zst', 'gz', 'xz', 'bz2']) {
	test(`a checkpoint compressed as ${form} becomes ready while it is decompressed`, async t => {
		const checkpoint = await openCheckpoint(fixture(`podman-small.tar.${form}`));
		await checkpoint.whenReady();
		t.is(checkpoint.images.prefix, 'checkpoint/');
		t.is(checkpoint.container.engine, 'Podman');
		t.is(checkpoint.container.name!.toString(), 'pv-small');
		await checkpoint.archive.whenComplete();
		t.is(checkpoint.container.contents.kind, 'full');
		checkpoint.close();
	});
}

test('an OCI image opens as the checkpoint in it, with its annotations', async t => {
	const checkpoint = await openCheckpoint(fixture('podman-image.oci.tar'));
	await checkpoint.whenReady();
	await checkpoint.archive.whenComplete();
	t.is(checkpoint.container.engine, 'Podman');
	t.is(checkpoint.container.name!.toString(), 'pv-small');
	const annotations = new Map(checkpoint.container.imageAnnotations.map(({key, value}) => [key.toString(), value]));
	t.is(annotations.get('io.podman.annotations.checkpoint.criu.version')?.toString(), '40201');
	t.is(annotations.get('io.podman.annotations.checkpoint.name')?.toString(), 'pv-small');
	t.true(Buffer.from(annotations.get('io.podman.annotations.checkpoint.runtime.version')!.bytes).toString().startsWith('crun version 1.28\ncommit'));
	checkpoint.close();
});

test('the dump is opened, not the pre-dump it builds on', async t => {
	const checkpoint = await openCheckpoint(unpack('raw-chain'));
	t.is(checkpoint.images.prefix, 'dump/');
	t.deepEqual(checkpoint.otherImages.map(({prefix}) => prefix), ['pre-dump/']);
	checkpoint.close();
});

test('the processes are those of the images that were opened', async t => {
	const checkpoint = await openCheckpoint(fixture('podman-zoo'));
	await checkpoint.whenReady();
	await checkpoint.archive.whenComplete();
	t.deepEqual(checkpoint.processes.map(({pid}) => pid), [1, 5, 6, 7]);
	t.deepEqual(checkpoint.roots.map(({pid}) => pid), [1]);
	t.is(checkpoint.process(6)?.ppid, 1);
	t.is(checkpoint.process(2), undefined);
	t.deepEqual(checkpoint.problems, []);
	checkpoint.close();
});

test('a pre-dump opens with its memory only, which is no damage', async t => {
	const checkpoint = await openCheckpoint(path.join(unpack('raw-chain'), 'pre-dump'));
	t.is(checkpoint.container.contents.kind, 'pre-dump');
	t.deepEqual(checkpoint.processes.map(({pid, memoryOnly, hasMemory, orphan}) => [pid, memoryOnly, hasMemory, orphan]), [[8099, true, true, false], [8101, true, true, false]]);
	const [process] = checkpoint.processes;
	for (const property of ['state', 'comm', 'argv', 'environ', 'exe', 'credentials', 'threads', 'descriptors'] as const) {
		t.throws(() => process![property], {instanceOf: InputError, message: /^(?:core|mm|ids)-8099\.img: not in a pre-dump, which has memory only$/v}, property);
	}

	t.is(process!.byteOrder, 'little');
	t.deepEqual(checkpoint.problems, []);
	checkpoint.close();
});

test('the memory of a pre-dump is what the dump that builds on it finds in it', async t => {
	const chain = await openCheckpoint(unpack('raw-chain'));
	const preDump = await openCheckpoint(path.join(unpack('raw-chain'), 'pre-dump'));
	for (const {pid, memory} of preDump.processes) {
		t.false(memory.knowsMappings);
		t.is(memory.contentSize, chain.process(pid)!.memory.contentSize);
		for (const {start, pieces} of memory.segments(0n, 1n << 64n)) {
			const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
			const [own, inherited] = [Buffer.alloc(length), Buffer.alloc(length)];
			memory.read(start, own);
			chain.process(pid)!.memory.read(start, inherited);
			t.true(own.equals(inherited), start.toString(16));
		}
	}

	const marks = preDump.processes.map(({memory}) => [...memory.segments(0n, 1n << 64n)].some(({start, length}) => {
		const bytes = Buffer.alloc(length);
		memory.read(start, bytes);
		return bytes.includes('PLANT-RAW-MEM2');
	}));
	t.deepEqual(marks, [true, true]);
	chain.close();
	preDump.close();
});

test('images without a process tree that a pre-dump never has are a damaged dump, not a pre-dump', async t => {
	const folder = editedCheckpoint('raw-plain', Object.fromEntries(['pstree', 'core-7938', 'core-7940', 'core-7941'].map(name => [`raw-plain/${name}.img`, undefined])));
	const checkpoint = await openCheckpoint(folder);
	t.is(checkpoint.container.contents.kind, 'damaged');
	t.throws(() => checkpoint.processes, {message: 'raw-plain/pstree.img: missing'});
	t.true(checkpoint.problems.some(({message}) => message === 'raw-plain/pstree.img: missing'));
	checkpoint.close();
});
