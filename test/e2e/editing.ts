import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {scratchFolder} from '../support/archives.js';
import {undone} from '../support/edit-record.js';
import {fixture, plainTar} from '../support/fixtures.js';
import {launch, type Cell, type LaunchOptions, type Session} from '../support/pty.js';

/** The explorer in the hex pane of process 1, where a text begins. */
async function opened(t: ExecutionContext, file: string, options: LaunchOptions = {}): Promise<Session> {
	const session = launch(t, [file], {columns: 120, rows: 40, ...options});
	await session.waitFor(screen => screen.includes('▾ 1 ') && !screen.includes('decompressing'));
	session.send('8g7f2f986c5ffa\r');
	await session.waitFor('│7f2f986c5ffa ');
	return session;
}

/** The cells of the row of an address that hold these digits. */
function cellsOf(session: Session, address: string, digits: string): Cell[] {
	const row = session.screen().findIndex(line => line.includes(`│${address}`) && line.includes(digits));
	const start = session.screen()[row]!.lastIndexOf(digits);
	return session.cells(row).slice(start, start + digits.length).filter(cell => cell.text.trim() !== '');
}

function isAll(cells: readonly Cell[], question: (cell: Cell) => boolean): boolean {
	return cells.length > 0 && cells.every(cell => question(cell));
}

test.serial('bytes are typed over, seen in colour, saved, and there when the copy is opened', async t => {
	const cwd = scratchFolder();
	const session = await opened(t, fixture('podman-zoo'), {cwd});
	session.send('r00ff\tok\u001B');
	await session.waitFor('4 bytes edited, not saved');
	t.true(isAll(cellsOf(session, '7f2f986c5ff0', '00 ff 6f 6b'), cell => !cell.isDefaultColor && cell.underline));
	t.true(isAll(cellsOf(session, '7f2f986c5ff0', '2d'), cell => !cell.underline));

	session.send('w');
	await session.waitFor('write to zoo-edited.tar');
	session.send('\r');
	await session.waitFor('wrote zoo-edited.tar, a plain tar; the record in it is cryoscope-edit-1.json');
	await session.waitFor('4 bytes edited, saved');
	session.send('q');
	t.is((await session.exited).exitCode, 0);

	const {record, original} = undone(path.join(cwd, 'zoo-edited.tar'));
	t.deepEqual(record.edits.map(({address, before, after}) => [address, before, after]), [['0x7f2f986c5ffa', '43524f53', '00ff6f6b']]);
	t.true(original.equals(fs.readFileSync(plainTar('podman-zoo'))));
	t.deepEqual(fs.readdirSync(cwd), ['zoo-edited.tar']);

	const again = await opened(t, path.join(cwd, 'zoo-edited.tar'));
	await again.waitFor('00 ff 6f 6b');
	again.send('q');
	t.is((await again.exited).exitCode, 0);
});

test.serial('a narrow footer tells how to go on with edits before it tells how to search again', async t => {
	const session = await opened(t, fixture('podman-zoo'), {columns: 80, rows: 24});
	t.regex(session.screen().at(-1)!, / r replace {2}n next match {2}N previous /v);
	session.send('r00\u001B');
	await session.waitFor('1 byte edited, not saved');
	await session.waitFor('q quit');
	t.regex(session.screen().at(-1)!, / w save edits {2}g go to {2}r replace {2}u undo /v);
	session.send('hu');
	await session.waitFor('1 byte as in the dump again');
	session.send('q');
	t.is((await session.exited).exitCode, 0);
});

test.serial('without colour, edited bytes are in brackets, bold and underlined', async t => {
	const session = await opened(t, fixture('podman-zoo'), {env: {NO_COLOR: '1'}});
	session.send('r00ff\u001B');
	await session.waitFor('[00 ff]4f 53');
	const screen = await session.settle();
	t.true(screen.includes('2 bytes edited, not saved'));
	t.true(isAll(cellsOf(session, '7f2f986c5ff0', '00 ff'), cell => cell.isDefaultColor && cell.bold && cell.underline));
	t.true(isAll(cellsOf(session, '7f2f986c5ff0', '53 53 2d'), cell => !cell.underline));
});

test.serial('leaving with edits is asked about, and Ctrl-C leaves at once', async t => {
	const session = await opened(t, fixture('podman-zoo'));
	session.send('r00\u001Bq');
	await session.waitFor('press q again: 1 edited byte is not saved (w or :save-edits saves)');
	session.send('q');
	t.is((await session.exited).exitCode, 0);
	const other = await opened(t, fixture('podman-zoo'));
	other.send('r00');
	await other.waitFor('1 byte edited, not saved');
	other.send('\u0003');
	t.is((await other.exited).exitCode, 130);
	t.true(other.areModesRestored);
});
