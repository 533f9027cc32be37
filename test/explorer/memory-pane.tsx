import fs from 'node:fs';
import path from 'node:path';
import {useState} from 'react';
import test from 'ava';
import {checkpointIn, openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import type {Process} from '../../source/checkpoint/process.js';
import {memoryPane} from '../../source/explorer/panes/memory-pane.js';
import {panes} from '../../source/explorer/panes/index.js';
import {history} from '../../source/views/history.js';
import {listed} from '../../source/views/rows.js';
import type {MemoryView} from '../../source/views/view.js';
import {gnuTar} from '../support/archives.js';
import {arriving} from '../support/arriving-archive.js';
import {fixture, unpack} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../support/screen.js';

const bash = await completeCheckpoint(fixture('podman-bash'));
const zoo = await openCheckpoint(unpack('podman-zoo'));
const {Component: History} = panes.process.find(({id}) => id === 'history')!;

const place = {isFocused: true, width: 90, height: 12, revision: 0, target: undefined, frame: unframed};

test('the history of the selected shell, each row with its time; Enter goes to the entry in memory', async t => {
	const services = recordServices();
	const pane = draw(<History {...place} checkpoint={bash} process={bash.process(10)} services={services}/>);
	await pane.until(lines => lines.some(line => line.includes('loop.sh')));
	t.deepEqual(pane.lines().slice(0, 5), [
		'# Time                 Command                             Shell        Entry',
		'1 2026-11-21T01:22:53Z PS1=\'inner# \'                       bash  55c6afe5bf20',
		'2 2026-11-21T01:22:54Z echo nested shell > /root/notes.txt bash  55c6afe5af30',
		'3 2026-11-21T01:22:55Z base64 -d <<< aGVsbG8K              bash  55c6afe786a0',
		'4 2026-11-21T01:22:55Z loop.sh                             bash  55c6afe5c120',
	]);
	await pane.press('v');
	t.is(services.shown[0]?.title, 'History');
	await pane.press(keys.down, keys.enter);
	t.deepEqual(services.visited, [{tab: 'hex', address: 0x55_c6_af_e5_af_30n}]);
	pane.unmount();
});

test('a process without a history says so, and why a shell may have none', async t => {
	const pane = draw(<History {...place} checkpoint={bash} process={bash.process(12)} services={recordServices()}/>);
	await pane.until(lines => lines.join(' ').includes('a shell that runs a script keeps none'));
	pane.unmount();
	const other = draw(<History {...place} checkpoint={bash} process={bash.process(14)} services={recordServices()}/>);
	await other.until(lines => lines.some(line => line.startsWith('# ')));
	t.is(other.lines()[1], 'none');
	other.unmount();
});

test('a dead process has no memory to look through', t => {
	const {lines, unmount} = draw(<History {...place} checkpoint={zoo} process={zoo.process(5)} services={recordServices()}/>);
	t.regex(lines().join(' '), /^The process was dead when it was dumped: /);
	unmount();
});

test('memory that has not arrived is waited for, and looked through when it has', async t => {
	const folder = unpack('podman-bash');
	const images = fs.readdirSync(path.join(folder, 'checkpoint')).map(name => `checkpoint/${name}`);
	const early = images.filter(name => !name.includes('/pages-'));
	const archive = await arriving(gnuTar(folder, 'config.dump', 'spec.dump', ...early, ...images.filter(name => !early.includes(name))));
	const checkpoint = checkpointIn(archive);
	archive.come(early.at(-1));
	let next: (() => void) | undefined;
	function Arriving() {
		const [revision, setRevision] = useState(0);
		next = () => {
			setRevision(1);
		};

		return <History {...place} checkpoint={checkpoint} process={checkpoint.process(10)} revision={revision} services={recordServices()}/>;
	}

	const pane = draw(<Arriving/>);
	await pane.until(lines => lines.join(' ').includes('what this pane shows has not arrived yet (The memory of the process)'));
	archive.come(undefined);
	next!();
	await pane.until(lines => lines.some(line => line.includes('loop.sh')));
	pane.unmount();
	t.true(archive.complete);
});

/** A view whose answer comes when the test wants it. */
function slow(): {readonly view: MemoryView<string>; readonly looks: Array<{readonly process: Process; readonly signal: AbortSignal | undefined}>; answer(): void} {
	const looks: Array<{process: Process; signal: AbortSignal | undefined}> = [];
	const wait = Promise.withResolvers<void>();
	return {
		looks,
		answer: wait.resolve,
		view: {
			...history, name: 'slow', columns: [{name: 'row', title: 'Row', type: 'text', value: row => row}], address: () => undefined,
			async * look(process, signal) {
				looks.push({process, signal});
				yield {passed: 1, total: 4};
				await wait.promise;
				return {rows: listed(['found']), notes: ['a note'], problems: ['a problem']};
			},
		},
	};
}

test('while it looks it says how far it is, and whoever leaves ends it', async t => {
	const {view, looks} = slow();
	const {Component} = memoryPane({title: 'Slow', short: 'Slow'}, view);
	const pane = draw(<Component {...place} checkpoint={bash} process={bash.process(1)} services={recordServices()}/>);
	await pane.until(lines => lines.some(line => line.includes('looking through its memory: 25 %')));
	t.false(looks[0]?.signal?.aborted);
	pane.unmount();
	t.true(looks[0]?.signal?.aborted);
});

test('what was found is there again without another look', async t => {
	const {view, looks, answer} = slow();
	const {Component} = memoryPane({title: 'Slow', short: 'Slow'}, view);
	const services = recordServices();
	answer();
	for (const _ of [1, 2]) {
		const pane = draw(<Component {...place} checkpoint={bash} process={bash.process(1)} services={services}/>);
		await pane.until(lines => lines.some(line => line.includes('found')));
		t.deepEqual(pane.lines().slice(0, 2), ['a problem', 'a note']);
		pane.unmount();
	}

	t.is(looks.length, 1);
});
