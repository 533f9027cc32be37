import test from 'ava';
import {fixture} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

test('NO_COLOR: no colour anywhere, and the cursor is still seen', async t => {
	const session = launch(t, [fixture('podman-zoo')], {env: {NO_COLOR: '1'}});
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	session.send('?');
	await session.waitFor('Keys');
	session.send('\x1b');
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	const cells = session.screen().flatMap((_, row) => session.cells(row));
	t.true(cells.every(cell => cell.isDefaultColor));
	t.true(cells.some(cell => cell.inverse));
	t.true(cells.some(cell => cell.bold));
});

test('that no colour is wanted, however it is said, is nothing to warn of', async t => {
	for (const env of [{NO_COLOR: '1'}, {FORCE_COLOR: '0'}]) {
		const session = launch(t, [fixture('podman-zoo')], {env});
		await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
		t.true(session.screen().every((_, row) => session.cells(row).every(cell => cell.isDefaultColor)), JSON.stringify(env));
		session.send('q');
		t.is((await session.exited).exitCode, 0);
		t.false(session.written().includes('Warning'), JSON.stringify(env));
	}
});

test('with colour there is colour, even where CI is set', async t => {
	const session = launch(t, [fixture('podman-zoo')], {env: {CI: 'true'}});
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	t.true(session.screen().some((_, row) => session.cells(row).some(cell => !cell.isDefaultColor)));
});

test('without Unicode everything on screen is ASCII', async t => {
	const session = launch(t, [fixture('podman-longname-unicode')], {env: {LANG: 'C'}});
	await session.waitFor('Processes');
	for (const keys of ['', '?', '\x1b', ':', '\x1b', '\t', 'v', '\x1b', '\t']) {
		session.send(keys);
		await session.settle();
		t.regex(session.screen().join('\n'), /^\p{ASCII}*$/v);
	}
});
