import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {fixturesFolder, projectRoot} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

// The screens as text, to be looked at: run with UPDATE_SCREENS=1 to draw them anew.
const folder = path.join(projectRoot, 'test', 'e2e', 'screens');

/** The screens: what each is called, what is pressed for it on the one before, and what shows that it is there. */
const steps = [
	['overview', '', 'Capabilities'],
	['args-of-a-hostile-process', 'G2', 'tab␉here'],
	['env', '3', 'ANSI'],
	['files', '\x1b\x1bg4', 'regular.txt'],
	['sockets', '5', 'UNIX DGRAM'],
	['maps', '6', '000000422000'],
	['threads', '7', 'zoo-worker-2'],
	['hex', '8g7f2f986c5000\r', '7f2f986c5070'],
	['container', '\x1b\x1b[Z\r1', 'Made by'],
	['netstat', '3', 'Protocol'],
	['help', '?', 'Lists and tables'],
] as const;

for (const [columns, rows] of [[80, 24], [120, 40], [200, 60]] as const) {
	test(`podman-zoo at ${columns}x${rows}`, async t => {
		const session = launch(t, ['podman-zoo.tar.zst'], {cwd: fixturesFolder, columns, rows});
		await session.waitFor('▾ 1 ');
		await session.waitFor(screen => !screen.includes('decompressing'));
		for (const [name, keys, sign] of steps) {
			session.send(keys);
			await session.waitFor(sign);
			const file = path.join(folder, `${columns}x${rows}-${name}.txt`);
			if (process.env.UPDATE_SCREENS !== undefined) {
				fs.mkdirSync(folder, {recursive: true});
				// Whoever draws them anew has time.
				await delay(2000);
				fs.writeFileSync(file, `${await session.settle()}\n`);
			}

			const known = fs.readFileSync(file, 'utf8');
			await session.waitFor(screen => `${screen}\n` === known).catch(() => undefined);
			t.is(`${session.screen().join('\n')}\n`, known, name);
		}

		session.send('\x03');
		t.is((await session.exited).exitCode, 130);
	});
}
