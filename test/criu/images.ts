import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {familyOfFile} from '../../source/criu/families.js';
import {findImageDirectories, ImageDirectory} from '../../source/criu/image-directory.js';
import {dumpNames, expected, expectedImages, fixturesFolder} from '../support/fixtures.js';
import {openFixture} from '../support/open-fixture.js';
import {asPycriu} from '../support/pycriu.js';

// `expected` names the two folders of raw-chain one by one, and was made from one of the three checkpoints of podman-small: its registers differ between .zst, .gz, and .xz and .bz2.
const folders: Record<string, {fixture: string; prefix: string}> = {
	'raw-chain-dump': {fixture: 'raw-chain', prefix: 'dump/'},
	'raw-chain-pre-dump': {fixture: 'raw-chain', prefix: 'pre-dump/'},
	'podman-small': {fixture: 'podman-small.tar.xz', prefix: 'checkpoint/'},
};

const decoded = fs.readdirSync(path.join(fixturesFolder, 'expected')).map(file => file.split('.', 1)[0]!).filter(name => expectedImages(name).length > 0);

test('fixtures that CRIU\'s own decoder was run on', t => {
	t.true(decoded.length >= 10);
});

for (const name of decoded) {
	test(`every image of ${name} decodes to what CRIU's own decoder says`, async t => {
		const {fixture, prefix} = folders[name] ?? {fixture: name, prefix: undefined};
		const archive = await openFixture(fixture);
		const directories = findImageDirectories(archive);
		const directory = directories.find(candidate => prefix === undefined || candidate.prefix === prefix)!;
		for (const file of expectedImages(name)) {
			// Podman moves the statistics out of the directory of images.
			const holder = directory.has(file) ? directory : new ImageDirectory(archive, '');
			const image = holder.image(file);
			t.deepEqual(image.problems, [], file);
			t.deepEqual(asPycriu(image), expected(name, `images/${file}.json`), file);
		}
	});
}

// CRIU's own decoder says nothing of these.
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
		const archive = await openFixture(name);
		const prefixes = new Set([...archive.members()].flatMap(({key}) => /^(?<prefix>.*\/)[^\/]+\.img$/v.exec(key)?.groups?.prefix ?? []));
		t.true(prefixes.size > 0);
		for (const prefix of prefixes) {
			const directory = new ImageDirectory(archive, prefix);
			const images = directory.names().filter(file => file.endsWith('.img') || familyOfFile(file) !== undefined);
			for (const file of images) {
				const {family, entries} = directory.image(file);
				t.truthy(family, file);
				t.true(entries.every(entry => entry.type !== undefined && !JSON.stringify(entry.message, (_, value: unknown) => typeof value === 'bigint' ? 0 : value).includes('$unknown')), file);
			}

			t.deepEqual(directory.problems, []);
		}
	});
}
