import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {writeWhole} from '../../source/archive/whole-file.js';
import {scratchFolder} from '../support/archives.js';
import {fixture} from '../support/fixtures.js';

test('where a file took the place of the folder while it was written, the system says so, and nobody waits for a signal any more', async t => {
	const folder = path.join(scratchFolder(), 'folder');
	fs.mkdirSync(folder);
	const waiting = process.listenerCount('SIGINT');
	await t.throwsAsync(writeWhole({output: path.join(folder, 'out'), evidence: fixture('podman-zoo')}, async temporary => {
		fs.writeFileSync(temporary, 'new');
		fs.renameSync(folder, `${folder} that was`);
		fs.writeFileSync(folder, '');
	}), {name: 'InputError', message: /out: no such file or directory$/v});
	t.is(process.listenerCount('SIGINT'), waiting);
});
