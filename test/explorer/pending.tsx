import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {attempt} from '../../source/archive/attempt.js';
import {checkpointIn, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import type {Process} from '../../source/checkpoint/process.js';
import {ProcessTree} from '../../source/explorer/panes/process-tree.js';
import {panes} from '../../source/explorer/panes/index.js';
import type {Pane} from '../../source/explorer/pane.js';
import {gnuTar} from '../support/archives.js';
import {arriving} from '../support/arriving-archive.js';
import {plainTar, unpack} from '../support/fixtures.js';
import {draw, recordServices} from '../support/screen.js';

const services = recordServices();

const firstProcess = (checkpoint: Checkpoint): Process | undefined => {
	const process = attempt(() => checkpoint.process(1));
	return process.state === 'ready' ? process.value : undefined;
};

/** What a pane shows of a checkpoint as it is now, in `width` cells. */
function shown({Component}: Pane, checkpoint: Checkpoint, process: Process | undefined, width = 60): string[] {
	const {lines, unmount} = draw(<Component isFocused checkpoint={checkpoint} process={process} width={width} height={20} revision={0} target={undefined} services={services} frame={content => content}/>);
	const text = lines().filter(line => line !== '');
	unmount();
	return text;
}

/** The same of the process tree, without its frame and, where it is wide, its headings. */
function tree(checkpoint: Checkpoint, width: number): string[] {
	const nothing = () => undefined;
	const {lines, unmount} = draw(<ProcessTree isFocused checkpoint={checkpoint} selected={undefined} width={width} height={20} revision={0} services={services} onSelect={nothing} onOpen={nothing}/>);
	const text = lines().slice(1, -1).map(line => line.slice(1, -1).trim()).filter(line => line !== '' && !line.startsWith('PID'));
	unmount();
	return text;
}

const pane = (id: string) => [...panes.process, ...panes.container].find(candidate => candidate.id === id)!;

const sentence = 'The archive is being decompressed: what this pane shows has not arrived yet.';

/** The sentence that `lines` begin with, and the line behind it. */
const unwrapped = (lines: readonly string[]) => [lines.slice(0, -1).join(' '), lines.at(-1)];

test('every pane says in the same words that what it shows has not arrived yet', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const checkpoint = checkpointIn(archive);
	archive.come('spec.dump');
	for (const id of ['overview', 'args', 'env', 'files', 'sockets', 'maps', 'threads', 'hex', 'processes', 'netstat']) {
		const [text, bar] = unwrapped(shown(pane(id), checkpoint, firstProcess(checkpoint)));
		t.is(text, sentence, id);
		t.regex(bar!, /^█+░+ 5 %$/v, id);
	}

	t.deepEqual(unwrapped(tree(checkpoint, 60))[0], sentence);
});

test('no process is selected, once all is there and none is', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const checkpoint = checkpointIn(archive);
	archive.come('checkpoint/pipes-data.img');
	t.is(unwrapped(shown(pane('maps'), checkpoint, undefined))[0], sentence);
	archive.come(undefined);
	for (const {id, Component} of panes.process) {
		t.deepEqual(shown({id, Component, title: '', short: ''}, checkpoint, undefined), ['no process is selected'], id);
	}
});

test('a file of which the header is there is named', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const checkpoint = checkpointIn(archive);
	archive.come('checkpoint/pipes-data.img', true);
	t.is(unwrapped(shown(pane('processes'), checkpoint, undefined))[0], `${sentence.slice(0, -1)} (checkpoint/pstree.img).`);
	archive.come('checkpoint/pstree.img');
	t.regex(shown(pane('processes'), checkpoint, undefined)[1]!, /^ +1 python3 -W ignore/v);
});

test('in a narrow pane the sentence is wrapped between words, and nothing of it is cut off', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	const checkpoint = checkpointIn(archive);
	archive.come('checkpoint/pipes-data.img', true);
	const named = `${sentence.slice(0, -1)} (checkpoint/pstree.img).`;
	for (const width of [28, 40, 51, 96]) {
		const lines = shown(pane('netstat'), checkpoint, undefined, width);
		t.is(unwrapped(lines)[0], named, String(width));
		t.true(lines.every(line => line.length <= width), String(width));
		t.is(unwrapped(tree(checkpoint, width))[0], named, String(width));
	}
});

test('a process may be there before the images that tell of it', async t => {
	const folder = unpack('podman-zoo');
	const early = ['config.dump', 'spec.dump', 'checkpoint/inventory.img', 'checkpoint/pstree.img'];
	const late = fs.readdirSync(path.join(folder, 'checkpoint')).map(name => `checkpoint/${name}`).filter(name => !early.includes(name));
	const archive = await arriving(gnuTar(folder, ...early, ...late));
	const checkpoint = checkpointIn(archive);
	archive.come('checkpoint/pstree.img');
	const process = firstProcess(checkpoint);
	t.is(process?.pid, 1);
	for (const id of ['args', 'files', 'maps', 'threads', 'hex']) {
		t.is(unwrapped(shown(pane(id), checkpoint, process))[0], sentence, id);
	}

	t.regex(shown(pane('overview'), checkpoint, process).join('\n'), /^Parent +none in this checkpoint$/mv);
	archive.come(undefined);
	t.regex(shown(pane('hex'), checkpoint, process)[0]!, /^400000 +\/usr\/bin\/python3\.14 /v);
	t.regex(shown(pane('args'), checkpoint, process)[1]!, /python3/v);
});
