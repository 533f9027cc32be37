import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {checkpointIn} from '../../source/checkpoint/checkpoint.js';
import {App} from '../../source/explorer/app.js';
import type {Terminal} from '../../source/explorer/terminal/terminal.js';
import {gnuTar} from '../support/archives.js';
import {arriving} from '../support/arriving-archive.js';
import {unpack} from '../support/fixtures.js';
import {draw, keys} from '../support/screen.js';

const folder = unpack('podman-zoo');
const first = ['config.dump', 'spec.dump', 'checkpoint/inventory.img', 'checkpoint/pstree.img'];
const rest = fs.readdirSync(path.join(folder, 'checkpoint')).map(name => `checkpoint/${name}`).filter(name => !first.includes(name));
const treeFirst = gnuTar(folder, ...first, ...rest);

/** The explorer of a checkpoint of which only the start is there yet, and the process tree comes next; `quits` are the times it was left. */
async function early(t: ExecutionContext) {
	const archive = await arriving(treeFirst);
	archive.come('spec.dump');
	const quits: number[] = [];
	const terminal = {
		onMouse: () => () => undefined,
		leave(code: number) {
			quits.push(code);
		},
	} as unknown as Terminal;
	const screen = draw(<App checkpoint={checkpointIn(archive)} terminal={terminal}/>);
	t.teardown(screen.unmount);
	const text = () => screen.lines().join('\n');
	return {...screen, text, archive, quits};
}

test('a search of memory that has not arrived yet goes on being typed, and begins when it has', async t => {
	const {press, until, text, archive, quits} = await early(t);
	await press(keys.tab, '8', '/', ...'CROSS-PAGE-B');
	t.regex(text(), /\/CROSS-PAGE-B +what to search has not arrived yet/v);
	t.notRegex(text(), /nothing to search/v);
	archive.come('checkpoint/pstree.img');
	await press(...'OUNDARY');
	t.regex(text(), /\/CROSS-PAGE-BOUNDARY +what to search has not arrived yet/v);
	archive.come(undefined);
	await until(lines => lines.some(line => /\/CROSS-PAGE-BOUNDARY .* 1 of \d+ match/v.test(line)));
	await press(...'-MARq', keys.backspace, 'K');
	await until(lines => lines.some(line => /\/CROSS-PAGE-BOUNDARY-MARK .* 1 of \d+ match/v.test(line)));
	t.regex(text(), /43 52 4f 53 53 2d {2}│··CROSS-│/v);
	t.deepEqual(quits, []);
});

test('Enter accepts a search before there is anything to search, and Escape gives it up', async t => {
	const {press, until, text, archive} = await early(t);
	await press(keys.tab, '8', '/', ...'nothing', keys.escape);
	t.notRegex(text(), /nothing/v);
	await press('/', ...'/lab/zoo.py', keys.enter);
	t.regex(text(), /\/\/lab\/zoo\.py +what to search has not arrived yet/v);
	archive.come(undefined);
	await until(lines => lines.some(line => /\/\/lab\/zoo\.py .* 1 of \d+ match/v.test(line)));
	await press('n');
	await until(lines => lines.some(line => /\/\/lab\/zoo\.py .* 2 of \d+ match/v.test(line)));
	await press(keys.escape, '/', keys.up);
	t.regex(text(), /\/\/lab\/zoo\.py /v);
});

test('what was searched for early is gone once it was given up', async t => {
	const {press, text, archive} = await early(t);
	await press(keys.tab, '8', '/', ...'zoo', keys.enter);
	archive.come(undefined);
	await press(keys.escape, '7', '8');
	t.notRegex(text(), /\/zoo/v);
});

test('what is typed where a process has no memory is not searched for in another process', async t => {
	const {press, until, text, archive} = await early(t);
	archive.come(undefined);
	await until(lines => lines.some(line => line.includes('5 python3')));
	await press('j', '8', '/', ...'lab', keys.enter);
	t.regex(text(), /\/lab +there is nothing to search here/v);
	await press(keys.tab, keys.tab, 'k');
	t.regex(text(), /│0+400000 /v);
	t.notRegex(text(), /\/lab +text/v);
});

test('the filter of a table that has not arrived yet goes on being typed, and works when it has', async t => {
	const {press, text, archive, quits} = await early(t);
	await press(keys.tab, '6', '/', ...'hea');
	t.regex(text(), /\/hea +what to search has not arrived yet/v);
	archive.come(undefined);
	await press('p', 'q', keys.backspace);
	t.regex(text(), /\/heap .* 1 of \d+/v);
	t.regex(text(), /rw.*\[heap\]/v);
	t.deepEqual(quits, []);
});

test('the filter of a table of the container goes on being typed when its rows arrive', async t => {
	const {press, text, archive, quits} = await early(t);
	await press(keys.tab, keys.tab, keys.enter, '2', '/', ...'pyt');
	t.regex(text(), /\/pyt +what to search has not arrived yet/v);
	archive.come(undefined);
	await press('q', keys.backspace, ...'hon');
	t.regex(text(), /\/python .* \d of 4/v);
	t.deepEqual(quits, []);
});

test('the filter of the process tree goes on being typed when the tree arrives', async t => {
	const {press, text, archive, quits} = await early(t);
	await press('/', ...'pyt');
	archive.come('checkpoint/pstree.img');
	await press('q', keys.backspace, ...'hon');
	archive.come(undefined);
	await press('3');
	t.regex(text(), /│\/python3 /v);
	t.deepEqual(quits, []);
});

test('where to go in memory that has not arrived yet goes on being typed, and is gone to when it has', async t => {
	const {press, until, text, archive, quits} = await early(t);
	await press(keys.tab, '8', 'g', ...'4');
	t.regex(text(), /go to 4 +there is no memory yet/v);
	archive.come('checkpoint/pstree.img');
	await press('2');
	archive.come(undefined);
	await press('q', keys.backspace, ...'2000');
	await until(lines => lines.some(line => /go to 422000 +422000/v.test(line)));
	await press(keys.enter);
	await until(lines => lines.some(line => /│0+422000 /v.test(line)));
	t.deepEqual(quits, []);
});

test('Enter accepts where to go before there is memory, and Escape gives it up', async t => {
	const {press, until, text, archive} = await early(t);
	await press(keys.tab, '8', 'g', ...'heap', keys.escape);
	t.notRegex(text(), /heap/v);
	await press('g', ...'422000', keys.enter);
	t.regex(text(), /go to 422000 +there is no memory yet/v);
	archive.come(undefined);
	await until(lines => lines.some(line => /│0+422000 /v.test(line)));
	t.notRegex(text(), /go to 422000/v);
});

test('of an address that is typed as a command it is said that it is gone to', async t => {
	const {press, text, archive} = await early(t);
	archive.come(undefined);
	await press(':', ...'7f2f');
	t.regex(text(), /Enter goes to address 7f2f/v);
	await press(keys.escape, ':', ...'pid 6');
	t.regex(text(), /Enter goes to process 6/v);
	await press(keys.escape, ':', ...'nonsense');
	t.regex(text(), /no such command; /v);
});

test('a command goes on being typed when something arrives', async t => {
	const {press, text, archive, quits} = await early(t);
	await press(':', ...'zo');
	archive.come('checkpoint/pstree.img');
	await press('o');
	archive.come(undefined);
	await press('m');
	t.regex(text(), /:zoom/v);
	t.deepEqual(quits, []);
});
