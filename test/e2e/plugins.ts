import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../support/archives.js';
import {folderOf, run, systemPath} from '../support/plugins.js';
import {launch, programFile} from '../support/pty.js';

test('a plugin may wait for what it reads', async t => {
	const folder = folderOf({'cryoscope-read': 'echo ready; cat'});
	const child = spawn(process.execPath, [programFile, 'read'], {stdio: ['pipe', 'pipe', 'inherit'], env: {PATH: `${folder}:${systemPath}`}});
	let output = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		output += String(chunk);
		if (output === 'ready\n') {
			setTimeout(() => {
				child.stdin.end('late\n');
			}, 300);
		}
	});
	t.deepEqual(await once(child, 'close'), [0, null]);
	t.is(output, 'ready\nlate\n');
});

test('the current folder, which may be evidence, has no plugins, whatever PATH says', t => {
	const folder = folderOf({'cryoscope-evil': 'echo plugin'});
	for (const relative of ['', '.', `../${path.basename(folder)}`]) {
		t.is(run([relative], ['evil'], {cwd: folder}).output, '');
	}
});

test('a file of that name is opened, and no plugin is run', t => {
	const folder = folderOf({'cryoscope-dump': 'echo plugin'});
	const cwd = scratchFolder();
	t.is(run([folder], ['dump'], {cwd}).output, 'plugin\n');
	fs.writeFileSync(path.join(cwd, 'dump'), 'a file');
	const {code, output, errors} = run([folder], ['dump'], {cwd});
	t.is(code, 2);
	t.is(output, '');
	t.regex(errors, /needs a terminal/);
});

test('a plugin that a signal ends ends the program so', t => {
	t.is(run([folderOf({'cryoscope-fall': 'kill -TERM $$'})], ['fall']).code, 'SIGTERM');
	t.is(run([folderOf({'cryoscope-fall': 'kill -KILL $$'})], ['fall']).code, 'SIGKILL');
});

test('signals reach the plugin, and what it answers is the answer', async t => {
	const folder = folderOf({'cryoscope-wait': 'for name in INT TERM HUP USR1; do trap "echo $name; exit 9" $name; done; echo ready; for each in $(seq 3000); do sleep 0.01; done'});
	for (const name of ['INT', 'TERM', 'HUP', 'USR1']) {
		const child = spawn(process.execPath, [programFile, 'wait'], {stdio: ['ignore', 'pipe', 'ignore'], env: {PATH: `${folder}:${systemPath}`}});
		let output = '';
		child.stdout.on('data', (chunk: Uint8Array) => {
			output += String(chunk);
			if (output === 'ready\n') {
				child.kill(`SIG${name}` as NodeJS.Signals);
			}
		});
		t.deepEqual(await once(child, 'close'), [9, null], name);
		t.is(output, `ready\n${name}\n`);
	}
});

test('in a terminal, Ctrl-C reaches the plugin once, and the terminal is its own', async t => {
	const folder = folderOf({'cryoscope-ask': 'trap "echo interrupted" INT; test -t 0 && test -t 1 && echo "What?"; while ! read answer; do :; done; echo "You said $answer."; exit 3'});
	const session = launch(t, ['ask'], {env: {PATH: `${folder}:${systemPath}`}});
	await session.waitFor('What?');
	session.send('\u0003');
	await session.waitFor('interrupted');
	session.send('nothing\r');
	t.is((await session.exited).exitCode, 3);
	await session.settle();
	t.is(session.screen().join('\n').match(/interrupted/g)?.length, 1);
	t.regex(session.screen().join('\n'), /You said nothing\./);
});

test('a plugin whose interpreter is missing is told in one line', t => {
	const folder = scratchFolder();
	fs.writeFileSync(path.join(folder, 'cryoscope-lost'), '#!/nowhere/sh\n', {mode: 0o755});
	t.deepEqual(run([folder], ['lost']), {code: 126, output: '', errors: `cryoscope: ${path.join(folder, 'cryoscope-lost')}: no such file or directory\n`});
});

test('a plugin whose reader has gone is ended by it, as when it is run by itself', t => {
	const folder = folderOf({'cryoscope-talk': 'while :; do echo more || exit 5; done'});
	const {status, stdout} = spawnSync('/bin/bash', ['-c', `'${process.execPath}' '${programFile}' talk | head -n 1; echo \${PIPESTATUS[0]}`], {encoding: 'utf8', env: {PATH: `${folder}:${systemPath}`}});
	t.is(status, 0);
	t.is(stdout, 'more\n141\n');
});
