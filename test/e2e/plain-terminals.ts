import test from 'ava';
import {fixture} from '../support/fixtures.js';
import {launch, type Cell} from '../support/pty.js';

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

for (const [env, isMarked] of [
	[{NO_COLOR: '1'}, (cell: Cell) => cell.bold && cell.underline],
	[{}, (cell: Cell) => !cell.isDefaultColor && !cell.bold],
] as const) {
	test(`${'NO_COLOR' in env ? 'NO_COLOR' : 'with colour'}: what the whole checkpoint was searched for stands out from what is around it`, async t => {
		const session = launch(t, [fixture('podman-zoo')], {columns: 120, rows: 40, env});
		await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
		session.send('F');
		await session.waitFor('text in everything');
		session.send('cross-page\t\r');
		await session.waitFor(/any case in everything · \d+ matches/v);
		await session.settle();
		const rows = [...session.screen().entries()].filter(([, line]) => line.includes('memory ') && line.includes('CROSS-PAGE'));
		t.true(rows.length > 1);
		for (const [row, line] of rows) {
			const start = line.indexOf('CROSS-PAGE');
			const cells = session.cells(row).slice(start - 1, start + 'CROSS-PAGE'.length + 1);
			t.deepEqual(cells.map(cell => isMarked(cell)), [false, ...Array.from('CROSS-PAGE', () => true), false], line);
		}
	});
}

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

	t.true(session.screen()[2]!.startsWith('|v 1 '), 'what is unfolded has another mark than a branch');
});

test('a screen that is too small for anything has room to say so', async t => {
	const session = launch(t, [fixture('podman-zoo')], {columns: 20, rows: 5});
	await session.waitFor('too small');
	t.deepEqual(session.screen(), ['20x5 is too small:', 'at least 40x10', '', '', '']);
	session.resize(12, 2);
	await session.waitFor('12x2');
	t.deepEqual(session.screen(), ['12x2 is too', 'small: at l…']);
});

// Every tab, the prompts of the hex pane, the help, the commands, a filter of the tree that nothing matches.
const smallScreens = [
	['1', 'Fact'],
	['2', 'Argument'],
	['3', 'Name'],
	['4', 'FD'],
	['5', 'Protocol'],
	['6', 'Start'],
	['7', 'TID'],
	['8', '000000422000'],
	['g', 'go to'],
	['\u001B/', 'Enter accept'],
	['abc\r', 'g go to'],
	['?', 'Keys'],
	['\u001B', 'g go to'],
	[':', 'Command'],
	['nosuch', 'no such command'],
	['\u001B', 'g go to'],
	['\u001B\u001B', 'Enter open'],
	['/nosuch', 'no proc'],
] as const;

test('without Unicode, what a small screen has no room for is cut in ASCII', async t => {
	const session = launch(t, [fixture('podman-zoo')], {columns: 40, rows: 10, env: {LANG: 'C'}});
	await session.waitFor('v 1 ');
	for (const [keys, sign] of smallScreens) {
		session.send(keys);
		await session.waitFor(sign);
		await session.settle();
		t.regex(session.screen().join('\n'), /^\p{ASCII}*$/v, keys);
	}
});
