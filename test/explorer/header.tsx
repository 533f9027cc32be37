import test from 'ava';
import {Box} from 'ink';
import {openCheckpoint, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {widthOf} from '../../source/text/fit.js';
import {factsLine} from '../../source/explorer/components/facts-line.js';
import {Header} from '../../source/explorer/components/header.js';
import {panes} from '../../source/explorer/panes/index.js';
import {problemsOf} from '../../source/explorer/problems.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';
import {unpack} from '../support/fixtures.js';
import {draw, recordServices, unframed} from '../support/screen.js';

function headerOf(checkpoint: Checkpoint, width: number): string {
	const {lines, unmount} = draw(<Header checkpoint={checkpoint} width={width} revision={0}/>);
	const [line] = lines();
	unmount();
	return line!;
}

test('a fact that has no room is left out whole, the frozen time last', async t => {
	const zoo = await openCheckpoint(unpack('podman-zoo'));
	t.deepEqual([100, 90, 80, 70, 60, 49, 48, 40].map(width => headerOf(zoo, width)), [
		' cryoscope zoo · localhost/lab:latest · Podman/crun · ~2026-11-21T01:22:31Z · 4 processes read-only',
		' cryoscope zoo · localhost/lab:latest · Podman/crun · ~2026-11-21T01:22:31Z     read-only',
		' cryoscope zoo · localhost/lab:latest · ~2026-11-21T01:22:31Z         read-only',
		' cryoscope zoo · Podman/crun · ~2026-11-21T01:22:31Z        read-only',
		' cryoscope zoo · ~2026-11-21T01:22:31Z            read-only',
		' cryoscope zoo · ~2026-11-21T01:22:31Z read-only',
		' cryoscope zoo · localhost/lab:latest read-only',
		' cryoscope zoo · Podman/crun  read-only',
	]);
});

test('a name that is too long even alone is cut, and leaves room for the time', async t => {
	const long = await openCheckpoint(unpack('podman-longname-unicode'));
	const name = String(long.container.name);
	t.is(name.length, 253);
	for (const width of [40, 60, 80, 100]) {
		const line = headerOf(long, width);
		t.is(widthOf(line), width - 1);
		t.true(name.startsWith(line.slice(' cryoscope '.length, line.indexOf('…'))));
		t.is(line.includes(' · ~2026-11-21T'), width >= 80, line);
	}
});

test('a time that the engine wrote down is one; that of a file may not be', async t => {
	t.regex(headerOf(await openCheckpoint(unpack('checkpoint-ledger')), 90), / · 2026-11-21T02:08:35Z /v);
});

test('as many problems are counted as are listed, those among them that a pane finds while it is drawn; both say that there may be more', async t => {
	const checkpoint = await openCheckpoint(editedCheckpoint('podman-zoo', {'checkpoint/core-7.img': undefined, 'checkpoint/sk-queues.img': 'no image at all'}));
	const {Component: Sockets} = panes.process.find(({id}) => id === 'sockets')!;
	t.regex(headerOf(checkpoint, 100), / 1 problem so far {2}read-only$/v);
	const {lines, until, unmount} = draw(<Box flexDirection='column'>
		<Header checkpoint={checkpoint} width={100} revision={0}/>
		<Sockets isFocused checkpoint={checkpoint} process={checkpoint.process(1)} width={100} height={20} revision={0} target={undefined} services={recordServices()} frame={unframed}/>
	</Box>);
	await until(() => lines()[0]!.includes('2 problems so far'));
	const listed = problemsOf(checkpoint);
	t.deepEqual(typeof listed === 'string' ? [] : listed.fields.map(({name}) => name), ['checkpoint/core-7.img', 'checkpoint/sk-queues.img, byte 0', '(so far)']);
	unmount();
});

test('every fact is there whole, or not at all, at any width', async t => {
	const texts = async (name: string) => {
		const {container} = await openCheckpoint(unpack(name));
		return [container.name!, container.image!, container.engine, '~2026-11-21T01:22:31Z', '16.4 MiB memory'].map(String);
	};

	for (const name of ['podman-zoo', 'podman-longname-unicode', 'checkpoint-shop']) {
		const [first, ...others] = await texts(name);
		const facts = [first!, ...others].map((text, rank) => ({text, rank}));
		for (let room = 0; room < 400; room++) {
			const line = factsLine(facts, room, ' · ', '…');
			t.true(widthOf(line) <= room || line === '', `${room} ${line}`);
			const [start, ...rest] = line.split(' · ');
			t.true(rest.every(part => others.includes(part)), line);
			t.is(start === first, widthOf(first!) <= room, line);
			t.false(rest.length < others.length && widthOf(facts.map(({text}) => text).join(' · ')) <= room);
		}
	}
});

test('where there is nothing to tell, nothing is told', t => {
	t.is(factsLine([], 40, ' · ', '…'), '');
});
