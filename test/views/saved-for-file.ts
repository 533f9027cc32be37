import test from 'ava';
import type {Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {savedForFile} from '../../source/views/saved-for-file.js';
import {ChangedCheckpoint} from '../support/changed-checkpoint.js';
import {editMessages} from '../support/edit-image.js';
import {fixture} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';

async function opened(file: string): Promise<Checkpoint> {
	const checkpoint = await completeCheckpoint(file);
	await checkpoint.savedTrees.whenOpen();
	return checkpoint;
}

/** What was saved of the file that process 1 has open by this name; undefined where nothing was. */
function savedOf(checkpoint: Checkpoint, path: string): string | undefined {
	const {id} = checkpoint.process(1)!.descriptors.find(({target}) => target.equals(path))!;
	const [content] = savedForFile(checkpoint, id);
	if (content === undefined) {
		return undefined;
	}

	const {source, position, length} = content.segments[0]!.pieces[0]!;
	const bytes = Buffer.alloc(length);
	source.read(bytes, position);
	return bytes.toString('latin1');
}

for (const [name, path, start] of [
	['podman-zoo', '/tmp/zoo/regular.txt', 'hello regular file\n'],
	['podman-small', '/var/log/small.log', 'PLANT-LOG\n'],
	['checkpoint-shop', '/var/log/webapp.log', 'webapp started PLANT-LOG-LINE-7731\n'],
	['podman-volume', '/data/volume.txt', 'PLANT-VOLUME-DATA'],
	['fx-rootkit', '/dev/shm/.x/.config', 'PLANT-HIDDEN\n'],
	['podman-zoo', '/dev/shm/zoo-shm', 'posix'],
] as const) {
	test(`${name}: of ${path} that a process has open, what was saved is found`, async t => {
		const content = savedOf(await opened(fixture(name)), path)!;
		t.true(content.length > 0);
		t.true(content.startsWith(start), JSON.stringify(content.slice(0, 40)));
	});
}

test('of a file that the container did not change, nothing was saved', async t => {
	t.is(savedOf(await opened(fixture('podman-zoo')), '/usr/bin/python3.14'), undefined);
	t.is(savedOf(await opened(fixture('podman-small')), '/app/small.sh'), undefined);
});

/** podman-zoo where /tmp/zoo/regular.txt was opened by another name, on the mount with the number that `on` finds. */
async function reopened(name: string, on: (destination: string) => boolean): Promise<Checkpoint> {
	const changed = new ChangedCheckpoint('podman-zoo');
	const original = await completeCheckpoint(changed.folder);
	const mount = original.container.mounts.mounts.find(({destination, found}) => found !== undefined && on(destination.toString()))!.found!.id;
	changed.addToTar('rootfs-diff.tar', 'etc/hosts', 'below the mount');
	changed.addToTar('rootfs-diff.tar', 'tmpfs/note.txt', 'below the tmpfs');
	editMessages(changed.image('files.img'), 'file_entry', ({reg}) => {
		if (reg?.name.equals('/tmp/zoo/regular.txt')) {
			Object.assign(reg, {name: Untrusted.from(name), mnt_id: mount});
		}
	});
	return opened(changed.folder);
}

test('a path on a tmpfs is that of the tmpfs, and the same path below it that of the root file system', async t => {
	t.is(savedOf(await reopened('/tmpfs/note.txt', destination => destination === '/tmpfs'), '/tmpfs/note.txt'), 'tmpfs-evidence\n');
	t.is(savedOf(await reopened('/tmpfs/note.txt', destination => destination === '/'), '/tmpfs/note.txt'), 'below the tmpfs');
});

test('a file of the host that is mounted over one of the container is not taken for that', async t => {
	t.is(savedOf(await reopened('/etc/hosts', destination => destination === '/etc/hosts'), '/etc/hosts'), undefined);
	t.is(savedOf(await reopened('/etc/hosts', destination => destination === '/'), '/etc/hosts'), 'below the mount');
});

test('a path that is not below its mount leads nowhere', async t => {
	t.is(savedOf(await reopened('/etc/passwd', destination => destination === '/tmpfs'), '/etc/passwd'), undefined);
});
