import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {keyTableMarkdown} from '../../source/explorer/keymap.js';
import {fixturesFolder, projectRoot} from '../support/fixtures.js';
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

test.serial('the readme\'s table of keys is the keymap', t => {
	const table = `${keyTableMarkdown()}\n`;
	const known = () => /^\| Where .*?\n(?!\|)/ms.exec(fs.readFileSync(file, 'utf8'))?.[0] ?? '';
	update(known(), table);
	t.is(table, known());
});
