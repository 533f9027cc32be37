import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {fixture, temporaryFolder} from '../support/fixtures.js';
import {launch, programFile, type LaunchOptions, type Session} from '../support/pty.js';

async function opened(t: ExecutionContext, options: LaunchOptions = {}): Promise<Session> {
	const session = launch(t, [fixture('podman-zoo')], options);
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	return session;
}

test('q leaves the terminal as it was', async t => {
	const session = await opened(t);
	t.true(session.isAlternateScreen);
	session.send('q');
	const {exitCode} = await session.exited;
	await session.settle();
	t.is(exitCode, 0);
	t.false(session.isAlternateScreen);
	t.true(session.areModesRestored);
	t.is(session.screen().join(''), '');
});

test('Ctrl-C leaves with 130, whatever is on screen', async t => {
	for (const before of ['', '?', ':abc', '/abc']) {
		const session = await opened(t);
		session.send(before);
		await session.settle();
		session.send('\x03');
		const {exitCode} = await session.exited;
		await session.settle();
		t.is(exitCode, 130);
		t.false(session.isAlternateScreen);
		t.true(session.areModesRestored);
	}
});

for (const [signal, code] of [['SIGTERM', 143], ['SIGHUP', 129], ['SIGINT', 130]] as const) {
	test(`${signal} restores the terminal and is told by the exit code`, async t => {
		const session = launch(t, ['--mouse', fixture('podman-zoo')]);
		await session.waitFor('Processes');
		await session.settle();
		session.signal(signal);
		const {exitCode} = await session.exited;
		await session.settle();
		t.is(exitCode, code);
		t.false(session.isAlternateScreen);
		t.true(session.areModesRestored);
	});
}

test('a defect restores the terminal first and is readable after', async t => {
	// Something that throws inside the running program, from outside of it.
	const module = path.join(temporaryFolder(), 'defect.mjs');
	fs.writeFileSync(module, 'process.on("SIGUSR2", () => { throw new Error("planted defect"); });');
	const session = launch(t, [], {command: [process.execPath, '--import', module, programFile, '--mouse', fixture('podman-zoo')]});
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	session.signal('SIGUSR2');
	const {exitCode} = await session.exited;
	const screen = await session.settle();
	t.is(exitCode, 1);
	t.false(session.isAlternateScreen);
	t.true(session.areModesRestored);
	t.regex(screen, /planted defect/);
});

async function openedInShell(t: ExecutionContext): Promise<Session> {
	const session = launch(t, [], {command: ['/bin/bash', '--norc', '--noediting', '-i'], env: {PS1: 'shell> '}});
	await session.waitFor('shell>');
	session.send(`'${process.execPath}' '${programFile}' '${fixture('podman-zoo')}'\r`);
	await session.waitFor(screen => screen.includes('Processes') && !screen.includes('decompressing'));
	return session;
}

async function leaveShell(session: Session): Promise<void> {
	session.send('q');
	await session.waitFor(screen => screen.includes('shell>') && !screen.includes('Processes'));
	session.send('exit\r');
	await session.exited;
}

test('Ctrl-Z gives the terminal back to the shell, and fg takes it again', async t => {
	const session = await openedInShell(t);
	session.send('\x1a');
	await session.waitFor('Stopped');
	t.false(session.isAlternateScreen);
	t.true(session.areModesRestored);
	session.send('fg\r');
	await session.waitFor('Processes');
	t.true(session.isAlternateScreen);
	await leaveShell(session);
});

test('a terminal that was resized while the shell had it is filled again', async t => {
	const session = await openedInShell(t);
	for (const [columns, rows] of [[100, 30], [60, 20]] as const) {
		session.send('\x1a');
		await session.waitFor(screen => screen.includes('shell>') && !session.isAlternateScreen);
		session.resize(columns, rows);
		session.send('fg\r');
		await session.waitUntil(() => session.screen()[1]!.length, columns);
		session.send('?');
		await session.waitFor('Keys');
		await session.waitUntil(() => session.screen().at(-2)!.length, columns);
		session.send('q');
		await session.waitFor('Processes');
	}

	await session.settle();
	t.deepEqual(session.screen().slice(1, -1).map(row => row.length), Array.from({length: 18}, () => 60));
	await leaveShell(session);
});
