import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {commandHelp} from '../../source/commands/help.js';
import {commandNames, loadCommands} from '../../source/commands/index.js';
import {keyTableMarkdown} from '../../source/explorer/keymap.js';
import {scratchFolder} from '../support/archives.js';
import {fixture, fixturesFolder, plainTar, projectRoot, unpack} from '../support/fixtures.js';
import {program, shell} from '../support/program.js';
import {launch, programFile} from '../support/pty.js';

// Run with UPDATE_SCREENS=1 to write the readme's parts anew.
const file = path.join(projectRoot, 'readme.md');

/** What stands between the fences of the `index`th block of one language. */
function block(language: string, index = 0): string {
	const blocks = fs.readFileSync(file, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
	return [...blocks][index]?.[1] ?? '';
}

function update(from: string, to: string): void {
	if (process.env.UPDATE_SCREENS !== undefined) {
		fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, () => to));
	}
}

test.serial('the readme\'s screen is what the program shows', async t => {
	const session = launch(t, ['podman-zoo.tar.zst'], {cwd: fixturesFolder, columns: 112, rows: 26});
	await session.waitFor('▾ 1 python3');
	await session.waitFor(screen => !screen.includes('decompressing'));
	session.send('8g7f2f986c5000\r');
	await session.waitFor('/ search');
	session.send('/');
	await session.waitFor(/│\/.* text│/);
	session.send('CROSS-PAGE');
	await session.waitFor(/7f2f986c5ffa .* of \d+ matches/s);
	const screen = `${await session.settle()}\n`;
	update(block('text'), screen);
	t.is(screen, block('text'));
});

test.serial('the readme\'s help is what --help prints', t => {
	const {stdout} = spawnSync(process.execPath, [programFile, '--help'], {encoding: 'utf8'});
	update(block('text', 1), stdout);
	t.is(stdout, block('text', 1));
});

/** The table whose first column is called so. */
function tableOf(column: string): string {
	return new RegExp(`^\\| ${column} \\|.*?\\n(?!\\|)`, 'ms').exec(fs.readFileSync(file, 'utf8'))?.[0] ?? '';
}

test.serial('the readme\'s table of commands has the usage and the first example of each', async t => {
	const rows = (await loadCommands()).map(command => {
		const usage = /^ {2}\$ cryoscope (?<usage>.*)$/m.exec(commandHelp(command))!.groups!.usage!.replaceAll('|', '\\|');
		const [example, what] = command.examples[0]!;
		return `| \`${usage}\` | \`cryoscope ${example}\` | ${what} |\n`;
	});
	const table = `| Command | For example | You get |\n|---|---|---|\n${rows.join('')}`;
	update(tableOf('Command'), table);
	t.is(table, tableOf('Command'));
});

test.serial('the readme\'s table of keys is the keymap', t => {
	const table = `${keyTableMarkdown()}\n`;
	update(tableOf('Where'), table);
	t.is(table, tableOf('Where'));
});

/** Every command line in the readme that says all that it takes. */
function commandLines(): string[] {
	const text = fs.readFileSync(file, 'utf8');
	const blocks = [...text.matchAll(/^```sh\n(?<lines>.*?)^```$/gms)].flatMap(({groups}) => groups!.lines!.split('\n'));
	const spans = [...text.matchAll(/`(?<span>[^\n`]+)`/g)].map(({groups}) => groups!.span!.replaceAll('\\|', '|'));
	return [...new Set([...blocks, ...spans])].filter(line => /^cryoscope (?!COMMAND|NAME)/.test(line));
}

test.serial('what the readme says that one may type can be typed', t => {
	const cwd = scratchFolder();
	fs.copyFileSync(plainTar('podman-zoo'), path.join(cwd, 'checkpoint.tar'));
	fs.copyFileSync(fixture('podman-small.tar.gz'), path.join(cwd, 'before.tar'));
	fs.copyFileSync(fixture('podman-small'), path.join(cwd, 'after.tar'));
	for (const name of ['core-1.img', 'pstree.img', 'files.img']) {
		fs.copyFileSync(path.join(unpack('podman-zoo'), 'checkpoint', name), path.join(cwd, name));
	}

	program(['crit', 'decode', '-i', 'core-1.img', '-o', 'core-1.json'], {cwd});
	const lines = commandLines();
	for (const name of commandNames) {
		t.true(lines.some(line => line.startsWith(`cryoscope ${name}`)), name);
	}

	for (const line of lines) {
		fs.rmSync(path.join(cwd, 'web.tar'), {force: true});
		const {code, errors} = shell(line, [], {cwd, env: {HOME: cwd}});
		t.is(code, 0, `${line}: ${errors}`);
	}
});
