import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {explorations} from '../../source/commands/crit/x.js';
import {loadCommands} from '../../source/commands/index.js';
import {scratchFolder, written} from '../support/archives.js';
import {run} from '../support/command.js';
import {launch, programFile, type Session} from '../support/pty.js';

const isInstalled = (program: string) => spawnSync(program, ['--version']).status === 0;
const zshTest = isInstalled('zsh') ? test : test.skip;
const fishTest = isInstalled('fish') ? test : test.skip;

async function script(shell: string): Promise<string> {
	const {code, output, errors} = await run(['completion', shell]);
	if (code !== 0 || errors !== '') {
		throw new Error(errors);
	}

	return written(Buffer.from(output), `completion.${shell}`);
}

/** A folder with files and folders to complete. */
function folder(): string {
	const made = scratchFolder();
	for (const name of ['checkpoint.tar', 'my file.tar', 'it\'s.tar', 'pages']) {
		fs.writeFileSync(path.join(made, name), '');
	}

	fs.mkdirSync(path.join(made, 'dump folder'));
	return made;
}

const all = ['checkpoint.tar', 'dump folder', 'it\'s.tar', 'my file.tar', 'pages'];
const commands = await loadCommands();
const firstWords = [...new Set(commands.map(({name}) => name.split(' ', 1)[0]!))];
const secondWords = (first: string) => commands.filter(({name}) => name.startsWith(`${first} `)).map(({name}) => name.slice(first.length + 1));
const reports = commands.find(({name}) => name === 'crit x')!.operands.words!;
const longOptions = (name: string) => [...Object.keys(commands.find(command => command.name === name)!.options), 'help'].map(option => `--${option}`);

/** What is offered for the last of the words; each suggestion once, in the order of their names. */
type Complete = (words: readonly string[]) => string[];

/** What every shell must offer for the last of the words. */
const cases: ReadonlyArray<readonly [words: readonly string[], offered: readonly string[]]> = [
	[[''], [...firstWords, ...all]],
	[['com'], ['completion']],
	[['p'], [...firstWords.filter(word => word.startsWith('p')), 'pages']],
	[['c'], [...firstWords.filter(word => word.startsWith('c')), 'checkpoint.tar']],
	[['--'], ['--mouse', '--bookmarks', '--yara', '--rootfs', '--help', '--version']],
	[['--bookmarks', ''], all],
	[['crit', ''], secondWords('crit')],
	[['crit', 'd'], ['decode']],
	[['plugin', ''], ['list']],
	[['completion', ''], ['bash', 'zsh', 'fish']],
	[['ps', ''], all],
	[['ps', 'my'], ['my file.tar']],
	[['ps', 'none'], []],
	[['ps', '--f'], ['--format']],
	[['ps', '--format', ''], ['table', 'json', 'ndjson', 'csv']],
	[['ps', 'checkpoint.tar', '--format', 'n'], ['ndjson']],
	[['env', '--'], longOptions('env')],
	[['env', '--pid', ''], []],
	[['env', '-p', ''], []],
	[['env', '-p', '1', 'p'], ['pages']],
	[['build', '--'], longOptions('build')],
	[['build', '--format', ''], ['auto', 'dir', 'archive']],
	[['build', 'checkpoint.tar', 'c'], ['checkpoint.tar']],
	[['crit', 'decode', '--'], longOptions('crit decode')],
	[['crit', 'decode', '--in', 'p'], ['pages']],
	[['crit', 'decode', '-o', 'it'], ['it\'s.tar']],
	[['crit', 'decode', ''], []],
	[['crit', 'x', ''], ['dump folder', ...reports]],
	[['crit', 'x', 'dump folder', 'm'], ['mems']],
	[['plugin', 'list', ''], []],
	[['plugin', 'list', '--format', 'c'], ['csv']],
];

const sorted = (list: readonly string[]) => [...new Set(list)].sort();

/** Runs the function that bash calls, as bash calls it. */
async function bash(): Promise<Complete> {
	const file = await script('bash');
	const cwd = folder();
	const driver = `source '${file}'; COMP_WORDS=(cryoscope "$@"); COMP_CWORD=$#; _cryoscope; printf '%s\\0' "\${COMPREPLY[@]}"`;
	return words => {
		const {stdout, stderr, status} = spawnSync('bash', ['--norc', '-c', driver, 'driver', ...words], {encoding: 'utf8', cwd});
		if (status !== 0 || stderr !== '') {
			throw new Error(stderr);
		}

		return stdout.split('\0').filter(text => text !== '');
	};
}

test('what is completed for crit x is what it knows', t => {
	t.deepEqual(reports.filter(word => !(explorations as readonly string[]).includes(word)), []);
});

test('bash completes commands, options, values and files', async t => {
	const complete = await bash();
	for (const [words, offered] of cases) {
		t.deepEqual(sorted(complete(words)), sorted(offered), words.join(' '));
	}

	// Bash breaks words at `=`.
	t.deepEqual(complete(['ps', '--format', '=']), ['table', 'json', 'ndjson', 'csv']);
	t.deepEqual(complete(['ps', '--format', '=', 'nd']), ['ndjson']);
	t.deepEqual(complete(['ps', 'my\\ f']), ['my file.tar']);
	t.deepEqual(complete(['ps', '\'my f']), ['my file.tar']);
	t.deepEqual(complete(['crit', 'none', '']), []);
});

/** A shell that has shown its prompt. On a busy machine one now and then stays silent from the start; a second one does not. */
async function prompted(start: () => Session): Promise<Session> {
	const session = start();
	try {
		await session.waitFor('>');
		return session;
	} catch {
		const second = start();
		await second.waitFor('>');
		return second;
	}
}

test('bash quotes what it completes, in a terminal', async t => {
	const session = await prompted(() => launch(t, [], {command: ['bash', '--norc', '--noprofile', '-i'], cwd: folder(), env: {PS1: '> ', INPUTRC: '/dev/null'}}));
	session.send(`source '${await script('bash')}'; clear\r`);
	await session.waitFor(screen => screen.trim() === '>');
	const typed: ReadonlyArray<readonly [string, string]> = [
		['ps my\t', 'ps my\\ file.tar'],
		['ps --format=n\t', 'ps --format=ndjson'],
		['ps --fo\tcs\t', 'ps --format csv'],
		['crit x dump\t', 'crit x dump\\ folder/'],
		['crit de\t-i it\t', 'crit decode -i it\\\'s.tar'],
		['comp\tf\t', 'completion fish'],
	];
	for (const [keys, line] of typed) {
		session.send(`cryoscope ${keys}`);
		await session.waitUntil(() => session.screen()[0], `> cryoscope ${line}`);
		t.is(session.screen()[1], '');
		session.send('\u0015');
		await session.waitUntil(() => session.screen()[0], '>');
	}
});

fishTest('fish, where it is installed, completes commands, options, values and files', async t => {
	const file = await script('fish');
	const cwd = folder();
	t.is(spawnSync('fish', ['--no-config', '--no-execute', file]).status, 0);
	const complete: Complete = words => {
		const line = words.slice(0, -1).map(word => `'${word}' `).join('') + words.at(-1)!;
		const {stdout, stderr} = spawnSync('fish', ['--no-config', '-c', 'source $argv[1]; complete -C "cryoscope $argv[2]"', file, line], {encoding: 'utf8', cwd});
		t.is(stderr, '');
		// A folder ends in a slash.
		return stdout.split('\n').filter(text => text !== '').map(text => text.split('\t', 1)[0]!.replace(/\/$/, ''));
	};

	for (const [words, offered] of cases) {
		t.deepEqual(sorted(complete(words)), sorted(offered), words.join(' '));
	}

	t.deepEqual(complete(['ps', '--format=nd']), ['--format=ndjson']);
	const {stdout} = spawnSync('fish', ['--no-config', '-c', 'source $argv[1]; complete -C "cryoscope comple"', file], {encoding: 'utf8', cwd});
	t.is(stdout, `completion\t${commands.find(({name}) => name === 'completion')!.summary}\n`);
});

zshTest('zsh, where it is installed, completes commands, options, values and files', async t => {
	const file = await script('zsh');
	t.is(spawnSync('zsh', ['-n', file]).status, 0);
	const functions = scratchFolder();
	fs.copyFileSync(file, path.join(functions, '_cryoscope'));
	for (const load of [`autoload -Uz compinit; compinit -D -u; source ${file}`, `fpath=(${functions} $fpath); autoload -Uz compinit; compinit -D -u`]) {
		const session = await prompted(() => launch(t, [], {command: ['zsh', '-f', '-i'], cwd: folder(), columns: 120, rows: 40, env: {PS1: '> ', HOME: functions}}));
		session.send(`${load}; unsetopt beep auto_remove_slash; PS1='> '; clear\r`);
		await session.waitFor(screen => screen.trim() === '>');
		const typed: ReadonlyArray<readonly [string, string]> = [
			['comp\t', 'completion'],
			['completion z\t', 'completion zsh'],
			['crit de\t', 'crit decode'],
			['crit decode -i pa\t', 'crit decode -i pages'],
			['crit decode --in=pa\t', 'crit decode --in=pages'],
			['crit x du\t', 'crit x dump\\ folder/'],
			['crit x pages m\t', 'crit x pages mems'],
			['ps my\t', 'ps my\\ file.tar'],
			['ps --f\tcs\t', 'ps --format=csv'],
			['ps pages --format nd\t', 'ps pages --format ndjson'],
			['build --nam\tx pa\t', 'build --name=x pages'],
			['--mo\tmy\t', '--mouse my\\ file.tar'],
			['checkp\t', 'checkpoint.tar'],
		];
		for (const [keys, line] of typed) {
			session.send(`cryoscope ${keys}`);
			await session.waitUntil(() => session.screen()[0], `> cryoscope ${line}`);
			session.send('\u0015');
			await session.waitUntil(() => session.screen()[0], '>');
		}

		session.send('cryoscope crit \t');
		for (const {name, summary} of commands.filter(command => command.name.startsWith('crit '))) {
			await session.waitFor(screen => screen.split('\n').some(line => line.startsWith(name.slice('crit '.length)) && line.includes(summary)));
		}

		session.send('\u0015cryoscope env --p\t 1 --\t');
		await session.waitFor(/^--format +-- table for people, cut/m);
	}
});

test('a shell without completion is told, with the ones that have it', t => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [programFile, 'completion', 'csh'], {encoding: 'utf8'});
	t.is(status, 2);
	t.is(stdout, '');
	t.is(stderr, 'cryoscope: completion is for bash, zsh, fish, not csh; see cryoscope completion --help\n');
});
