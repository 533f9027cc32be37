import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fixture, temporaryFolder} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

test('bookmarks with notes are kept in a file, opened again, and stand in the report', async t => {
	const folder = temporaryFolder();
	const first = launch(t, [fixture('podman-zoo')], {cwd: folder});
	await first.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	first.send(':hex\r');
	await first.waitFor('400000');
	first.send('g422010\r');
	await first.waitFor('422010  /usr');
	first.send('M');
	await first.waitFor('note:');
	first.send('\u001B[200~odd \u001B[31m<b>\n\u001B[201~\r');
	await first.waitFor(':save-bookmarks writes it to a file');
	first.send('q');
	await first.waitFor('press q again: the notes on bookmarks are in no file yet');
	first.send(':save-bookmarks\r');
	await first.waitFor('save bookmarks to zoo-bookmarks.json');
	first.send('\r');
	await first.waitFor('wrote 1 bookmark to zoo-bookmarks.json');
	first.send('q');
	t.is((await first.exited).exitCode, 0);
	t.deepEqual(fs.readdirSync(folder), ['zoo-bookmarks.json']);

	const second = launch(t, ['--bookmarks', 'zoo-bookmarks.json', fixture('podman-zoo')], {cwd: folder});
	await second.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	second.send(':container bookmarks\r');
	await second.waitFor(/odd {2}\[31m<b>/v);
	second.send('\r');
	await second.waitFor('422010  /usr');
	second.send(':report\r');
	await second.waitFor('write to zoo-report.html');
	second.send('\r');
	await second.waitFor('wrote the report to zoo-report.html');
	t.regex(fs.readFileSync(path.join(folder, 'zoo-report.html'), 'utf8'), /<td>422010<\/td>.*<td>odd {2}\[31m&lt;b&gt;<\/td>/v);
	second.send('q');
	t.is((await second.exited).exitCode, 0);
	t.deepEqual(fs.readdirSync(folder).sort(), ['zoo-bookmarks.json', 'zoo-report.html']);
});

test('a broken file of bookmarks is told in one line before anything is drawn', async t => {
	const file = path.join(temporaryFolder(), 'case.json');
	fs.writeFileSync(file, '{"cryoscope_bookmarks":1,"checkpoint":{"name":"x"},"bookmarks":[{"mark":"\u001B[2J"}]}'.replace('\u001B', String.raw`\u001b`));
	const session = launch(t, ['--bookmarks', file, fixture('podman-small')], {columns: 160});
	t.is((await session.exited).exitCode, 1);
	await session.settle();
	t.is(session.screen().join('').trim(), `cryoscope: ${file}: bookmarks 1 mark: one letter or digit expected`);
	t.false(session.written().includes('\u001B[?1049h'));
});

test('whoever quits while a report is written is asked once, and nothing is left of it', async t => {
	const folder = temporaryFolder();
	const session = launch(t, [fixture('podman-zoo')], {cwd: folder});
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	session.send(':report\r');
	await session.waitFor('write to zoo-report.html');
	session.send('\rqq');
	t.is((await session.exited).exitCode, 0);
	await session.waitUntil(() => fs.readdirSync(folder).join(' '), '');
});
