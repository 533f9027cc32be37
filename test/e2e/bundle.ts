import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fixture, projectRoot} from '../support/fixtures.js';
import {program} from '../support/program.js';
import {launch} from '../support/pty.js';
import {rulesFile} from '../support/yara.js';

// Beside what is built, and as deep.
const folder = fs.mkdtempSync(path.join(projectRoot, 'build', 'bundle-'));
const bundled = path.join(folder, 'cli.js');

test.before(() => {
	execFileSync(process.execPath, [path.join(projectRoot, 'bundle.js'), folder]);
});

test.after.always(() => {
	fs.rmSync(folder, {recursive: true, force: true});
});

test('the program that is installed does what its modules do', t => {
	const zoo = fixture('podman-zoo');
	for (const argv of [
		['--version'],
		['--help'],
		['ps', zoo],
		['check', fixture('podman-small.tar.xz')],
		['images', fixture('podman-small.tar.bz2'), 'core-1.img'],
		['search', '--scope', 'everything', '--format', 'json', zoo, 'PLANT-'],
		['search', '--regex', '--format', 'csv', zoo, 'PLANT-[A-Z]+'],
		['findings', '--yara', rulesFile('rule Header { condition: uint32(0) == 0x464c457f }'), fixture('fx-rwx')],
		['ps', path.join(folder, 'none.tar')],
		['crit'],
	]) {
		t.deepEqual(program(argv, {}, bundled), program(argv), argv.join(' '));
	}
});

test('the explorer of the program that is installed opens a checkpoint', async t => {
	const session = launch(t, [], {command: [process.execPath, bundled, fixture('podman-zoo')]});
	await session.waitFor('▾ 1 python3');
	session.send('?');
	await session.waitFor('Keys');
	session.send('\u001Bq');
	t.is((await session.exited).exitCode, 0);
});

test('the program that is installed has every file that its modules look for', t => {
	const source = path.join(projectRoot, 'source');
	const modules = fs.readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name));
	const names = modules.flatMap(name => [...fs.readFileSync(path.join(source, name), 'utf8').matchAll(/new URL\('(?<file>[^']+)', import\.meta\.url\)/g)].map(({groups}) => groups!.file!));
	t.deepEqual([...new Set(names)].sort(), ['search-worker.js', 'spool-worker.js', 'string-width.js', 'yara-worker.js']);
	t.deepEqual(names.filter(name => !fs.existsSync(path.join(folder, name))), []);
});
