import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fixture, temporaryFolder} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

for (const [columns, rows] of [[80, 24], [200, 60]] as const) {
	test(`from a changed file to its contents and back at ${columns}x${rows}`, async t => {
		const cwd = temporaryFolder();
		const session = launch(t, [fixture('podman-zoo')], {columns, rows, cwd});
		await session.waitFor('▾ 1 python3');
		session.send('\u001B[Z');
		await session.waitFor('1 Metadata');
		session.send('6');
		await session.waitFor('/etc/passwd ');
		session.send('\r');
		await session.waitFor(/\/etc\/passwd · \d+ %[\s\S]*root:x:0:0:root:\/root:\/bin\/bash/v);

		session.send('x');
		await session.waitFor(/00000000 +72 6f 6f 74 3a 78 3a 30/v);
		session.send('/backup');
		await session.waitFor(/1 of \d matches/v);
		session.send('\r');
		await session.settle();
		session.send('x');
		await session.waitFor(/backup:x:34:34:backup/v);

		session.send('?');
		await session.waitFor('View the bytes as text, or in hex.');
		session.send('\u001B');
		await session.waitFor(/backup:x:34:34:backup/v);
		session.send('\u001B');
		await session.settle();
		session.send('\u001B');
		const back = await session.waitFor(/\/etc\/motd +deleted/v);
		t.regex(back, /6 Changes/v);
		session.send('[');
		await session.waitFor(/backup:x:34:34:backup/v);
		session.send('e');
		await session.waitFor('write to passwd');
		session.send('\r');
		await session.waitFor(/wrote 1,0\d\d bytes to passwd/v);
		const written = path.join(cwd, 'passwd');
		t.is(fs.statSync(written).mode & 0o777, 0o600);
		t.regex(fs.readFileSync(written, 'utf8'), /^root:x:0:0:.*\n$/sv);
		session.send('e\r');
		await session.waitFor('passwd: exists already, and nothing is written over');
		t.deepEqual(fs.readdirSync(cwd), ['passwd']);
		session.send('\u001B');
		await session.settle();
		session.send('q');
		t.is((await session.exited).exitCode, 0);
		t.true(session.areModesRestored);
	});
}
