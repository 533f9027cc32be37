import fs from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {RootFolder} from '../../source/forensics/root-folder.js';
import {cellText} from '../../source/views/cell-text.js';
import {changes, changesAgainst, tmpfs, type SavedRow} from '../../source/views/saved-files.js';
import type {ContainerView} from '../../source/views/view.js';
import {scratchFolder, tarBody, tarHeader} from '../support/archives.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {fixture, unpack} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';

/** The rows of a view with these columns, as a table would have them, and what is told besides. */
async function ask(view: ContainerView<SavedRow>, folder: string, columns: readonly string[]) {
	const checkpoint = await completeCheckpoint(folder);
	try {
		await view.prepare!(checkpoint);
		const rows = view.rows(checkpoint);
		const shown = view.columns.filter(({name}) => columns.includes(name));
		return {
			rows: Array.from({length: rows.length}, (_, index) => shown.map(({type, value, text}) => cellText((text ?? value)(rows.at(index)), type)).join(' ').trim()),
			problems: view.problems!(checkpoint),
			notes: view.notes!(checkpoint),
		};
	} finally {
		checkpoint.close();
	}
}

test('podman-small: set-user-id files, links, pipes and odd names, and what was deleted', async t => {
	const {rows, problems, notes} = await ask(changes, unpack('podman-small'), ['path', 'change', 'mode', 'set_id', 'target']);
	t.deepEqual(rows, [
		'/app written drwxr-xr-t',
		'/etc/issue written -rw-r--r--',
		'/opt/dir written drwxr-xr-x',
		String.raw`/opt/dir/bad\xff\xfename written -rw-r--r--`,
		'/opt/dir/fifo written prw-r--r--',
		'/opt/dir/hard written -rwsr-xr-x set-user-id',
		'/opt/dir/new␊line written -rw-r--r--',
		'/opt/dir/sh written lrwxrwxrwx  /etc/shadow',
		'/opt/new.txt written -rwsr-xr-x set-user-id opt/dir/hard',
		'/var/log/small.log written -rw-r--r--',
		'/etc/debian_version deleted',
	]);
	t.deepEqual([problems, notes], [[], []]);
});

test('checkpoint-shop: whiteouts in a gzipped tar are what was deleted', async t => {
	const {rows} = await ask(changes, unpack('checkpoint-shop'), ['path', 'change']);
	t.true(rows.includes('/etc/issue deleted'));
	t.true(rows.includes('/etc/debian_version deleted'));
	t.true(rows.includes('/root/.hidden-implant written'));
	t.false(rows.some(row => row.includes('.wh.')));
});

test('podman-volume: the files of a volume stand behind its name', async t => {
	const {rows} = await ask(changes, unpack('podman-volume'), ['path', 'size', 'tree']);
	t.true(rows.some(row => row.startsWith('volume pvdata:/volume.txt ') && row.endsWith(' volume')), rows.join('\n'));
});

for (const [name, file, place] of [
	['podman-zoo', '/tmp/zoo/regular.txt', {pid: 1, counterpart: {view: 'files', index: 4}}],
	['podman-zoo', '/tmp/zoo/fifo', {pid: 1, counterpart: {view: 'files', index: 7}}],
	['podman-zoo', '/dev/shm/zoo-shm', {pid: 1, counterpart: {view: 'files', index: 32}}],
	['podman-zoo', '/etc/passwd', undefined],
	['podman-zoo', '/etc/motd', undefined],
	['podman-volume', 'volume pvdata:/volume.txt', {pid: 1, counterpart: {view: 'files', index: 4}}],
	['fx-rootkit', '/var/tmp/. /miner', {pid: 8, address: 0x804_80_00n}],
] as const) {
	test(`${name}: ${file} leads to the process that has it open or mapped`, async t => {
		const checkpoint = await completeCheckpoint(fixture(name));
		await checkpoint.savedTrees.whenOpen();
		const rows = changes.rows(checkpoint);
		const row = Array.from({length: rows.length}, (_, index) => rows.at(index)).find(({path: own}) => own.equals(file))!;
		t.deepEqual(changes.holding!(row), place);
		checkpoint.close();
	});
}

test('podman-zoo: a tmpfs has its file, and the devices of /dev', async t => {
	const {rows} = await ask(tmpfs, unpack('podman-zoo'), ['path', 'type', 'size']);
	t.is(rows[0], '/tmpfs/note.txt file 15 B');
	t.true(rows.includes('/dev/null character-device'));
});

test('without a list of what was changed, this is said', async t => {
	const {rows, notes} = await ask(changes, path.join(unpack('raw-runc'), 'raw-runc'), ['path']);
	t.deepEqual(rows, []);
	t.deepEqual(notes, ['Nobody wrote down what the container had changed in its root file system.']);
});

test('a folder that was emptied says so, and its marker is no file', async t => {
	const tar = Buffer.concat([tarHeader('etc/.wh..wh..opq'), tarHeader('etc/kept', {size: 4}), tarBody('kept'), Buffer.alloc(1024)]);
	const {rows} = await ask(changes, editedCheckpoint('checkpoint-shop', {'rootfs-diff.tar': gzipSync(tar)}), ['path', 'change']);
	t.deepEqual(rows, ['/etc emptied', '/etc/kept written']);
});

test('of a tar that is cut off, what is left is shown, and that more is missing', async t => {
	const folder = unpack('podman-small');
	const tar = fs.readFileSync(path.join(folder, 'rootfs-diff.tar'));
	const {rows, problems} = await ask(changes, editedCheckpoint('podman-small', {'rootfs-diff.tar': tar.subarray(0, 2048)}), ['path']);
	t.is(rows[0], '/app');
	t.true(rows.length > 1);
	t.regex(problems.join('\n'), /^rootfs-diff\.tar: /v);
});

test('what is no tar costs only itself', async t => {
	const {rows, problems} = await ask(changes, editedCheckpoint('podman-small', {'rootfs-diff.tar': 'no tar'}), ['path']);
	t.deepEqual(rows, ['/etc/debian_version']);
	t.deepEqual(problems, ['rootfs-diff.tar: neither a tar nor a compressed tar']);
});

test('the rows are asked for only when the tars are open', async t => {
	const checkpoint = await openCheckpoint(unpack('podman-small'));
	t.throws(() => changes.rows(checkpoint), {name: 'PendingError'});
	checkpoint.close();
});

test('with the image\'s root file system, what was added, changed in what, and not at all is told', async t => {
	const root = scratchFolder();
	const put = (name: string, content: string, mode: number) => {
		fs.mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
		fs.writeFileSync(path.join(root, name), content);
		fs.chmodSync(path.join(root, name), mode);
	};

	put('etc/issue', 'Another system\n', 0o644);
	put('opt/dir/hard', 'PLANT-ADDED\n', 0o755);
	put('opt/dir/new\nline', '', 0o644);
	put('opt/new.txt', 'PLANT-ADDED\n', 0o4755);
	fs.mkdirSync(path.join(root, 'opt/dir/fifo'));
	fs.symlinkSync('/bin/sh', path.join(root, 'opt/dir/sh'));
	const {uid, gid} = fs.statSync(root);
	const isOwned = uid === 0 && gid === 0;
	const {rows} = await ask(changesAgainst(new RootFolder(root)), unpack('podman-small'), ['path', 'change', 'differs']);
	const told = Object.fromEntries(rows.map(row => [row.split(' ', 1)[0]!, row.split(' ').slice(1).join(' ').replace(/(?:, )?owner$/v, '')]));
	t.is(told['/etc/issue'], 'changed content');
	t.is(told['/opt/dir/hard'], 'changed mode');
	t.is(told['/opt/dir/fifo'], 'changed type');
	t.is(told['/opt/dir/sh'], 'changed target');
	t.is(told['/var/log/small.log'], 'added');
	t.is(told['/etc/debian_version'], 'deleted');
	if (!isOwned) {
		return;
	}

	t.is(told['/opt/dir/new␊line'], 'unchanged');
	t.is(told['/opt/new.txt'], 'unchanged');
});

test('files are compared before rows are asked for, and once', async t => {
	const root = scratchFolder();
	fs.mkdirSync(path.join(root, 'etc'));
	fs.writeFileSync(path.join(root, 'etc/issue'), 'Another system\n');
	const view = changesAgainst(new RootFolder(root));
	const checkpoint = await completeCheckpoint(unpack('podman-small'));
	await view.prepare!(checkpoint);
	fs.rmSync(path.join(root, 'etc'), {recursive: true});
	const rows = view.rows(checkpoint);
	const change = view.columns.find(({name}) => name === 'change')!;
	const issue = Array.from({length: rows.length}, (_, index) => rows.at(index)).find(row => String(row.path) === '/etc/issue')!;
	t.is(change.value(issue), 'changed');
	checkpoint.close();
});

test('a link in the root file system is never followed out of it', async t => {
	const [root, outside] = [scratchFolder(), scratchFolder()];
	fs.mkdirSync(path.join(outside, 'log'));
	fs.writeFileSync(path.join(outside, 'log/small.log'), 'x');
	fs.symlinkSync(outside, path.join(root, 'var'));
	const {rows} = await ask(changesAgainst(new RootFolder(root)), unpack('podman-small'), ['path', 'change']);
	t.true(rows.includes('/var/log/small.log added'));
});
