import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {App} from '../../../source/explorer/app.js';
import type {OpenedBookmarks} from '../../../source/explorer/bookmarks/use-bookmarks.js';
import type {Terminal} from '../../../source/explorer/terminal/terminal.js';
import {findings} from '../../../source/views/findings.js';
import {readBookmarks} from '../../../source/writing/bookmarks/bookmarks-file.js';
import {scratchFolder} from '../../support/archives.js';
import {run} from '../../support/command.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {draw, keys} from '../../support/screen.js';

const zoo = await completeCheckpoint(fixture('podman-zoo'));
await findings.prepare!(zoo);

function explore(t: ExecutionContext, bookmarks?: OpenedBookmarks) {
	const quits: number[] = [];
	const terminal = {
		onMouse: () => () => undefined,
		leave(code: number) {
			quits.push(code);
		},
	} as unknown as Terminal;
	const screen = draw(<App checkpoint={zoo} terminal={terminal} bookmarks={bookmarks}/>);
	t.teardown(screen.unmount);
	const command = async (name: string) => screen.press(':', ...name, keys.enter);
	return {
		...screen,
		quits,
		text: () => screen.lines().join('\n'),
		command,
		/** Types a name over the one that is suggested. */
		async answer(text: string) {
			await screen.press('\u0015', ...text, keys.enter);
		},
		async bookmarks() {
			await command('container bookmarks');
			return screen.lines().filter(line => /pid \d|container,/v.test(line)).map(line => line.slice(line.indexOf('││') + 2).replace(/│$/v, '').trim());
		},
	};
}

type Explorer = ReturnType<typeof explore>;

/** Marks the start of the code of process 1 with a note. */
async function noteOnCode({press, command}: Explorer, ...note: string[]) {
	await command('hex');
	await press('g', ...'422010', keys.enter, 'M', ...note, keys.enter);
}

test('M asks for a note and bookmarks the address; the tab lists it, and Enter goes there', async t => {
	const explorer = explore(t);
	await noteOnCode(explorer, 'the plt');
	t.regex(explorer.text(), /bookmarked, until the explorer is left/v);
	const rows = await explorer.bookmarks();
	t.is(rows.length, 1);
	t.regex(rows[0]!, /^pid 1 python3, .* the plt/v);
	await explorer.press('v');
	t.regex(explorer.text(), /Address {2}000000422010/v);
	t.regex(explorer.text(), /What is there {2}\\xff\\xd0H/v);
	await explorer.press(keys.escape, keys.enter);
	t.regex(explorer.text(), /422010 {2}.*python3\.14/v);
	await explorer.press(keys.escape);
	t.regex(explorer.text(), /the plt/v);
});

test('no note is no bookmark', async t => {
	const explorer = explore(t);
	await noteOnCode(explorer, ' '.repeat(3));
	await explorer.press('M', ...'given up', keys.escape);
	t.deepEqual(await explorer.bookmarks(), []);
	t.regex(explorer.text(), /There are no bookmarks: m and a letter/v);
});

test('a mark brings back process, tab and address', async t => {
	const {press, command, text} = explore(t);
	await command('hex');
	await press('g', ...'422020', keys.enter, '\'');
	t.regex(text(), /jump to a mark: there is none/v);
	await press(keys.escape, 'm');
	t.regex(text(), /mark this place: a letter or a digit/v);
	await press('a');
	t.regex(text(), /marked a/v);
	await press('m', '7', '\'');
	t.regex(text(), /jump to a mark: 7 a/v);
	await press(keys.escape);
	await command('container mounts');
	await press('\'', 'b');
	t.regex(text(), /there is no mark b/v);
	await press('\'', 'a');
	t.regex(text(), /422020 {2}/v);
	await press('[');
	t.regex(text(), /5 Mounts/v);
});

test('of a row that leads to memory, the place in memory is bookmarked, with what the row said', async t => {
	const explorer = explore(t);
	await explorer.command('maps');
	await explorer.press(keys.down, 'M', ...'code', keys.enter);
	await explorer.bookmarks();
	await explorer.press('v');
	t.regex(explorer.text(), /Address {2}000000422000/v);
	t.regex(explorer.text(), /Row\s.*000000422000 {2}4\.1 MiB {2}r-xp {2}\/usr\/bin\/python3\.14/v);
});

test('of any other row, the row itself, and Enter goes to it', async t => {
	const explorer = explore(t);
	await explorer.command('container changes');
	await explorer.press(keys.down, keys.down, keys.down, keys.down, 'M', ...'locks', keys.enter);
	const rows = await explorer.bookmarks();
	t.regex(rows[0]!, /^container, changes +locks/v);
	await explorer.command('container changes');
	await explorer.press('g');
	await explorer.bookmarks();
	await explorer.press(keys.enter, 'v');
	t.regex(explorer.text(), /Path {2}\/tmp\/zoo\/lock/v);
});

test('a place in contents that are viewed is found again, also by another run of the explorer', async t => {
	const explorer = explore(t);
	await explorer.command('container contents');
	await explorer.press(keys.enter, 'x', 'g', ...'17', keys.enter, 'M', ...'secret', keys.enter);
	const [row] = await explorer.bookmarks();
	t.regex(row!, /^container, \/tmp\/zo.* secret +000000000017/v);
	const file = path.join(scratchFolder(), 'case.json');
	await explorer.command('save-bookmarks');
	await explorer.answer(file);
	explorer.unmount();
	const again = explore(t, {file, ...readBookmarks(file)});
	t.deepEqual(await again.bookmarks(), [row!]);
	await again.press(keys.enter);
	t.regex(again.text(), /deleted-secret\.txt/v);
	t.regex(again.text(), /this file was unlinked: s3cr3t-ghost/v);
});

test('of what was found in contents, the place in them is bookmarked', async t => {
	const explorer = explore(t);
	await explorer.press('F', ...'s3cr3t-ghost', keys.enter);
	await explorer.until(lines => lines.some(line => line.includes('removed-file')));
	await explorer.press('/', ...'removed-file', keys.enter, 'M', ...'found', keys.enter);
	const rows = await explorer.bookmarks();
	t.regex(rows[0]!, /^container, \/tmp\/zo.* found +000000000018/v);
	await explorer.press('v');
	t.regex(explorer.text(), /What is there {2}s3cr3t-ghost/v);
	t.is(explorer.text().match(/│ Note {2}/gv)!.length, 1);
	t.regex(explorer.text(), /Of all rows {2}Not written to a file yet/v);
	await explorer.press(keys.escape, keys.enter);
	t.regex(explorer.text(), /this file was unlinked: s3cr3t-ghost/v);
});

test('n changes a note, d deletes a bookmark', async t => {
	const explorer = explore(t);
	await noteOnCode(explorer, 'first');
	await explorer.press('m', 'a');
	await explorer.bookmarks();
	await explorer.press('n', ...' thought', keys.enter);
	const rows = await explorer.bookmarks();
	t.regex(rows[0]!, /first thought/v);
	await explorer.press(keys.down, 'd');
	t.is((await explorer.bookmarks()).length, 1);
	await explorer.press('d');
	t.deepEqual(await explorer.bookmarks(), []);
});

test('nothing is written unless it is asked for, and over nothing but what was written before', async t => {
	const folder = scratchFolder();
	const [file, taken] = [path.join(folder, 'case.json'), path.join(folder, 'taken')];
	fs.writeFileSync(taken, 'kept');
	const explorer = explore(t);
	await noteOnCode(explorer, 'one');
	await explorer.bookmarks();
	t.regex(explorer.text(), /Not written to a file yet/v);
	t.deepEqual(fs.readdirSync(folder), ['taken']);
	await explorer.press('w');
	t.regex(explorer.text(), /^ save bookmarks to zoo-bookmarks\.json/mv);
	await explorer.answer(taken);
	await explorer.until(lines => lines.some(line => line.includes('exists already')));
	t.is(fs.readFileSync(taken, 'utf8'), 'kept');
	await explorer.press('w');
	await explorer.answer(file);
	await explorer.until(lines => lines.some(line => line.includes('wrote 1 bookmark')));
	t.notRegex(explorer.text(), /Not written to a file yet/v);
	t.is(fs.statSync(file).mode & 0o777, 0o600);
	await noteOnCode(explorer, 'two');
	await explorer.command('save-bookmarks');
	await explorer.press(keys.enter);
	await explorer.until(lines => lines.some(line => line.includes('wrote 2 bookmarks')));
	t.deepEqual(readBookmarks(file).bookmarks.map(({note}) => String(note)), ['one', 'two']);
	t.deepEqual(fs.readdirSync(folder).sort(), ['case.json', 'taken']);
});

test('whoever quits with notes that are in no file is asked once', async t => {
	const explorer = explore(t);
	const {press, text, quits} = explorer;
	await explorer.command('hex');
	await press('m', 'a');
	await noteOnCode(explorer, 'one');
	await press('q');
	t.regex(text(), /press q again: the notes on bookmarks are in no file yet \(:save-bookmarks saves\)/v);
	await explorer.command('save-bookmarks');
	await explorer.answer(path.join(scratchFolder(), 'case.json'));
	await explorer.until(lines => lines.some(line => line.includes('wrote 2 bookmarks')));
	t.deepEqual(quits, []);
	await press('q');
	t.deepEqual(quits, [0]);
});

test('bookmarks of another checkpoint are warned of; places that are not here are said to be missing', async t => {
	const file = path.join(scratchFolder(), 'case.json');
	fs.writeFileSync(file, JSON.stringify({cryoscope_bookmarks: 1, checkpoint: {name: 'other.tar', size: 10_240}, bookmarks: [
		{mark: 'p', subject: 'process', pid: 99, tab: 'hex', address: '0x1000'},
		{mark: 'c', subject: 'container', tab: 'contents', content: {kind: 'pipe', name: 'pipe:[1]', number: 0}, address: '0x0'},
		{mark: 'u', subject: 'process', pid: 1, tab: 'hex', address: '0x10', note: '\u001B[31m'},
	]}));
	const {press, text, bookmarks} = explore(t, {file, ...readBookmarks(file)});
	t.regex(text(), /the bookmarks are of other\.tar of 10,240 bytes, and this is podman-zoo/v);
	await press('\'', 'p');
	t.regex(text(), /no process 99/v);
	await press('\'', 'c');
	t.regex(text(), /pipe:\[1\]: there are no such contents/v);
	const rows = await bookmarks();
	t.regex(rows[0]!, /^p +pid 99, no such/v);
	t.regex(rows[2]!, /␛\[31m +000000000010 +unmapped/v);
});

test('report writes what the command writes with these bookmarks', async t => {
	const folder = scratchFolder();
	const [file, report] = [path.join(folder, 'case.json'), path.join(folder, 'report.md')];
	const explorer = explore(t);
	await noteOnCode(explorer, '<script>| _x_');
	await explorer.command('save-bookmarks');
	await explorer.answer(file);
	await explorer.command('report');
	t.regex(explorer.text(), /write to zoo-report\.html .*report, \.html or \.md/v);
	await explorer.answer(report);
	await explorer.until(lines => lines.some(line => line.includes('wrote the report')));
	t.is(fs.readFileSync(report, 'utf8'), (await run(['report', '--bookmarks', file, fixture('podman-zoo')])).output);
	t.is(fs.statSync(report).mode & 0o777, 0o600);
	await explorer.command('report');
	await explorer.answer(report);
	await explorer.until(lines => lines.some(line => line.includes('exists already')));
});
