import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import * as tar from 'tar';
import {Untrusted} from '../../../source/text/untrusted.js';
import {run} from '../../support/command.js';
import {editMessages} from '../../support/edit-image.js';
import {fixture, temporaryFolder, unpack} from '../../support/fixtures.js';
import {foundIn, scanMemory, type FoundRecord} from '../../support/found.js';
import {copyOfFixture, fileIn} from '../../support/memory.js';
import {completeCheckpoint} from '../../support/open-fixture.js';

const zoo = fixture('podman-zoo');

async function besidesMemory(file: string, text: string): Promise<FoundRecord[]> {
	return (await foundIn('--scope', 'everything', file, text)).filter(({source}) => source !== 'memory');
}

// What is called so, besides being in an image.
const nameKinds = ['file-name', 'deleted-name', 'link-target', 'open-file', 'socket-name', 'mapped-file'];

function told({source, pid, fd, offset, region, also}: FoundRecord) {
	return {source, pid, fd, offset, region, also};
}

test('what waits in pipes, sockets and queues, with who has them open', async t => {
	const both = [{pid: 6, fd: 8}, {pid: 1, fd: 9}, {pid: 6, fd: 9}];
	t.deepEqual((await besidesMemory(zoo, 'left in the pipe')).map(found => told(found)), [{source: 'pipe', pid: 1, fd: 8, offset: 6, region: 'pipe:[74491]', also: both}]);
	t.deepEqual((await besidesMemory(zoo, '/exfil?token=abc')).map(found => told(found)), [{source: 'socket', pid: 1, fd: 16, offset: 4, region: '127.0.0.1:9999 -> 127.0.0.1:48750 received', also: [{pid: 6, fd: 16}]}]);
	t.deepEqual((await besidesMemory(zoo, 'a socketpair')).map(found => told(found)), [{source: 'socket', pid: 1, fd: 20, offset: 10, region: 'socket:[74502]', also: [{pid: 6, fd: 20}]}]);
	t.deepEqual((await besidesMemory(zoo, 'queued sysv message')).map(found => told(found)), [{source: 'message-queue', pid: null, fd: null, offset: 2, region: 'message queue 0', also: []}]);
	const waiting = (await besidesMemory(fixture('raw-plain'), 'PLANT-TCP-QUEUED')).find(({source}) => source === 'socket');
	t.deepEqual([waiting!.offset, waiting!.match], [0, 'PLANT-TCP-QUEUED']);
});

test('5,000 descriptors: each mark that waits in a pipe or in a socket is found once', async t => {
	const found = await besidesMemory(fixture('px-fds'), 'PLANT-');
	const images = path.join(unpack('px-fds'), 'checkpoint');
	for (const [source, image] of [['pipe', 'pipes-data.img'], ['socket', 'sk-queues.img']] as const) {
		const planted = fs.readFileSync(path.join(images, image)).toString('latin1').split('PLANT-').length - 1;
		t.true(planted > 100);
		const own = found.filter(match => match.source === source);
		t.is(own.length, planted);
		t.true(own.every(({pid, fd}) => pid === 1 && fd !== null));
		t.is(new Set(own.map(({fd}) => fd)).size, planted);
	}
});

test('removed files, by what they were called', async t => {
	t.deepEqual((await besidesMemory(zoo, 's3cr3t-ghost')).map(found => told(found)), [{source: 'removed-file', pid: 1, fd: 5, offset: 24, region: '/tmp/zoo/deleted-secret.txt', also: [{pid: 6, fd: 5}]}]);
	const ghost = (await besidesMemory(fixture('checkpoint-shop'), 'PLANT-GHOST-FILE')).find(({source}) => source === 'removed-file');
	t.is(ghost!.match, 'PLANT-GHOST-FILE');
	const program = (await foundIn('--scope', 'everything', '--bytes', fixture('fx-deleted'), '7f 45 4c 46')).find(({source}) => source === 'removed-file');
	t.deepEqual([program!.region, program!.offset], ['/tmp/.systemd-private', 0]);
});

test('files that the container changed: in a plain and in a compressed tar, on a tmpfs, in a volume', async t => {
	const files = (found: readonly FoundRecord[]) => found.filter(({source}) => source === 'file').map(({region, offset}) => [region, offset]);
	t.deepEqual(files(await besidesMemory(fixture('podman-small.tar.gz'), 'PLANT-')), [['/etc/issue', 34], ['/opt/dir/hard', 0], ['/var/log/small.log', 0]]);
	t.deepEqual(files(await besidesMemory(zoo, 'tmpfs-evidence')), [['/tmpfs/note.txt', 0]]);
	t.deepEqual(files(await besidesMemory(fixture('podman-volume'), 'PLANT-VOLUME-DATA')), [['volume pvdata:/volume.txt', 0]]);
	t.true(fs.readFileSync(fileIn(unpack('checkpoint-shop'), 'rootfs-diff.tar')).subarray(0, 2).equals(Buffer.of(0x1f, 0x8b)));
	const shop = await besidesMemory(fixture('checkpoint-shop'), 'PLANT-');
	t.true(files(shop).length > 0);
	const marked = markedFiles('checkpoint-shop', 'rootfs-diff.tar', 'PLANT-').map(name => `/${name}`);
	t.deepEqual(new Set(files(shop).map(([region]) => region)).symmetricDifference(new Set(marked)), new Set());
});

/** Files in a tar, in its order, that a text is in. */
function markedFiles(name: string, file: string, text: string): string[] {
	const folder = temporaryFolder();
	tar.extract({file: fileIn(unpack(name), file), cwd: folder, sync: true});
	return fs.readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(entry => {
		const stat = fs.lstatSync(path.join(folder, entry));
		return stat.isFile() && fs.readFileSync(path.join(folder, entry)).includes(text);
	});
}

test('shared memory that no process maps, and what is mapped only once', async t => {
	t.deepEqual((await besidesMemory(zoo, 'fake in-memory payload')).map(found => told(found)), [{source: 'shared-memory', pid: 1, fd: 24, offset: 5, region: '/memfd:payload', also: [{pid: 6, fd: 24}]}]);
	for (const text of ['posix shm marker', 'sysv shared memory marker', 'shared anonymous mapping marker']) {
		t.deepEqual((await besidesMemory(zoo, text)).filter(({source}) => source === 'shared-memory' || source === 'file'), [], text);
	}

	t.deepEqual((await foundIn('--scope', 'everything', zoo, 'posix shm marker')).filter(({region}) => region === '/dev/shm/zoo-shm').map(({source, pid, also}) => [source, pid, also.length]), [['memory', 1, 1]]);
});

test('a file of /dev/shm that no process maps any more', async t => {
	const folder = copyOfFixture('podman-zoo');
	for (const image of ['mm-1.img', 'mm-6.img']) {
		editMessages(fileIn(folder, image), 'mm_entry', entry => {
			entry.vmas = entry.vmas.filter(({status}) => (status & 0x80) === 0);
		});
	}

	t.deepEqual((await besidesMemory(folder, 'posix shm marker')).map(({source, region, offset}) => ({source, region, offset})), [{source: 'shared-memory', region: '/dev/shm/zoo-shm', offset: 0}]);
});

test('what the engine wrote down, and images', async t => {
	t.deepEqual((await besidesMemory(fixture('podman-loop'), 'mysecret')).map(({source, region}) => [source, region]), [['engine-file', 'config.dump'], ['engine-file', 'config.dump'], ['engine-file', 'spec.dump']]);
	t.deepEqual((await besidesMemory(zoo, '/tmp/zoo/deleted-secret.txt')).map(({source, region}) => [source, region]), [['image', 'files.img'], ['open-file', '/tmp/zoo/deleted-secret.txt (deleted)']]);
});

for (const name of ['podman-zoo', 'podman-small', 'podman-bash', 'checkpoint-shop', 'checkpoint-ledger', 'px-fds', 'raw-plain', 'raw-runc', 'fx-deleted', 'podman-volume']) {
	test(`${name}: every byte of every file is searched, and once`, async t => {
		const checkpoint = await completeCheckpoint(unpack(name));
		for (const text of ['PLANT-', 'zoo', 'secret']) {
			const found = await foundIn('--scope', 'everything', unpack(name), text);
			t.deepEqual(found.filter(({source}) => source === 'memory').map(({pid, address, also}) => ({pid, address, also})), scanMemory(checkpoint, new RegExp(text, 'g')));
			const files = [...checkpoint.archive.members()].filter(({key, source}) => source !== undefined && !/pages-\d+\.img$|\.tar(?:\.gz\.img)?$/.test(key));
			let count = 0;
			for (const {source} of files) {
				const bytes = Buffer.alloc(source!.size);
				source!.read(bytes, 0);
				count += bytes.toString('latin1').split(text).length - 1;
			}

			t.is(found.filter(({source}) => !['memory', 'file', 'shared-memory', ...nameKinds].includes(source)).length, count, text);
		}

		checkpoint.close();
	});
}

test('with --pid only what the process has open', async t => {
	t.deepEqual((await foundIn('--scope', 'everything', '-p', '6', zoo, 'left in the pipe')).filter(({source}) => source !== 'memory').map(found => told(found)), [
		{source: 'pipe', pid: 6, fd: 8, offset: 6, region: 'pipe:[74491]', also: [{pid: 6, fd: 9}]},
	]);
	t.deepEqual((await foundIn('--scope', 'everything', '-p', '7', zoo, 'left in the pipe')), []);
	t.deepEqual((await foundIn('--scope', 'everything', '-p', '7', zoo, 'tmpfs-evidence')), []);
});

test('messages of a queue are apart, in the search and in what is shown around a match', async t => {
	const folder = copyOfFixture('podman-zoo');
	const {output} = await run(['crit', 'decode', '-i', fileIn(folder, 'sk-queues.img')]);
	const image = JSON.parse(output) as {entries: Array<{id_for: number; length: number; extra: string}>};
	const {output: files} = await run(['crit', 'decode', '-i', fileIn(folder, 'files.img')]);
	const datagram = (JSON.parse(files) as {entries: Array<{id: number; isk?: {type: string | number}}>}).entries.find(({isk}) => isk !== undefined)!;
	image.entries = ['first half', 'second half'].map(text => ({...image.entries[0]!, id_for: datagram.id, length: text.length, extra: Buffer.from(text).toString('base64')}));
	t.is((await run(['crit', 'encode', '-o', fileIn(folder, 'sk-queues.img')], {input: Buffer.from(JSON.stringify(image))})).code, 0);
	t.deepEqual(await besidesMemory(folder, 'halfsecond'), []);
	t.deepEqual((await foundIn('--scope', 'everything', '-C', '50', folder, 'second ha')).filter(({source}) => source === 'socket').map(({offset, before, match, after}) => ({offset, before, match, after})), [{offset: 10, before: '', match: 'second ha', after: 'lf'}]);
});

test('a damaged tar of /dev/shm is told', async t => {
	const folder = copyOfFixture('podman-zoo');
	const file = fileIn(folder, 'devshm-checkpoint.tar');
	fs.writeFileSync(file, fs.readFileSync(file).fill(0x7f, 0, 512));
	const {code, errors} = await run(['search', '--scope', 'everything', folder, 'no-such-text-anywhere']);
	t.is(code, 2);
	t.regex(errors, /^cryoscope: devshm-checkpoint\.tar: damaged tar header/m);
});

test('a damaged tar of files costs what is lost of it, and is told', async t => {
	const folder = copyOfFixture('podman-small');
	const file = fileIn(folder, 'rootfs-diff.tar');
	const compressed = zlib.gzipSync(fs.readFileSync(file));
	fs.writeFileSync(file, compressed.subarray(0, compressed.length / 2));
	const {code, output, errors} = await run(['search', '--scope', 'everything', folder, 'PLANT-ENV']);
	t.is(code, 0);
	t.regex(output, /engine-file/);
	t.true(errors.includes('rootfs-diff.tar'), errors);
	t.is((await run(['search', '--scope', 'everything', folder, 'no-such-text-anywhere'])).code, 2);
	t.notRegex(Untrusted.from(errors.replaceAll('\n', '')).toString(), /␛/);
});

async function names(file: string, text: string, ...options: readonly string[]): Promise<FoundRecord[]> {
	return (await foundIn('--scope', 'everything', ...options, file, text)).filter(({source}) => nameKinds.includes(source));
}

test('names of what is open: files that were removed, memfds, sockets, each once with all who have it', async t => {
	const both = (fd: number) => ({pid: 1, fd, also: [{pid: 6, fd}]});
	t.deepEqual((await names(zoo, 'deleted-secret')).map(found => told(found)), [{source: 'open-file', ...both(5), offset: 9, region: '/tmp/zoo/deleted-secret.txt (deleted)'}]);
	t.deepEqual((await names(zoo, 'payload')).map(found => told(found)), [{source: 'open-file', ...both(24), offset: 7, region: '/memfd:payload (deleted)'}]);
	t.deepEqual((await names(zoo, '@zoo')).map(found => told(found)), [{source: 'socket-name', ...both(18), offset: 0, region: '@zoo-abstract'}]);
	t.deepEqual((await names(zoo, '127.0.0.1:9999')).map(({fd, region}) => [fd, region]), [[14, '127.0.0.1:9999'], [15, '127.0.0.1:48750 -> 127.0.0.1:9999'], [16, '127.0.0.1:9999 -> 127.0.0.1:48750']]);
	t.deepEqual((await names(zoo, 'payload', '-p', '7')), []);
});

test('names of what is mapped, of each process that maps it', async t => {
	const {output} = await run(['maps', '--format', 'json', zoo]);
	const maps = JSON.parse(output) as Array<{pid: number; name: string | null}>;
	const expected = new Set(maps.filter(({name}) => name?.includes('libc.so')).map(({pid, name}) => `${pid} ${name}`));
	t.true(expected.size > 1);
	t.deepEqual((await names(zoo, 'libc.so')).map(({source, pid, region}) => [source, `${pid} ${region}`]), [...expected].map(text => ['mapped-file', text]));
});

test('names of files that the container added, linked or deleted', async t => {
	const shop = fixture('checkpoint-shop');
	t.deepEqual((await names(shop, 'added/link')).map(({source, region}) => [source, region]), [['file-name', '/opt/added/link']]);
	t.deepEqual((await names(shop, '/etc/passwd')).map(({source, region, offset}) => [source, region, offset]), [['link-target', '/opt/added/link -> /etc/passwd', 0]]);
	t.deepEqual((await names(shop, 'debian_version')).map(({source, region}) => [source, region]), [['deleted-name', '/etc/debian_version']]);
	t.deepEqual((await names(fixture('podman-volume'), 'volume.txt')).map(({source, region}) => [source, region]), [['open-file', '/data/volume.txt'], ['file-name', 'volume pvdata:/volume.txt']]);
	const listed: string[] = [];
	tar.list({file: fileIn(unpack('checkpoint-shop'), 'rootfs-diff.tar'), sync: true, onReadEntry(entry) {
		listed.push(`/${entry.path.replace(/\/$/, '')}`);
	}});
	const all = (await foundIn('--scope', 'everything', '--regex', shop, '^/.+')).filter(({source}) => source === 'file-name').map(({region}) => region);
	t.true(listed.length > 5);
	t.deepEqual(new Set(listed.filter(name => !name.includes('/.wh.'))).difference(new Set(all)), new Set());
});

test('a match does not cross from one name into the next', async t => {
	t.deepEqual(await names(fixture('checkpoint-shop'), '/opt/added/opt'), []);
	t.deepEqual((await foundIn('--scope', 'everything', '--regex', fixture('checkpoint-shop'), 'link$')).filter(({source}) => source === 'file-name').map(({before, match, after}) => [before, match, after]), [['', 'link', '']]);
});

test('what stands in arguments and environment says so', async t => {
	const {process} = Object.groupBy(await foundIn(zoo, 'HOSTNAME='), ({region}) => region === '[stack]' ? 'process' : 'other');
	t.deepEqual(process!.map(({pid, strings}) => [pid, strings]), [[1, 'environment'], [6, 'environment']]);
	t.true((await foundIn(zoo, '/lab/zoo.py')).some(({region, strings}) => region === '[stack]' && strings === 'arguments'));
	t.true((await foundIn(zoo, 'CROSS-PAGE')).every(({strings}) => strings === null));
	const {output} = await run(['search', zoo, 'HOSTNAME=']);
	t.regex(output, /rw-p \[stack\] environment HOSTNAME=/v);
});
