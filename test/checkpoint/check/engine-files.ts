import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {newFindings, without} from '../../support/check.js';

for (const name of ['config.dump', 'spec.dump', 'network.status', 'deleted.files', 'checkpoint/descriptors.json']) {
	test(`a checkpoint whose ${name} is cut off is not whole`, async t => {
		for (const size of [0, -1]) {
			const found = await newFindings('podman-small', folder => {
				const file = path.join(folder, name);
				fs.truncateSync(file, size < 0 ? fs.readFileSync(file).toString().trimEnd().length + size : size);
			});
			t.true(found.some(line => line.startsWith(`broken ${name}: not valid JSON`)), found.join('\n'));
		}
	});
}

for (const name of ['config.dump', 'spec.dump']) {
	test(`a checkpoint that has lost ${name} alone is not whole`, async t => {
		t.true((await newFindings('podman-small', without(name))).includes(`broken ${name}: missing`));
	});
}
