import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {paxHeader, scratchFolder, tarBody, tarEnd, tarHeader} from '../support/archives.js';
import {run, type Ran} from '../support/command.js';
import {cutArchive} from '../support/cut-archive.js';
import {editMessages} from '../support/edit-image.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {programFile} from '../support/pty.js';

type Entry = {
	path: string; of: string; kind: string | null; file: string | null; size: number | null; sha256: string | null; missing: number | null; missing_why: string[] | null;
	left_out: string | null; mode: string | null; uid: number | null; gid: number | null; modified: string | null; target: string | null;
};

type Extracted = Ran & {
	readonly folder: string;
	readonly entries: readonly Entry[];
	/** Every path in the folder but the manifest, with the content of the files. */
	readonly files: Readonly<Record<string, string>>;
};

const byName = (a: string, b: string) => a < b ? -1 : 1;

async function extracted(checkpoint: string, ...paths: string[]): Promise<Extracted> {
	const folder = path.join(scratchFolder(), 'files');
	const ran = await run(['extract', '--output', folder, checkpoint, ...paths]);
	const {entries} = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {entries: Entry[]};
	const names = fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name => name !== 'manifest.json').toSorted(byName);
	const files = Object.fromEntries(names.filter(name => fs.lstatSync(path.join(folder, name)).isFile()).map(name => [name, fs.readFileSync(path.join(folder, name), 'latin1')]));
	return {...ran, folder, entries, files};
}

/** A checkpoint whose changed files are these members. */
const changedBy = (...members: readonly Buffer[]) => editedCheckpoint('podman-loop', {'rootfs-diff.tar': Buffer.concat([...members, tarEnd])});

const fileOf = (name: string, content: string) => Buffer.concat([tarHeader(name, {size: content.length}), tarBody(content)]);

test('podman-zoo: what was planted comes out, each where the container had it', async t => {
	const {code, files, entries, errors} = await extracted(fixture('podman-zoo'));
	t.is(code, 0, errors);
	t.is(files['files/usr/local/bin/backdoor'], 'evil\n');
	t.is(files['files/tmpfs/note.txt'], 'tmpfs-evidence\n');
	t.regex(files['files/etc/passwd']!, /^root:/v);
	t.regex(files['removed-files/tmp/zoo/deleted-secret.txt']!, /s3cr3t-ghost/v);
	t.is(files['shared-memory/memfd:payload'], '\u007FELF fake in-memory payload');
	t.deepEqual(entries.filter(({kind}) => kind === 'deleted').map(entry => entry.path), ['/etc/motd']);
});

test('a memfd and a segment of System V end where they ended, not with their last page', async t => {
	const program = await extracted(fixture('fx-memfd'), '/memfd:kworker');
	t.is(program.files['shared-memory/memfd:kworker']!.length, 735_328);
	const folder = editedCheckpoint('podman-zoo', {});
	editMessages(path.join(folder, 'checkpoint/ipcns-shm-11.img'), 'ipc_shm_entry', segment => {
		segment.size = 20n;
	});
	const {output} = await run(['extract', '-O', folder, '/SYSV00001234 (deleted)']);
	t.is(output, 'sysv shared memory m');
});

test('the manifest has the SHA-256 of every file as it was written, and nothing else is there', async t => {
	for (const name of ['podman-zoo', 'podman-small', 'checkpoint-shop', 'fx-deleted', 'podman-volume']) {
		const {files, entries} = await extracted(fixture(name));
		const written = entries.filter(({file}) => file !== null);
		t.deepEqual(written.map(({file}) => file!).toSorted(byName), Object.keys(files), name);
		for (const {file, sha256, size} of written) {
			t.is(createHash('sha256').update(Buffer.from(files[file!]!, 'latin1')).digest('hex'), sha256!, file!);
			t.is(files[file!]!.length, size!, file!);
		}
	}
});

test('only the owner may read what is written, and nothing of it can be run', async t => {
	const {folder, entries} = await extracted(fixture('podman-small'));
	const names = ['', ...fs.readdirSync(folder, {recursive: true, encoding: 'utf8'})];
	const modes = new Set(names.map(name => fs.lstatSync(path.join(folder, name))).map(stat => `${stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other'} ${(stat.mode & 0o7777).toString(8)}`));
	t.deepEqual([...modes].sort(), ['file 600', 'folder 700']);
	t.is(entries.find(entry => entry.path === '/opt/dir/hard')?.mode, '4755', 'the manifest has the mode that it had');
});

test('links, devices and FIFOs are listed and not made', async t => {
	const {files, entries} = await extracted(fixture('podman-small'));
	const leftOut = Object.fromEntries(entries.filter(({left_out: why, kind}) => why !== null && kind !== 'directory').map(entry => [entry.path, entry.left_out]));
	t.is(leftOut['/opt/dir/sh'], 'a symbolic link is not made');
	t.is(leftOut['/opt/dir/fifo'], 'a FIFO is not made');
	t.is(leftOut['/dev/null'], 'a device is not made');
	t.is(entries.find(entry => entry.path === '/opt/dir/sh')?.target, '/etc/shadow');
	t.true(Object.hasOwn(files, 'files/opt/dir/hard'));
	t.true(Object.hasOwn(files, 'files/opt/new.txt'), 'a hard link is a file');
});

test('names that a terminal or a file system can\'t hold are written as their bytes', async t => {
	const {files} = await extracted(fixture('podman-small'));
	t.true(Object.hasOwn(files, 'files/opt/dir/bad%FF%FEname'));
	t.true(Object.hasOwn(files, 'files/opt/dir/new%0Aline'));
});

test('nothing is written outside of the folder, whatever the members are called', async t => {
	const names = ['/etc/absolute', '../up', '../../../../tmp/far', 'a/../../b', '..', './/x//y', 'c/.', '\u001B[31mred', 'new\nline', 'percent%2F', 'very'.repeat(24)];
	const {folder, entries, files} = await extracted(changedBy(...names.map((name, index) => fileOf(name, `${index}`))));
	t.deepEqual(fs.readdirSync(path.dirname(folder)), ['files'], 'nothing beside it');
	t.deepEqual(Object.keys(files).filter(name => name.startsWith('files/') && !name.startsWith('files/dev/')).sort(), [
		'files/%1B[31mred',
		'files/%2E%2E/%2E%2E/%2E%2E/%2E%2E/tmp/far',
		'files/%2E%2E/up',
		'files/%2E%2E%~2',
		'files/a/%2E%2E/%2E%2E/b',
		'files/c',
		'files/etc/absolute',
		'files/new%0Aline',
		'files/percent%252F',
		`files/${'very'.repeat(24)}`,
		'files/x/y',
	].sort());
	t.true(entries.every(({file}) => !file?.split('/').includes('..')));
});

test('a link that leads out is not followed by what is said to be behind it', async t => {
	const outside = scratchFolder();
	const {files, code, errors} = await extracted(changedBy(
		tarHeader('link', {type: '2', link: outside}), fileOf('link/through', 'x'), tarHeader('hard', {type: '1', link: '/etc/passwd'}), tarHeader('hard2', {type: '1', link: '../../etc/passwd'}), tarHeader('console', {type: '3'}), tarHeader('disk', {type: '4'}),
	));
	t.is(code, 1);
	t.regex(errors, /hard/v, 'a link to what is not in the tar is damage');
	t.deepEqual(fs.readdirSync(outside), []);
	t.is(files['files/link/through'], 'x');
	t.false(Object.keys(files).some(name => /hard|console|disk/v.test(name)));
});

test('of members with one name the last is written, and a file and a folder with one name both are', async t => {
	const {files, entries} = await extracted(changedBy(fileOf('twice', 'first'), fileOf('twice', 'last'), fileOf('both', 'file'), fileOf('both/below', 'below')));
	t.is(files['files/twice'], 'last');
	t.is(files['files/both'], 'file');
	t.is(files['files/both%~2/below'], 'below');
	t.is(entries.find(entry => entry.path === '/both/below')?.file, 'files/both%~2/below');
});

test('names and paths that are too long are cut, each with a mark of its own', async t => {
	const long = 'n'.repeat(300);
	const deep = Array.from({length: 600}, () => 'deep').join('/');
	const pax = (name: string, content: string) => Buffer.concat([paxHeader([['path', name]]), fileOf('x', content)]);
	const {files, entries} = await extracted(changedBy(pax(`${long}a`, 'a'), pax(`${long}b`, 'b'), pax(deep, 'deep')));
	const written = entries.filter(entry => /^\/(?:n|deep)/v.test(entry.path)).map(({file}) => file!);
	t.is(new Set(written).size, 3);
	t.deepEqual(written.map(file => files[file]), ['a', 'b', 'deep']);
	t.true(written.every(file => /%~[\da-f]{16}$/v.test(file)));
});

test('what is cut off is written as far as it is there, and what is missing is told', async t => {
	const whole = fs.readFileSync(path.join(unpack('podman-zoo'), 'rootfs-diff.tar'));
	const end = whole.indexOf('root:x:0:0') + 100;
	const {code, errors, entries, files} = await extracted(editedCheckpoint('podman-zoo', {'rootfs-diff.tar': whole.subarray(0, end)}));
	const passwd = entries.find(entry => entry.path === '/etc/passwd')!;
	t.is(code, 1);
	t.is(passwd.size, 100);
	t.is(passwd.missing, 1058 - 100);
	t.is(files[passwd.file!]!.length, 100);
	t.deepEqual(passwd.missing_why, ['truncated']);
	t.regex(errors, /\/etc\/passwd: not all of it is here: 958 bytes lost: cut off or missing/v);
});

test('of a queue that is cut off too, by its image, what is missing is told', async t => {
	const archive = cutArchive('podman-zoo', 'checkpoint/sk-queues.img', 'queued in a socketpair', 6);
	const {code, errors, entries, files} = await extracted(archive, 'socket:[74502]');
	const [queue] = entries;
	t.like(queue, {size: 6, missing: 16, missing_why: ['truncated']});
	t.is(files[queue!.file!], 'queued');
	t.is(code, 1);
	t.regex(errors, /socket:\[74502\]: not all of it is here: 16 bytes lost: cut off or missing/v);
	const one = await run(['extract', '-O', archive, 'socket:[74502]']);
	t.is(one.output, 'queued');
	t.regex(one.errors, /socket:\[74502\]: not all of it is here: 16 bytes lost: cut off or missing/v);
});

test('only the files and folders that are named are written', async t => {
	const {files, entries} = await extracted(fixture('podman-zoo'), '/usr/local', 'tmpfs/note.txt');
	t.deepEqual(Object.keys(files), ['files/tmpfs/note.txt', 'files/usr/local/bin/backdoor']);
	t.is(entries.length, 2);
});

test('a path that is not there is told, and the rest is written', async t => {
	const {code, errors, files} = await extracted(fixture('podman-zoo'), '/usr/local', '/nowhere', './not/\u001Bhere/');
	t.is(code, 1);
	t.is(errors, 'cryoscope: /nowhere: no file of the checkpoint has this path\ncryoscope: ./not/␛here/: no file of the checkpoint has this path\n');
	t.deepEqual(Object.keys(files), ['files/usr/local/bin/backdoor']);
});

test('--stdout writes the bytes of one file', async t => {
	const {code, output} = await run(['extract', '--stdout', fixture('podman-zoo'), '/usr/local/bin/backdoor']);
	t.deepEqual([code, output], [0, 'evil\n']);
	const none = await run(['extract', '-O', fixture('podman-zoo'), '/etc/motd']);
	t.is(none.code, 1);
	t.regex(none.errors, /\/etc\/motd: no file of the checkpoint with this path has bytes/v);
	const several = await run(['extract', '-O', fixture('podman-zoo'), '/tmp']);
	t.regex(several.errors, /files of the checkpoint have this path, or are in it/v);
});

test('what makes no sense is refused', async t => {
	for (const options of [[], ['-O'], ['-O', '-o', 'x']]) {
		const {code, errors} = await run(['extract', ...options, fixture('podman-zoo')]);
		t.is(code, 2, errors);
	}
});

test('a folder that is there is left as it is', async t => {
	const folder = scratchFolder();
	fs.writeFileSync(path.join(folder, 'kept'), '');
	const {code, errors} = await run(['extract', '-o', folder, fixture('podman-zoo')]);
	t.is(code, 1);
	t.regex(errors, /exists already/v);
	t.deepEqual(fs.readdirSync(folder), ['kept']);
});

test('a gzipped tar with many entries', async t => {
	const count = 20_000;
	const tar = Buffer.concat([...Array.from({length: count}, (_, index) => tarHeader(`d${index % 100}/f${index}`)), tarEnd]);
	const {entries} = await extracted(editedCheckpoint('checkpoint-shop', {'rootfs-diff.tar': gzipSync(tar, {level: 1})}));
	t.is(entries.filter(({of}) => of === 'rootfs').length, count);
});

/** Headers of this many empty files; their names differ in digits alone, and so their checksums. */
function emptyFiles(count: number): Buffer {
	const [first, digits] = [tarHeader('many/000000'), 6];
	const sum = Number.parseInt(first.toString('latin1', 148, 154), 8);
	const headers = Buffer.alloc(count * first.length);
	for (let index = 0; index < count; index++) {
		const number = String(index).padStart(digits, '0');
		const checksum = Array.from(number, Number).reduce((total, digit) => total + digit, sum);
		first.write(number, 'many/'.length, 'latin1');
		first.write(checksum.toString(8).padStart(digits, '0'), 148, 'latin1');
		first.copy(headers, index * first.length);
	}

	return headers;
}

test.serial('SIGINT is obeyed in the middle of many empty files, and leaves nothing of them', async t => {
	const checkpoint = changedBy(emptyFiles(100_000));
	const folder = scratchFolder();
	const child = spawn(process.execPath, [programFile, 'extract', '-o', path.join(folder, 'files'), checkpoint], {stdio: 'ignore'});
	const exited = new Promise(resolve => {
		child.on('exit', (code, signal) => {
			resolve(signal ?? code);
		});
	});
	const isBegun = () => fs.globSync('.cryoscope-*/files/many/000000', {cwd: folder}).length > 0;
	while (!isBegun() && child.exitCode === null) {
		await delay(5);
	}

	child.kill('SIGINT');
	t.is(await exited, 'SIGINT');
	t.deepEqual(fs.readdirSync(folder), []);
});
