import test from 'ava';
import {findImageDirectories} from '../../source/criu/find-image-directories.js';
import {dumpNames} from '../support/fixtures.js';
import {imageFilesOf} from '../support/image-files.js';
import {openFixture} from '../support/open-fixture.js';

test('mount points', async t => {
	const [directory] = findImageDirectories(await openFixture('podman-zoo'));
	const mounts = directory!.messages('mountpoints-13.img', 'mnt_entry');
	t.is(mounts.length, 22);
	const root = mounts.find(({mountpoint}) => mountpoint.equals('/'))!;
	t.is(root.source.toString(), 'overlay');
	t.is(root.fstype, 17);
	const tmpfs = mounts.find(({mountpoint}) => mountpoint.equals('/tmpfs'))!;
	t.is(tmpfs.parent_mnt_id, root.mnt_id);
	t.is(tmpfs.options.toString(), 'size=1024k');
});

for (const name of [...dumpNames, 'raw-failed-dump']) {
	test(`no image of ${name} is unknown or damaged`, async t => {
		const files = imageFilesOf(await openFixture(name));
		t.true(files.length > 0);
		for (const {directory, name: file} of files) {
			const {family, entries} = directory.image(file);
			t.truthy(family, file);
			t.true(entries.every(entry => entry.type !== undefined && !JSON.stringify(entry.message, (_, value: unknown) => typeof value === 'bigint' ? 0 : value).includes('$unknown')), file);
			t.deepEqual(directory.problems, []);
		}
	});
}
