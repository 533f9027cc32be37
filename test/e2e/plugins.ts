import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../support/archives.js';
import {launch, programFile} from '../support/pty.js';

/** A folder with these files in it, each a shell script that may be run. */
function folderOf(scripts: Readonly<Record<string, string>>): string {
	const folder = scratchFolder();
	for (const [name, script] of Object.entries(scripts)) {
		fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, {mode: 0o755});
	}

	return folder;
}

const systemPath = '/usr/bin:/bin';

function run(folders: readonly string[], argv: readonly string[], {cwd = scratchFolder(), input = ''} = {}) {
	const {status, signal, stdout, stderr} = spawnSync(process.execPath, [programFile, ...argv], {encoding: 'utf8', cwd, input, env: {PATH: [...folders, systemPath].join(':')}});
	return {code: status ?? signal, output: stdout, errors: stderr};
}

test('without plugins, the list says so', t => {
	t.deepEqual(run([], ['plugin', 'list']), {code: 0, output: '', errors: 'cryoscope: no plugins: there is no executable cryoscope-NAME on the PATH\n'});
	t.is(run(['/nowhere', 'relative', ''], ['plugin', 'list', '--format', 'json']).output, '[]\n');
});

test('plugins are listed by name and path, and none is run for it', t => {
	const trace = path.join(scratchFolder(), 'trace');
	const folder = folderOf({'cryoscope-zeta': `touch ${trace}`, 'cryoscope-alpha': `touch ${trace}`, 'other-program': '', cryoscope: '', 'cryoscope-': ''});
	const {code, output, errors} = run([folder], ['plugin', 'list', '--format', 'json']);
	t.is(code, 0);
	t.is(errors, '');
	t.deepEqual(JSON.parse(output), ['alpha', 'zeta'].map(name => ({name, path: path.join(folder, `cryoscope-${name}`)})));
	t.regex(run([folder], ['plugin', 'list']).output, /^Name +Path *\nalpha +\S+cryoscope-alpha *\nzeta /);
	for (const argv of [['--help'], ['--version'], ['ps', '--help'], ['plugin'], ['missing.tar']]) {
		run([folder], argv);
	}

	t.false(fs.existsSync(trace));
});

test('a plugin has the arguments as they are, the streams and the exit code', t => {
	const folder = folderOf({'cryoscope-echo': 'for each; do echo "<$each>"; done; cat; echo complaint >&2; exit 42'});
	t.deepEqual(run([folder], ['echo', '--help', '--', '', 'two words', '-x', 'ps'], {input: 'from a pipe\n'}), {
		code: 42, output: '<--help>\n<-->\n<>\n<two words>\n<-x>\n<ps>\nfrom a pipe\n', errors: 'complaint\n',
	});
});

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

test('a plugin never takes the place of a command', t => {
	const folder = folderOf({'cryoscope-ps': 'echo plugin', 'cryoscope-crit': 'echo plugin', 'cryoscope-plugin': 'echo plugin', 'cryoscope-mine': 'echo plugin'});
	for (const argv of [['ps', '--help'], ['crit', 'show', '--help'], ['crit', 'other'], ['plugin', 'list'], ['plugin']]) {
		t.false(run([folder], argv).output.startsWith('plugin'), argv.join(' '));
	}

	t.deepEqual((JSON.parse(run([folder], ['plugin', 'list', '--format', 'json']).output) as Array<{name: string}>).map(({name}) => name), ['mine']);
});

test('what can\'t be run is no plugin', t => {
	const folder = folderOf({'cryoscope-plain': 'echo plugin'});
	fs.chmodSync(path.join(folder, 'cryoscope-plain'), 0o644);
	fs.mkdirSync(path.join(folder, 'cryoscope-folder'));
	fs.symlinkSync('nowhere', path.join(folder, 'cryoscope-link'));
	for (const name of ['plain', 'folder', 'link']) {
		const {code, output} = run([folder], [name]);
		t.is(code, 2);
		t.is(output, '');
	}

	t.is(run([folder], ['plugin', 'list', '--format', 'json']).output, '[]\n');
});

test('the first on the PATH counts, of those that can be run', t => {
	const [first, second] = [folderOf({'cryoscope-hello': 'echo first', 'cryoscope-other': ''}), folderOf({'cryoscope-hello': 'echo second', 'cryoscope-other': 'echo other'})];
	fs.chmodSync(path.join(first, 'cryoscope-other'), 0o644);
	t.is(run([first, second], ['hello']).output, 'first\n');
	t.is(run([second, first], ['hello']).output, 'second\n');
	t.is(run([first, second], ['other']).output, 'other\n');
	t.deepEqual(JSON.parse(run([first, second], ['plugin', 'list', '--format', 'json']).output), [
		{name: 'hello', path: path.join(first, 'cryoscope-hello')},
		{name: 'other', path: path.join(second, 'cryoscope-other')},
	]);
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
