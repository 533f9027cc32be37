import test, {type ExecutionContext} from 'ava';
import {fixture} from '../support/fixtures.js';
import {launch, type LaunchOptions, type Session} from '../support/pty.js';

async function opened(t: ExecutionContext, name: string, options: LaunchOptions = {}, flags: readonly string[] = []): Promise<Session> {
	const session = launch(t, [...flags, fixture(name)], options);
	await session.waitFor('▾ 1 ');
	await session.settle();
	return session;
}

/** The pid in the row of the process tree that is under the cursor. */
function selectedPid(session: Session): number {
	for (const row of session.screen().keys()) {
		const inverse = session.cells(row).filter(cell => cell.inverse).map(cell => cell.text === '' ? ' ' : cell.text).join('');
		const pid = /^[ …│└├▸▾]*(?<pid>\d+) /.exec(inverse)?.groups?.pid;
		if (pid !== undefined) {
			return Number(pid);
		}
	}

	return 0;
}

/** The text under the cursor, in whichever pane has the focus. */
function selected(session: Session): string {
	return [...session.screen().keys()].map(row => session.cells(row).filter(cell => cell.inverse).map(cell => cell.text === '' ? ' ' : cell.text).join('')).join('').trim();
}

test('keys that arrive in one write are all obeyed', async t => {
	// The first rows of the tree are 1, 2, 3, 4 and the children of 4: 5, 6, and so on.
	const session = await opened(t, 'px-tree');
	session.send('j'.repeat(17));
	await session.waitUntil(() => selectedPid(session), 18);
	session.send('\x1b[A'.repeat(15));
	await session.waitUntil(() => selectedPid(session), 3);
	session.send('jj\x1b[Bkj\x1b[B');
	await session.waitUntil(() => selectedPid(session), 7);
	t.is(selectedPid(session), 7);
});

test('a prompt, its text and Enter may arrive in one write', async t => {
	const session = await opened(t, 'podman-zoo');
	session.send(':zoom\r');
	await session.waitUntil(() => /^┌ Processes ─+┐$/.test(session.screen()[1]!), true);
	session.send('z?');
	await session.waitFor('Keys');
	session.send('\x1bq');
	t.is((await session.exited).exitCode, 0);
});

test('> and < walk through all tabs, those without a digit too', async t => {
	const session = await opened(t, 'podman-zoo');
	const shown = async (title: string) => session.waitUntil(() => session.screen()[1]!.includes(title), true);
	session.send(':metadata\r<');
	await shown(' Bookmarks ─');
	session.send('>');
	await shown('1 Metadata');
	session.send('>');
	await shown('2 Processes');
	t.false(session.screen()[1]!.includes('1 Metadata'));
});

test('a paste is never obeyed as keys', async t => {
	const session = await opened(t, 'podman-zoo');
	session.send('\x1b[200~qqq\x1b[201~');
	session.send('/\x1b[200~pyth\ron3\x1b[201~');
	await session.waitFor('/pyth on3');
	session.send('\x03');
	t.is((await session.exited).exitCode, 130);
});

test('a resize keeps the place', async t => {
	const session = await opened(t, 'px-tree', {columns: 120, rows: 40});
	session.send('j'.repeat(30));
	await session.waitUntil(() => selectedPid(session), 31);
	session.resize(80, 24);
	await session.waitUntil(() => session.screen()[1]!.length, 80);
	await session.waitUntil(() => selectedPid(session), 31);
	session.resize(30, 5);
	await session.waitFor('too small');
	session.resize(200, 60);
	await session.waitUntil(() => session.screen()[1]!.length, 200);
	await session.waitUntil(() => selectedPid(session), 31);
	t.is(selectedPid(session), 31);
});

test('a key press draws what changed, not the screen', async t => {
	const session = await opened(t, 'px-tree', {columns: 120, rows: 40});
	session.takeBytes();
	const before = session.written().length;
	session.send('\x0c');
	// The terminal is given up first, and its size read, before it is drawn on again.
	await session.waitUntil(() => session.written().slice(before).includes('Processes'), true);
	await session.settle();
	const screen = session.takeBytes();
	session.send('j');
	await session.waitUntil(() => selectedPid(session), 2);
	const key = session.takeBytes();
	t.true(key * 2 < screen, `${key} of ${screen} bytes`);
});

test('the wheel and a click work when the mouse is reported', async t => {
	const session = await opened(t, 'px-tree', {}, ['--mouse']);
	session.send('\x1b[<65;5;5M');
	await session.waitUntil(() => selectedPid(session), 4);
	session.send('\x1b[<0;5;20M\x1b[<0;5;20m');
	await session.waitUntil(() => selectedPid(session), 0);
	session.send('\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<64;5;5M');
	await session.waitUntil(() => selectedPid(session), 1);
	t.is(selectedPid(session), 1);
});

test('in a pane that has nothing to search, what is typed after / is not obeyed', async t => {
	const session = launch(t, [fixture('podman-zoo')]);
	await session.waitFor('▾ 1 ');
	session.send('j8');
	await session.waitFor('was dead');
	session.send('/zzqq');
	await session.waitFor('/zzqq');
	session.send('\u001B');
	await session.waitFor(screen => !screen.includes('/zzqq'));
	session.send('1');
	t.true((await session.waitFor('dead, exit code')).includes('5 python3'));
});

test('Ctrl-Z where nobody could wake the program goes on', async t => {
	// A pseudo-terminal's first process has no parent in its session: the kernel does not stop it.
	const session = launch(t, [fixture('podman-zoo')]);
	await session.waitFor('▾ 1 ');
	session.send('\u001A');
	// It is left and entered again at once, too fast to be seen.
	await session.waitUntil(() => session.written().includes('\u001B[?1049l'), true);
	await session.waitUntil(() => session.isAlternateScreen, true);
	session.send('?');
	t.true((await session.waitFor('Esc close')).includes('┌ Keys'));
});

test('a jump is made once, though the pane goes and comes back', async t => {
	const session = await opened(t, 'podman-zoo');
	const cursor = () => /│(?<address>[\da-f]{8,16}) {2}anonymous/.exec(session.screen().join('\n'))?.groups?.address;
	session.send('8g7f2f986c5000\r');
	await session.waitUntil(cursor, '7f2f986c5000');
	session.send('jjj');
	const moved = '7f2f986c5068';
	await session.waitUntil(cursor, moved);
	// The tree takes the whole screen, and gives it back.
	session.send('\u001B');
	session.send('z');
	await session.waitUntil(cursor, undefined);
	session.send('z');
	await session.waitFor(() => cursor() !== undefined);
	await session.settle();
	t.is(cursor(), moved);
});

test('a zoomed pane covers the others, and what was folded, filtered and searched there stays', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send(' ');
	await session.waitFor('▸ 1 ');
	session.send('6/heap\r');
	await session.waitFor(/\/heap +1 of \d+/);
	session.send('\u001B[Zz');
	await session.waitUntil(() => session.screen()[1]!.startsWith('┌ Processes ─────────────────────────────────'), true);
	session.send('z');
	await session.waitFor(/1 ?Over/);
	t.regex(await session.settle(), /\/heap +1 of \d+/);
	session.send('8z');
	await session.waitFor(screen => !screen.includes('Processes'));
	session.send('z');
	await session.waitFor('▸ 1 ');
	session.send('/CROSS-PAGE-BOUNDARY-MARK\r');
	await session.waitFor(/\/CROSS-PAGE-BOUNDARY-MARK +text · 1 of/);
	session.resize(30, 5);
	await session.waitFor('too small');
	session.resize(120, 40);
	await session.waitFor(/\/CROSS-PAGE-BOUNDARY-MARK +text · 1 of/);
	t.true((await session.settle()).includes('▸ 1 '));
});

test('a search stays while another tab is shown, with its line and its place', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send('8');
	session.send('/CROSS-PAGE-BOUNDARY-MARK\r');
	await session.waitFor(/\/CROSS-PAGE-BOUNDARY-MARK +text · 1 of/);
	session.send('l');
	await session.waitFor(/\/CROSS-PAGE-BOUNDARY-MARK +text · \d+ matches/);
	const screen = await session.settle();
	session.send('7');
	await session.waitFor(text => !text.includes('/CROSS'));
	session.send('8');
	await session.waitUntil(() => session.screen().join('\n'), screen);
	session.send('\u001B');
	await session.waitFor(text => !text.includes('/CROSS'));
	session.send('7');
	await session.waitFor('TID');
	session.send('8');
	await session.waitFor('At the cursor');
	t.false((await session.settle()).includes('/CROSS'));
});

test('an address that is not mapped is told in the same words wherever it was typed', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send(':1000\r');
	t.regex(await session.waitFor('1000 is not mapped'), /1000 is not mapped; this is the nearest address that is/);
	session.send('g2000\r');
	t.regex(await session.waitFor('2000 is not mapped'), /2000 is not mapped; this is the nearest address that is/);
});

test('an address between two mappings leads to the nearest that is mapped, wherever it was typed', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send(':c35010\r');
	t.regex(await session.waitFor('c35010 is not mapped'), /│c34fff {2}anonymous · rw-p/v);
	session.send('gc35020\r');
	t.regex(await session.waitFor('c35020 is not mapped'), /│c34fff {2}anonymous · rw-p/v);
});

test('a filter of the tree selects what matches as it is typed; Escape goes back to what was selected', async t => {
	const session = await opened(t, 'podman-zoo');
	session.send('/evil');
	await session.waitUntil(() => selectedPid(session), 7);
	session.send('\u001B');
	await session.waitUntil(() => selectedPid(session), 1);
	session.send('/evil\r');
	await session.waitUntil(() => selectedPid(session), 7);
	session.send('\u001B');
	await session.waitFor(screen => !screen.includes('filtered'));
	await session.settle();
	t.is(selectedPid(session), 7);
});

test('a process that is gone to from elsewhere shows in the tree, whatever hid it', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	const marked = () => /(?<pid>7) ␛\[31mevil/.exec(session.screen().filter(row => session.screen().indexOf(row) < 25).join('\n'))?.groups?.pid;
	session.send(' ');
	await session.waitUntil(marked, undefined);
	session.send(':pid 7\r');
	await session.waitUntil(marked, '7');
	session.send('\u001B/zoo.py\r');
	await session.waitUntil(marked, undefined);
	session.send(':pid 7\r');
	await session.waitUntil(marked, '7');
	t.false((await session.settle()).includes('filtered'));
});

test('] goes forward again, Shift-Tab to the pane before, and Ctrl-L draws the same screen again', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send('34[');
	await session.waitFor('Name');
	session.send(']');
	await session.waitFor('Target');
	session.send('\u001B[Z');
	await session.waitFor('Space fold');
	session.send('\u001B[Z');
	await session.waitFor(/Metadata.*v view/sv);
	const before = await session.settle();
	session.takeBytes();
	session.send('\u000C');
	await session.waitUntil(() => session.takeBytes() > 0, true);
	t.is(await session.settle(), before);
});

test('the command prompt completes, chooses with the arrows, and goes to processes and addresses', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send(':ne');
	await session.waitFor(/next-region|netstat/);
	session.send('\u007F\u007Fcontainer\t');
	await session.waitFor(':container metadata');
	session.send('\t');
	await session.waitFor(':container processes');
	session.send('\u001B[B\r');
	await session.waitFor('Recv-Q');
	session.send(':pid 6\r');
	await session.waitFor(/Process +6 python3/);
	session.send(':7f2f986c5070\r');
	await session.waitFor(/│7f2f986c5070 {2}anonymous/);
	session.send(':no such thing\r');
	await session.waitFor('no such command: no such thing');
	session.send(':fold');
	await session.waitFor('│ fold works in the process tree ');
	session.send('\r');
	await session.waitFor(/^ fold works in the process tree /m);
	session.send(':pid 99\r');
	t.true((await session.waitFor('no process 99')).includes('│7f2f986c5070  anonymous'));
});

test('a table is sorted and a row of it copied by the terminal', async t => {
	const session = await opened(t, 'podman-loop', {columns: 120, rows: 40});
	session.send('3s');
	await session.waitFor('Name▲');
	session.send('/POSTGRES_PASSWORD\ry');
	await session.waitFor('copied');
	const clipboard = /\u001B\]52;c;(?<text>[\w+/=]+)\u0007/.exec(session.written())?.groups?.text;
	t.regex(Buffer.from(clipboard ?? '', 'base64').toString(), /^POSTGRES_PASSWORD\tmysecret\t/);
});

test('what is missing of a process\'s strings, or was written over, is said above them', async t => {
	const lazy = launch(t, [fixture('raw-lazy')]);
	await lazy.waitFor('▾ 7938 ');
	lazy.send('3');
	const environment = await lazy.waitFor('was left on the');
	t.false(environment.includes('none'));
	const title = await opened(t, 'fx-title');
	title.send('j3');
	t.true((await title.waitFor('The program wrote a title over its environment')).includes('er process'));
});

test('the frame of a table says which of its rows the cursor is on, where there are more than fit', async t => {
	const session = launch(t, [fixture('px-vmas')]);
	await session.waitFor('1 /bin/vmas');
	session.send('6');
	await session.waitFor(/└─+ 1\/20012 ─┘$/m);
	session.send('G');
	await session.waitFor(/└─+ 20012\/20012 ─┘$/m);
	session.send('1');
	t.regex(await session.waitFor('Fact'), /└─+ 1\/\d+ ─┘$/m);
});

test('Enter on a socket of the container goes to it among those of its process', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send(':netstat\r');
	await session.waitFor('Recv-Q');
	session.send(`${'j'.repeat(15)}\r`);
	await session.waitFor('5 Sockets');
	await session.waitUntil(() => /^12 TCP +0\.0\.0\.0:8080/.test(selected(session)), true);
	t.true(session.screen().some(row => row.includes('│├ 6 python3')));
	session.send('[');
	await session.waitUntil(() => /^6 TCP +0\.0\.0\.0:8080/.test(selected(session)), true);
});

test('in a narrow pane what was typed is whole, and of a search the count is seen', async t => {
	const session = await opened(t, 'podman-zoo');
	session.send('8');
	await session.waitFor('g go to');
	session.send('gzz');
	await session.waitFor('│go to zz  no address, register or region is called…│');
	session.send(`\u001B/${'\t'.repeat(5)}[A-Z]+-BOUNDARY-(`);
	await session.waitFor(/│\/\[A-Z\]\+-BOUNDARY-\( {2}A \( without its/);
	session.send('\u007F\\w+');
	const counted = /│\/\[A-Z\]\+-BOUNDARY-\\w\+ +regex · \d of \d match(?:es)? *│/;
	await session.waitFor(counted);
	session.send('\r');
	await session.waitFor('/ search');
	t.regex(await session.settle(), counted);
});

test('a notice goes with the next key that does something', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send('8');
	await session.waitFor('g go to');
	session.send('\r');
	await session.waitFor('there are no bytes here');
	// No key of the hex pane.
	session.send('x');
	t.true((await session.settle()).includes('there are no bytes here'));
	session.send('g7f2f986c5000\r');
	await session.waitFor(screen => screen.includes('7f2f986c5070') && !screen.includes('there are no bytes here'));
	session.send('/CROSS-PAGE\r');
	await session.waitFor('2 of 4');
	for (const next of ['3 of 4', '4 of 4', '1 of 4']) {
		session.send('n');
		await session.waitFor(next);
	}

	await session.waitFor('wrapped to the first match');
	session.send('/');
	await session.waitFor(screen => !screen.includes('wrapped to the first match'));
	session.send('\u001B:no such thing\r');
	await session.waitFor('no such command: no such thing');
	session.send('j');
	await session.waitFor(screen => !screen.includes('no such command'));
	session.send('\u001B3s');
	await session.waitFor('sorted by');
	session.send('1');
	await session.waitFor(screen => screen.includes('Fact') && !screen.includes('sorted by'));
});

test('an empty argument is told from one that says so', async t => {
	const session = await opened(t, 'podman-zoo');
	session.send('G2');
	await session.waitFor('(empty)');
	await session.settle();
	const row = session.screen().findIndex(line => line.includes('(empty)'));
	const column = session.screen()[row]!.indexOf('(empty)');
	t.true(session.cells(row).slice(column, column + 7).every(cell => cell.dim));
});

test('a search of everything lists what it finds; Enter goes to a match in memory, Escape and [ lead back to its row', async t => {
	const session = await opened(t, 'podman-zoo', {columns: 120, rows: 40});
	session.send('FPATH=\r');
	await session.waitFor(/\/PATH= +text in everything · 6 matches/);
	session.send('jj');
	await session.waitUntil(() => /^memory +6 /.test(selected(session)), true);
	const row = selected(session);
	const address = /[\da-f]{12}/.exec(row)![0];
	for (const back of ['\u001B', '[', '/PATH\u001B\u001B']) {
		session.send('\r');
		await session.waitFor(new RegExp(`│${address} .*\\d+ of \\d+ matches`, 's'));
		session.send(back);
		await session.waitFor('6 matches');
		await session.waitUntil(() => selected(session), row);
	}

	session.send('\u001B');
	await session.waitFor('▾ 1 ');
	session.send(':search-e\r');
	await session.waitFor('accept');
	session.send('\u0003');
	t.is((await session.exited).exitCode, 130);
});
