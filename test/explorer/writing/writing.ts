import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import type {Writable, Written} from '../../../source/explorer/writing/writable.js';
import {Writing} from '../../../source/explorer/writing/writing.js';
import type {ShowStep} from '../../../source/views/step.js';
import {recordServices} from '../../support/screen.js';

const target = {output: 'zoo-1.core', evidence: 'zoo.tar'};

/** Something that is being written until it is told to end. */
function slow(): {readonly writable: Writable; readonly show: ShowStep; end(written?: Partial<Written>): void; fail(error: Error): void} {
	const {promise, resolve, reject} = Promise.withResolvers<Written>();
	let show: ShowStep = () => undefined;
	return {
		writable: {
			label: '', note: '', name: '',
			async write(_target, told) {
				show = told;
				return promise;
			},
		},
		show(step) {
			try {
				show(step);
			} catch (error) {
				reject(error);
			}
		},
		end(written) {
			resolve({text: '5 bytes to zoo-1.core', isIncomplete: false, fields: [{name: 'Size', value: '5 B'}], ...written});
		},
		fail: reject,
	};
}

function begin() {
	const services = recordServices();
	const clock = {now: 0};
	return {services, clock, writing: new Writing(services, () => clock.now)};
}

test('it is told how far it is, and whoever leaves meanwhile is asked', async t => {
	const {writing, services, clock} = begin();
	const {writable, show, end} = slow();
	let drawn = 0;
	writing.subscribe(() => {
		drawn++;
	});
	const done = writing.write(writable, target);
	t.is(writing.status?.text, 'writing zoo-1.core');
	t.deepEqual(services.said, ['hold what is being written is given up']);
	clock.now = 1000;
	show({doing: 'exporting', done: 45, total: 100});
	t.is(writing.status?.text, 'writing zoo-1.core: exporting 45 %');
	show({doing: 'exporting', done: 46, total: 100});
	t.is(drawn, 2, 'the screen is not drawn again for each step');
	writing.nextKey();
	t.is(writing.status?.text, 'writing zoo-1.core: exporting 45 %', 'a key does not take it away');
	end();
	await done;
	t.deepEqual(services.said.slice(1), ['wrote 5 bytes to zoo-1.core', 'release what is being written is given up']);
});

test('only one thing is written at a time', async t => {
	const {writing, services} = begin();
	const [one, other] = [slow(), slow()];
	const done = writing.write(one.writable, target);
	t.regex(writing.obstacle!, /^zoo-1\.core is still being written: .*:stop-writing/v);
	await writing.write(other.writable, {...target, output: 'other'});
	t.is(services.said.at(-1), writing.obstacle);
	one.end();
	await done;
	t.is(writing.obstacle, undefined);
});

test('what came of it stays for a moment whatever is pressed, and is listed with all the others, the last first', async t => {
	const {writing, clock} = begin();
	t.is(writing.detail(), undefined);
	const {writable, end} = slow();
	end();
	await writing.write(writable, target);
	writing.nextKey();
	t.deepEqual(writing.status, {text: 'wrote 5 bytes to zoo-1.core', tone: 'plain'});
	clock.now = 10_000;
	writing.nextKey();
	t.is(writing.status, undefined);
	const incomplete = slow();
	incomplete.end({isIncomplete: true, fields: [{name: 'Missing', value: '1 byte lazy'}]});
	await writing.write(incomplete.writable, {...target, output: 'other'});
	t.is(writing.status!.tone, 'danger');
	t.deepEqual(writing.detail()!.fields.map(({name}) => name), ['File', 'Missing', 'File', 'Size']);
});

test('what could not be written is said and listed with the reason', async t => {
	const {writing, services} = begin();
	const {writable, fail} = slow();
	fail(new InputError('zoo-1.core', 'no space left'));
	await writing.write(writable, target);
	t.deepEqual(writing.status, {text: 'zoo-1.core: no space left', tone: 'danger'});
	t.true(services.said.includes('zoo-1.core: no space left'));
	t.deepEqual(writing.detail()!.fields.map(({name, value}) => `${name} ${String(value)}`).slice(1), ['Not written zoo-1.core: no space left']);
	t.is(writing.obstacle, undefined);
});

test('it is given up at the next step, and that is said', async t => {
	const {writing, services} = begin();
	writing.stop();
	t.is(services.said.at(-1), 'nothing is being written');
	const {writable, show} = slow();
	const done = writing.write(writable, target);
	writing.stop();
	t.is(writing.status?.text, 'giving up zoo-1.core');
	show({doing: 'exporting'});
	await done;
	t.is(writing.status?.text, 'gave up zoo-1.core: nothing of it is left');
	t.is(services.said.at(-1), 'release what is being written is given up');
});
