import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {NewTarget, Writable} from '../../../source/explorer/writing/writable.js';
import {WritePrompt} from '../../../source/explorer/writing/write-prompt.js';
import {scratchFolder} from '../../support/archives.js';
import {fixture} from '../../support/fixtures.js';
import {draw, keys, recordServices} from '../../support/screen.js';

const evidence = fixture('podman-zoo');
const folder = scratchFolder();

const choice = (name: string): Writable => ({
	name, label: `Label of ${name}`, note: `note of ${name}`,
	async write() {
		throw new Error('it is not for the prompt to write');
	},
});

function prompt(t: ExecutionContext, ...names: string[]) {
	const services = recordServices();
	const written: Array<NewTarget & {readonly name: string}> = [];
	const screen = draw(<WritePrompt choices={names.map(name => choice(name))} evidence={evidence} width={90} services={services} onClose={() => {
		services.said.push('closed');
	}} onWrite={({name}, target) => {
		written.push({name, ...target});
	}}/>);
	t.teardown(screen.unmount);
	return {...screen, services, written};
}

test('what to write is chosen with the arrows, and then named', async t => {
	const {press, lines, written, services} = prompt(t, 'one', 'two', 'three');
	t.regex(lines().join('\n'), / > Label of one +note of one/v);
	await press(keys.down, 'j', keys.down, keys.up, keys.enter);
	t.regex(lines()[0]!, /^ write to three +Label of three, note of three/v);
	await press('\u0015', ...path.join(folder, 'new'), keys.enter);
	t.deepEqual(written, [{name: 'three', output: path.join(folder, 'new'), evidence}]);
	t.deepEqual(services.said, ['closed']);
});

test('of one thing only the name is asked for; what is taken is refused, and can be typed anew', async t => {
	const {press, lines, written, services} = prompt(t, path.join(folder, 'taken'));
	fs.writeFileSync(path.join(folder, 'taken'), 'before');
	await press(keys.enter);
	t.regex(services.said.at(-1)!, /taken: exists already, and nothing is written over$/v);
	t.regex(lines()[0]!, /^ write to .*taken /v);
	await press('2', keys.enter);
	t.deepEqual(written.map(({output}) => output), [path.join(folder, 'taken2')]);
	t.is(fs.readFileSync(path.join(folder, 'taken'), 'utf8'), 'before');
});

test('of a name that the system refuses it is said why, and it can be typed anew', async t => {
	const {press, written, services} = prompt(t, path.join(folder, 'n'.repeat(300)));
	await press(keys.enter);
	t.regex(services.said.at(-1)!, /nnn: name too long$/v);
	fs.writeFileSync(path.join(folder, 'file'), '');
	await press('\u0015', ...path.join(folder, 'file', 'in it'), keys.enter);
	t.regex(services.said.at(-1)!, /file: no such file or directory$|in it: no such file or directory$/v);
	t.deepEqual(written, []);
});

test('Escape gives it up, in the list and at the name, and an empty name too', async t => {
	for (const [names, pressed] of [[['one', 'two'], [keys.escape]], [['one'], [keys.escape]], [['one'], ['\u0015', keys.enter]]] as const) {
		const {press, written, services} = prompt(t, ...names);
		await press(...pressed);
		t.deepEqual([services.said, written], [['closed'], []]);
	}
});
