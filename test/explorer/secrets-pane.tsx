import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {checkpointIn} from '../../source/checkpoint/checkpoint.js';
import {panes} from '../../source/explorer/panes/index.js';
import {secrets} from '../../source/views/secrets.js';
import {gnuTar} from '../support/archives.js';
import {arriving} from '../support/arriving-archive.js';
import {fixture, unpack} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../support/screen.js';

const bash = await completeCheckpoint(fixture('podman-bash'));
const {Component: Secrets} = panes.process.find(({id}) => id === 'secrets')!;

const place = {isFocused: true, width: 100, height: 12, revision: 0, target: undefined, frame: unframed};

test('the secrets of a process, none in full; Enter goes to the value in memory', async t => {
	const services = recordServices();
	const pane = draw(<Secrets {...place} checkpoint={bash} process={bash.process(10)} services={services}/>);
	await pane.until(lines => lines.some(line => line.includes('AWS_SECRET_ACCESS_KEY')));
	const [head, ...rows] = pane.lines();
	t.regex(head!, /^Kind +Name +Value +Length +Count +Address +Region/);
	t.regex(rows[0]!, /^variable +AWS_SECRET_ACCESS_KEY +wJal…NG +21 +3 55c6afe2ee26 rw-p \[heap\]/);
	t.regex(rows[1]!, /^database URL +postgres:\/\/app@db +h… +7 +4 55c6afe2f0ef /);
	t.notRegex(pane.lines().join('\n'), /unter2|K7MDE/);
	await pane.press('v');
	t.is(services.shown[0]?.title, 'Secrets');
	t.false(services.shown[0]!.fields.some(({value}) => String(value).includes('wJalrX')));
	await pane.press(keys.down, keys.enter);
	t.deepEqual(services.visited, [{tab: 'hex', address: 0x55_c6_af_e2_f0_efn}]);
	pane.unmount();
});

test('a process without secrets has no rows', async t => {
	const threads = await completeCheckpoint(fixture('px-threads'));
	const pane = draw(<Secrets {...place} checkpoint={threads} process={threads.process(1)} services={recordServices()}/>);
	await pane.until(lines => lines.length > 1 && !lines.join(' ').includes('looking through'));
	t.is(pane.lines()[1], 'none');
	pane.unmount();
	threads.close();
});

test('while memory has not arrived there is no answer', async t => {
	const folder = unpack('podman-bash');
	const images = fs.readdirSync(path.join(folder, 'checkpoint')).map(name => `checkpoint/${name}`);
	const early = images.filter(name => !name.includes('/pages-'));
	const archive = await arriving(gnuTar(folder, 'config.dump', 'spec.dump', ...early, ...images.filter(name => !early.includes(name))));
	const checkpoint = checkpointIn(archive);
	archive.come(early.at(-1));
	await t.throwsAsync(async () => secrets.look(checkpoint.process(10)!).next(), {name: 'PendingError'});
});
