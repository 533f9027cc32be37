import {execFile} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {projectRoot, temporaryFolder} from '../support/fixtures.js';

const run = promisify(execFile);

test('a question is asked of a checkpoint that is made for it, and nothing of it is left', async t => {
	const folder = temporaryFolder();
	const {stdout} = await run(process.execPath, [path.join(projectRoot, 'build', 'bench', 'cli.js'), '--only', 'ps', '--only', 'open-tar', '--size', '1M', '--rounds', '1'], {env: {...process.env, TMPDIR: folder}});

	t.regex(stdout, /podman-loop with 1 MiB of memory more/v);
	t.regex(stdout, /\| ps: which processes +\| `cryoscope ps` +\| [\d.]+ ms .*\| 4 lines +\|\n/v);
	t.regex(stdout, /\| open-tar: first screen of a plain tar +\| `cryoscope` +\| [\d.]+ ms /v);
	t.deepEqual(fs.readdirSync(folder), []);
});
