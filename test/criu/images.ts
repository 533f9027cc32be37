import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openArchive} from '../../source/archive/open.js';
import {findImageDirectories, ImageDirectory} from '../../source/criu/image-directory.js';
import {expected, expectedImages, fixturesFolder, plainTar} from '../support/fixtures.js';
import {asPycriu} from '../support/pycriu.js';

// `expected` names the two folders of this fixture one by one.
const folders: Record<string, {fixture: string; prefix: string}> = {
	'raw-chain-dump': {fixture: 'raw-chain', prefix: 'dump/'},
	'raw-chain-pre-dump': {fixture: 'raw-chain', prefix: 'pre-dump/'},
};

const decoded = fs.readdirSync(path.join(fixturesFolder, 'expected')).map(file => file.split('.', 1)[0]!).filter(name => expectedImages(name).length > 0);

test('fixtures that CRIU\'s own decoder was run on', t => {
	t.true(decoded.length >= 10);
});

for (const name of decoded) {
	if (name === 'podman-small') {
		continue;
	}

	test(`every image of ${name} decodes to what CRIU's own decoder says`, async t => {
		const {fixture, prefix} = folders[name] ?? {fixture: name, prefix: undefined};
		const archive = await openArchive(plainTar(fixture));
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
