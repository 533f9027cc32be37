import fs from 'node:fs';
import path from 'node:path';
import type {ReactNode} from 'react';
import test from 'ava';
import {Box, Text} from 'ink';
import {InputError} from '../../source/archive/byte-source.js';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {beginOnRow, Table} from '../../source/explorer/components/table.js';
import {Untrusted} from '../../source/text/untrusted.js';
import {metadata} from '../../source/views/metadata.js';
import {files} from '../../source/views/files.js';
import type {Rows, View} from '../../source/views/view.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {plainTar, temporaryFolder, unpack} from '../support/fixtures.js';
import {draw, keys, recordServices, unframed} from '../support/screen.js';

type Variable = {readonly name: string; readonly value: Untrusted};

const view: View<Variable> = {
	name: 'env', title: 'Environment', summary: 'The environment.',
	columns: [
		{name: 'name', title: 'Name', type: 'text', value: row => row.name},
		{name: 'value', title: 'Value', type: 'text', value: row => row.value},
	],
};

function listed(...values: ReadonlyArray<readonly [string, string]>): Rows<Variable> {
	const rows = values.map(([name, value]) => ({name, value: Untrusted.from(value)}));
	return {length: rows.length, at: index => rows[index]!};
}

const home = listed(['PATH', '/usr/bin:/bin'], ['HOME', '/root'], ['TITLE', '\x1b]0;owned\x07'], ['LANG', 'C.UTF-8']);

type Options = {
	readonly height?: number;
	readonly width?: number;
	readonly shown?: View<Variable>;
	readonly notes?: readonly string[];
	readonly services?: ReturnType<typeof recordServices>;
	readonly onOpen?: (row: Variable) => boolean;
};

/** A table, and below it what it wants to have noted in its frame. */
function drawTable(rows: Rows<Variable>, {height = 10, width = 60, shown = view, notes = [], services = recordServices(), onOpen}: Options = {}) {
	const frame = (content: ReactNode, note = '') => <Box flexDirection='column'>{content}<Text>{note}</Text></Box>;
	return {...draw(<Table isFocused view={shown} rows={rows} notes={notes} width={width} height={height} asked={{tab: 'table', pid: 1}} placeKey='test' services={services} frame={frame} {...(onOpen && {onOpen})}/>), services};
}

test('of a row that is made from something damaged it is said why it leads nowhere', async t => {
	const damaged: Rows<Variable> = {
		length: 1,
		at() {
			throw new InputError('mm-1.img', 'an entry was expected', 12);
		},
	};
	const {press, services, unmount} = drawTable(damaged, {onOpen: () => t.fail()});
	await press(keys.enter);
	t.deepEqual(services.said, ['mm-1.img: an entry was expected (at byte 12)']);
	unmount();
});

test('rows stand under their headings, and escape codes are shown, not obeyed', async t => {
	const {lines, press, frame, unmount} = drawTable(home);
	await press();
	t.deepEqual(lines().slice(0, 5), [
		'Name  Value',
		'PATH  /usr/bin:/bin',
		'HOME  /root',
		'TITLE ␛]0;owned␇',
		'LANG  C.UTF-8',
	]);
	t.false(frame().includes('\u001B]0;'));
	unmount();
});

test('of a million rows only those on screen are made', async t => {
	const asked = new Set<number>();
	const rows: Rows<Variable> = {
		length: 1_000_000,
		at(index) {
			asked.add(index);
			return {name: `V${index}`, value: Untrusted.from(String(index))};
		},
	};
	const {until, press, unmount} = drawTable(rows);
	await until(lines => lines.some(line => line.includes('V0')));
	const first = asked.size;
	t.true(first <= 210);
	await press('G');
	await until(lines => lines.some(line => line.includes('V999999')));
	t.true(asked.size - first <= 20);
	unmount();
});

test('the cursor moves, and comes back to where it was when the table does', async t => {
	const {press, services, unmount} = drawTable(home);
	await press('j', keys.down, keys.enter);
	t.is(services.shown[0]?.fields[0]?.value, 'TITLE');
	unmount();
	const again = drawTable(home, {services});
	await again.press(keys.enter);
	t.is(services.shown[1]?.fields[0]?.value, 'TITLE');
	again.unmount();
});

test('where not every row is on screen, the frame says which one is the cursor\'s and how many there are', async t => {
	const {lines, press, unmount} = drawTable(home, {height: 4});
	await press('j');
	t.is(lines()[4], '2/4');
	await press('/', 'r', 'o', 'o', keys.enter);
	t.is(lines()[4] ?? '', '');
	unmount();
	const whole = drawTable(home, {height: 5});
	t.is(whole.lines()[5] ?? '', '');
	whole.unmount();
});

test('what is to be known of the rows stands above them, in little room, and in full beside a row that is viewed', async t => {
	const notes = ['Not all of it is here: 4096 bytes at 7ffd71af9000 are in a parent image that is not here.', 'The second note.'];
	const {lines, press, services, unmount} = drawTable(home, {notes, width: 30, height: 12});
	t.deepEqual(lines().slice(0, 4), ['Not all of it is here: 4096', 'bytes at 7ffd71af9000 are in …', 'Name  Value', 'PATH  /usr/bin:/bin']);
	await press('v');
	t.deepEqual(services.shown[0]?.fields.slice(2), [{name: 'Of all rows', value: notes}]);
	unmount();
});

test('an empty table that has a note does not say that there is nothing', async t => {
	const {lines, press, unmount} = drawTable(listed(), {notes: ['Not all of it is here: 4096 bytes at 7ffd71af9000 are in a parent image that is not here.'], width: 30, height: 12});
	t.deepEqual(lines().slice(0, 5), ['Not all of it is here: 4096', 'bytes at 7ffd71af9000 are in a', 'parent image that is not here.', 'Name Value', '']);
	await press('/', 'x');
	t.is(lines()[4], 'no row matches');
	unmount();
	const without = drawTable(listed());
	t.is(without.lines()[1], 'none');
	without.unmount();
});

test('a table begins on the row that was asked for, whatever filtered it and in whatever order', async t => {
	const services = recordServices();
	const first = drawTable(home, {services});
	await first.press('s', '/', 'P', 'A', 'T', keys.enter);
	first.unmount();
	beginOnRow(services.memory, 'test', 3);
	const again = drawTable(home, {services});
	await again.press('v');
	t.is(services.shown[0]?.fields[0]?.value, 'LANG');
	t.deepEqual(again.lines().slice(1, 5).map(line => line.split(' ', 1)[0]), ['HOME', 'LANG', 'PATH', 'TITLE']);
	await again.press('j', 'v');
	t.is(services.shown[1]?.fields[0]?.value, 'PATH');
	again.unmount();
	const later = drawTable(home, {services});
	await later.press('v');
	t.is(services.shown[2]?.fields[0]?.value, 'PATH');
	later.unmount();
});

test('a filter works while it is typed; Escape clears it', async t => {
	const {lines, press, unmount} = drawTable(home);
	await press('/', 'r', 'o', 'o');
	t.deepEqual(lines().slice(1, 10), ['HOME  /root', '', '', '', '', '', '', '', '/roo                                                  1 of 4']);
	await press(keys.enter, keys.escape);
	t.is(lines()[4], 'LANG  C.UTF-8');
	unmount();
});

test('sorting goes through the columns and back to the order of the dump, either way round', async t => {
	const {lines, press, services, unmount} = drawTable(home);
	const names = () => lines().slice(1, 5).map(line => line.split(' ', 1)[0]);
	await press('s');
	t.deepEqual(names(), ['HOME', 'LANG', 'PATH', 'TITLE']);
	t.regex(lines()[0]!, /^Name▲ Value/);
	await press('S');
	t.deepEqual(names(), ['TITLE', 'PATH', 'LANG', 'HOME']);
	t.regex(lines()[0]!, /^Name▼ Value/);
	await press('s');
	t.deepEqual(names(), ['TITLE', 'HOME', 'PATH', 'LANG']);
	await press('s');
	t.deepEqual(names(), ['PATH', 'HOME', 'TITLE', 'LANG']);
	t.deepEqual(services.said, ['sorted by Name', 'sorted by Name, descending', 'sorted by Value', 'in the order of the dump']);
	unmount();
});

test('the mark of the order leaves a short heading whole', async t => {
	const shown: View<Variable> = {...view, columns: [{name: 'length', title: 'FD', type: 'number', value: row => row.value.length}, ...view.columns]};
	const {lines, press, unmount} = drawTable(listed(['A', 'abc'], ['B', 'ab']), {shown});
	await press('s');
	t.regex(lines()[0]!, /^FD▲Name Value/);
	await press('s');
	await press('s');
	t.regex(lines()[0]!, /^FD Name Value▲/);
	unmount();
});

test('the cursor stays with its row when the order changes, and goes to the first where the row is left out', async t => {
	const {press, services, lines, unmount} = drawTable(home);
	const selected = async () => {
		await press('v');
		return services.shown.at(-1)?.fields[0]?.value;
	};

	await press('G');
	t.is(await selected(), 'LANG');
	await press('s');
	t.is(await selected(), 'LANG');
	await press('S');
	t.is(await selected(), 'LANG');
	await press('/', 't', 'l', keys.enter);
	t.is(lines()[1], 'TITLE ␛]0;owned␇');
	t.is(await selected(), 'TITLE');
	await press(keys.escape);
	t.is(await selected(), 'TITLE');
	unmount();
});

test('Escape while the filter is typed returns to the row that it was begun on', async t => {
	const {press, services, unmount} = drawTable(home);
	await press('j', '/', 't', 'l', keys.escape, 'v');
	t.is(services.shown[0]?.fields[0]?.value, 'HOME');
	unmount();
});

test('filter, order and row are as they were when the table comes back', async t => {
	const {press, services, lines, unmount} = drawTable(home);
	await press('s', '/', 'a', keys.enter, 'j');
	const before = lines();
	await press('v');
	unmount();
	const again = drawTable(home, {services});
	await again.press('v');
	t.deepEqual(again.lines(), before);
	t.deepEqual(services.shown[1], services.shown[0]);
	again.unmount();
});

test('a filter and a sorting of a million rows let keys be heard meanwhile', async t => {
	const rows: Rows<Variable> = {length: 1_000_000, at: index => ({name: `V${index}`, value: Untrusted.from(String(index))})};
	const {lines, press, until, services, unmount} = drawTable(rows);
	const meanwhile = until(shown => shown.some(line => line.startsWith('V19997')) && shown.some(line => line.includes('% looked at')));
	await press('/', '9', '9', '9', '7');
	await meanwhile;
	await press(keys.enter, 'j', 'v');
	t.is(services.shown[0]?.fields[0]?.value, 'V19997');
	await press('/', '1', '7', keys.enter);
	await until(shown => shown.some(line => line.endsWith(' 1 of 1000000')));
	t.is(lines()[1], 'V999717 999717');
	await press(keys.escape, 's', 'G', 'v');
	t.is(services.shown.length, 2);
	unmount();
});

test('a string without characters is said to be empty', async t => {
	const {lines, press, services, unmount} = drawTable(listed(['A', ''], ['B', '(empty)'], ['C', 'x']));
	await press('v', 'y');
	t.deepEqual(lines().slice(1, 3), ['A    (empty)', 'B    (empty)']);
	t.deepEqual(services.shown[0]?.fields[1], {name: 'Value', value: '', isEmpty: true});
	t.deepEqual(services.copied, ['A\t']);
	unmount();
});

test('a flag that is not known says so when it is viewed in full, where a deleted file of a cut archive may be', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(file, whole.subarray(0, whole.indexOf('checkpoint/pstree.img\0')));
	const deletedOf = async (archive: string) => {
		const checkpoint = await openCheckpoint(archive);
		const services = recordServices();
		const {press, unmount} = draw(<Table isFocused view={files} rows={files.rows(checkpoint.process(1)!, checkpoint)} width={60} height={10} asked={{tab: 'table', pid: 1}} placeKey='files' services={services} notes={[]} frame={unframed}/>);
		await press('/', ...'deleted-secret', keys.enter, 'v');
		unmount();
		checkpoint.close();
		return services.shown[0]?.fields.find(({name}) => name === 'Deleted')?.value;
	};

	t.is(await deletedOf(file), 'not known');
	t.is(await deletedOf(unpack('podman-zoo')), 'yes');
});

test('a row of the metadata keeps its name where those before it are left out, sorted away, viewed or copied', async t => {
	const folder = editedCheckpoint('podman-zoo', {'checkpoint/pages-5.img': undefined, 'checkpoint/core-3.img': undefined});
	const checkpoint = await openCheckpoint(folder);
	const services = recordServices();
	const {lines, press, unmount} = draw(<Table isFocused view={metadata} rows={metadata.rows(checkpoint)} width={96} height={60} asked={{tab: 'table', pid: 1}} placeKey='metadata' services={services} notes={[]} frame={unframed}/>);
	const row = (text: string) => lines().find(line => line.includes(text))?.trim().split(/ {2,}/v);
	await press();
	t.deepEqual(row('pages-5.img'), ['Dump', 'pages-5.img']);
	t.deepEqual(row('127.0.0.1'), ['Network', 'address', '127.0.0.1/8']);
	await press('/', ...'pages-5', keys.enter, 'v', 'y');
	t.deepEqual(row('pages-5.img'), ['Dump', 'Missing images', 'pages-5.img']);
	t.is(services.shown[0]?.fields.find(({name}) => name === 'Name')?.value, 'Missing images');
	t.deepEqual(services.copied, ['Dump\tMissing images\tpages-5.img']);
	await press(keys.escape, 's', 's', 'G');
	t.deepEqual(row('127.0.0.1'), ['Network', 'lo > address', '127.0.0.1/8']);
	await press('s', 's', 'g');
	t.deepEqual(row('127.0.0.1'), ['Network', 'address', '127.0.0.1/8']);
	unmount();
});

test('a column that says nothing is left out, but viewed in full', async t => {
	const wide: View<Variable> = {
		...view,
		columns: [
			...view.columns,
			{name: 'long', title: 'Long', type: 'number', shown: 'if-filled', value: row => row.value.length > 5 ? row.value.length : 0},
			{name: 'secret', title: 'Secret', type: 'flag', shown: 'never', value: () => false},
		],
	};
	const services = recordServices();
	const heading = (rows: Rows<Variable>) => {
		const {lines, unmount} = drawTable(rows, {shown: wide, services});
		const [first] = lines();
		unmount();
		return first;
	};

	t.is(heading(listed(['A', 'short'])), 'Name Value');
	t.is(heading(listed(['A', 'longer'])), 'Name Value  Long');
	const {press, unmount} = drawTable(listed(['A', 'b']), {shown: wide, services});
	await press('v');
	t.deepEqual(services.shown[0]?.fields.map(({name, value}) => `${name} ${String(value)}`), ['Name A', 'Value b', 'Long 0', 'Secret no']);
	unmount();
});

test('columns without room are a key away, and the first stays', async t => {
	const wide: View<Variable> = {...view, columns: [...view.columns, {name: 'length', title: 'Length', type: 'number', value: row => row.value.length}]};
	const {lines, press, unmount} = drawTable(listed(['A_NAME', 'the value of it']), {shown: wide, width: 24});
	await press();
	t.deepEqual(lines().slice(0, 2), ['Name   Value           ›', 'A_NAME the value of …']);
	await press(keys.right);
	t.deepEqual(lines().slice(0, 2), ['Name   Length         ‹', 'A_NAME     15']);
	await press(keys.left);
	t.is(lines()[0], 'Name   Value           ›');
	unmount();
});

test('Enter goes where the row leads, or shows it in full', async t => {
	const opened: string[] = [];
	const {press, services, unmount} = drawTable(home, {
		onOpen(row) {
			opened.push(row.name);
			return row.name === 'PATH';
		},
	});
	await press(keys.enter, 'j', keys.enter);
	t.deepEqual(opened, ['PATH', 'HOME']);
	t.deepEqual(services.shown.map(detail => String(detail.fields[1]?.value)), ['/root']);
	unmount();
});

test('what a value is made of is shown one by one when the row is', async t => {
	const services = recordServices();
	const parted: View<Variable> = {...view, columns: [view.columns[0]!, {...view.columns[1]!, parts: row => String(row.value).split(':')}]};
	const {press, unmount} = drawTable(home, {shown: parted, services});
	await press('v');
	t.deepEqual(services.shown[0]?.fields[1]?.value, ['/usr/bin', '/bin']);
	unmount();
});

test('what is copied is the text that is shown', async t => {
	const {press, services, unmount} = drawTable(home);
	await press('G', 'k', 'y');
	t.deepEqual(services.copied, ['TITLE\t␛]0;owned␇']);
	unmount();
});

test('a value that is too long is cut, and says so', async t => {
	const {lines, press, unmount} = drawTable(listed(['HUGE', 'x'.repeat(131_072)]), {width: 30});
	await press();
	t.is(lines()[1], `HUGE ${'x'.repeat(24)}…`);
	unmount();
});

test('a damaged row costs only its own cells', async t => {
	const rows: Rows<Variable> = {
		length: 2,
		at(index) {
			if (index === 0) {
				throw new InputError('mm-1.img', 'an entry was expected', 12);
			}

			return {name: 'GOOD', value: Untrusted.from('kept')};
		},
	};
	const {lines, press, unmount} = drawTable(rows);
	await press();
	t.true(lines()[1]?.includes('mm-1.img'));
	t.true(lines()[2]?.includes('kept'));
	unmount();
});
