import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {commandNames} from '../../source/commands/index.js';
import {fixture, projectRoot, temporaryFolder} from '../support/fixtures.js';
import {launch, programFile} from '../support/pty.js';
import {rulesFile} from '../support/yara.js';

/** Runs the program without a terminal. */
function run(...args: string[]) {
	return spawnSync(process.execPath, [programFile, ...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}

test('--help and --version print and end well', t => {
	const help = run('--help');
	t.is(help.status, 0);
	t.regex(help.stdout, /cryoscope FILE/);
	t.is(help.stderr, '');
	const version = run('--version');
	t.is(version.status, 0);
	const {version: expected} = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {version: string};
	t.is(version.stdout, `${expected}\n`);
});

test('an old Node is told in one line what to do', t => {
	const old = 'data:text/javascript,Object.defineProperty(process.versions, "node", {value: "20.20.2"})';
	const {status, stdout, stderr} = spawnSync(process.execPath, ['--import', old, programFile, '--help'], {encoding: 'utf8'});
	t.is(status, 1);
	t.is(stdout, '');
	t.regex(stderr, /^cryoscope: .*20\.20\.2.* Node 24 .*\n$/);
});

test('YARA rules that are none are told without a screen', async t => {
	const file = rulesFile('rule Planted {');
	const session = launch(t, ['--yara', file, fixture('fx-rwx')]);
	t.is((await session.exited).exitCode, 1);
	await session.settle();
	t.true(session.screen().join('').startsWith(`cryoscope: ${file}: line 1, column `));
});

test('a root file system that is none is told without a screen', async t => {
	const session = launch(t, ['--rootfs', '/no/such/folder', fixture('podman-small')]);
	t.is((await session.exited).exitCode, 1);
	await session.settle();
	t.is(session.screen().join('').trimEnd(), 'cryoscope: /no/such/folder: no such file or directory');
});

test('wrong usage is told in one line, with exit code 2', t => {
	const bookmarks = [['--bookmarks'], ['--bookmarks=', 'one.tar'], ['--bookmarks', 'a', '--bookmarks', 'b', 'one.tar'], ['--no-bookmarks', 'one.tar']];
	for (const args of [[''], ['--nonsense'], ['-x'], ['one.tar', 'two.tar'], ['--mose', 'one.tar'], ...bookmarks, ['one.tar', '--yara'], ['--yara=', 'one.tar'], ['--rootfs', 'a', '--rootfs', 'b', 'one.tar']]) {
		const {status, stdout, stderr} = run(...args);
		t.is(status, 2, args.join(' '));
		t.is(stdout, '');
		t.regex(stderr, /^cryoscope: .+\n$/);
	}
});

test('no command has a name that could be taken for a file at once', t => {
	t.deepEqual(commandNames.filter(name => /[.\/]|^-/v.test(name)), []);
});

test('what stands in the arguments is not obeyed by the terminal', t => {
	const {stderr} = run(fixture('podman-small'), '\u001B[2Jb');
	t.false(stderr.includes('\u001B'));
	t.regex(stderr, /␛\[2Jb|\\x1b\[2Jb/);
});

test('without a terminal there is one sentence and exit code 2', t => {
	const {status, stdout, stderr} = run(fixture('podman-zoo'));
	t.is(status, 2);
	t.is(stdout, '');
	t.regex(stderr, /^cryoscope: .*terminal.*\n$/);
});

test('a file that is not there is told before that there is no terminal', t => {
	for (const file of [path.join(temporaryFolder(), 'missing.tar'), 'missing', fixture('podman-zoo') + '/inside']) {
		const {status, stdout, stderr} = run(file);
		t.is(status, 1);
		t.is(stdout, '');
		t.is(stderr, `cryoscope: ${file}: no such file or directory\n`);
	}
});

test('TERM=dumb gets one sentence and exit code 2', async t => {
	const session = launch(t, [fixture('podman-zoo')], {env: {TERM: 'dumb'}});
	const {exitCode} = await session.exited;
	await session.settle();
	t.is(exitCode, 2);
	t.regex(session.screen().join(''), /^cryoscope: .*TERM=dumb/);
	t.false(session.written().includes('\u001B'));
});

test('what is no checkpoint is told in one line, with exit code 1, and nothing is drawn', async t => {
	const folder = temporaryFolder();
	const text = path.join(folder, 'letter.txt');
	fs.writeFileSync(text, 'Dear reader,\nthis is no checkpoint.\n');
	const empty = path.join(folder, 'empty.tar');
	fs.writeFileSync(empty, '');
	for (const file of [path.join(folder, 'missing.tar'), text, empty, folder, fixture('raw-failed-dump')]) {
		const session = launch(t, [file], {columns: 1000});
		const {exitCode} = await session.exited;
		await session.settle();
		t.is(exitCode, 1);
		const lines = session.screen().filter(line => line !== '');
		t.is(lines.length, 1, lines.join('\n'));
		t.regex(lines[0]!, /^cryoscope: .+: .+/);
		t.false(session.written().includes('\u001B[?1049h'));
	}
});

test('a reader who has seen enough ends it quietly', async t => {
	const child = spawn('/bin/bash', ['-c', `'${process.execPath}' '${programFile}' --help | head -c 1; exit \${PIPESTATUS[0]}`], {stdio: ['ignore', 'pipe', 'pipe']});
	let complaint = '';
	child.stderr.on('data', (chunk: Uint8Array) => {
		complaint += String(chunk);
	});
	const code = await new Promise(resolve => {
		child.on('close', resolve);
	});
	t.is(code, 0);
	t.is(complaint, '');
});

test('a mistyped command is told to be none', t => {
	const {status, stderr} = run('pss', fixture('podman-small'));
	t.is(status, 2);
	t.is(stderr, 'cryoscope: pss is neither a command nor a file; see cryoscope --help\n');
});

test('a full disk is told', t => {
	const full = fs.openSync('/dev/full', 'w');
	const {status, stderr} = spawnSync(process.execPath, [programFile, 'ps', fixture('podman-small')], {encoding: 'utf8', stdio: ['ignore', full, 'pipe']});
	fs.closeSync(full);
	t.is(status, 1);
	t.is(stderr, 'cryoscope: standard output: no space left\n');
});

test('the commands of crit are listed on demand', t => {
	const {status, stdout} = run('crit', '--help');
	t.is(status, 0);
	t.regex(stdout, /^ {2}crit decode /m);
});
