import test, {type ExecutionContext} from 'ava';
import {checkpointIn, type Checkpoint} from '../../source/checkpoint/checkpoint.js';
import {SearchPane} from '../../source/explorer/search/search-pane.js';
import {WideSearch} from '../../source/explorer/search/wide-search.js';
import {arriving} from '../support/arriving-archive.js';
import {fixture, plainTar} from '../support/fixtures.js';
import {foundIn} from '../support/found.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, keys, recordServices} from '../support/screen.js';

const zoo = await completeCheckpoint(fixture('podman-zoo'));

function open(t: ExecutionContext, checkpoint: Checkpoint, services = recordServices()) {
	let note = '';
	const screen = draw(<SearchPane
		isFocused checkpoint={checkpoint} process={undefined} width={96} height={20} revision={0} target={undefined} services={services}
		frame={(content, place = '') => {
			note = place;
			return content;
		}}
	/>);
	t.teardown(() => {
		screen.unmount();
		WideSearch.of(services.memory).end();
	});
	const bar = () => screen.lines().at(-1)!;
	return {
		...screen, services, bar,
		note: () => note,
		async search(text: string) {
			await screen.press('F', ...text, keys.enter);
			await screen.until(() => /match|stopped/v.test(bar()) && !bar().includes('scanned'));
		},
		rows: () => screen.lines().slice(screen.lines().findIndex(line => line.startsWith('Source')) + 1, -1).filter(line => line !== ''),
	};
}

test('before the first search the pane says what it is for; Enter and / ask as well', async t => {
	for (const key of ['F', keys.enter, '/']) {
		const {lines, press, bar, services} = open(t, zoo);
		t.regex(lines().join(' '), /^F searches the whole checkpoint: /v);
		await press(key);
		t.regex(bar(), /^\/ +text in everything$/v);
		await press(keys.escape);
		t.is(bar(), '');
		await press(keys.escape);
		t.deepEqual(services.said, ['left']);
	}
});

test('it finds what the command finds, in the same order', async t => {
	const {search, rows, bar} = open(t, zoo);
	await search('queued');
	const expected = await foundIn('--scope', 'everything', fixture('podman-zoo'), 'queued');
	t.true(new Set(expected.map(({source}) => source)).size > 2);
	t.deepEqual(rows().map(line => line.split(' ', 1)[0]), expected.map(({source}) => source));
	t.regex(bar(), new RegExp(`^/queued +text in everything · ${expected.length} matches$`, 'v'));
});

test('Enter on a match in memory goes to it, and leads back; the search goes along', async t => {
	const {search, press, services, rows} = open(t, zoo);
	await search('CROSS-PAGE');
	const found = await foundIn('--scope', 'everything', fixture('podman-zoo'), 'CROSS-PAGE');
	t.is(rows().length, found.length);
	await press('j', keys.enter);
	t.deepEqual(services.visited, [{subject: 'process', pid: found[1]!.pid!, tab: 'hex', address: BigInt(found[1]!.address!)}]);
	t.like(services.memory.get(`hex search of ${found[1]!.pid!}`), {text: 'CROSS-PAGE', mode: 'text', isBrought: true});
});

test('Enter on a match in a file views the file there, and leads back; the search goes along', async t => {
	const {search, press, services} = open(t, zoo);
	await search('s3cr3t-ghost');
	await press('G', keys.enter);
	const {content, address} = services.visited[0]!;
	t.deepEqual([address, content!.space.size, String(content!.content.name)], [24n, 37, '/tmp/zoo/deleted-secret.txt']);
	t.like(services.memory.get(`hex search of ${content!.id}`), {text: 's3cr3t-ghost', mode: 'text', isBrought: true});
	t.deepEqual(services.shown, []);
});

test('v on it, and Enter on a match in a name, shows the match in full', async t => {
	const {search, press, services} = open(t, zoo);
	await search('s3cr3t-ghost');
	await press('G', 'v');
	const fields = new Map(services.shown[0]!.fields.map(({name, value}) => [name, String(value)]));
	t.deepEqual([fields.get('Source'), fields.get('Region'), fields.get('Match'), fields.get('Offset')], ['removed-file', '/tmp/zoo/deleted-secret.txt', 's3cr3t-ghost', '24']);
	await search('etc/motd');
	await press('G', keys.enter);
	t.is(String(services.shown[1]!.fields.find(({name}) => name === 'Source')!.value), 'deleted-name');
	t.deepEqual(services.visited, []);
});

test('how and where are chosen as in the hex pane, and what was searched for before comes back', async t => {
	const {press, bar, search, until} = open(t, zoo);
	await search('queued');
	await press('F', keys.tab, '\u0012', ...'ANSI');
	t.regex(bar(), /^\/ANSI +text, any case in memory of all processes$/v);
	await press(keys.enter);
	await until(() => /\d match/v.test(bar()));
	const found = await foundIn('--ignore-case', fixture('podman-zoo'), 'ANSI');
	t.regex(bar(), new RegExp(`in memory of all processes · ${found.length} match`, 'v'));
	await press('F', keys.up, keys.up);
	t.regex(bar(), /^\/queued +text in memory of all processes$/v);
	await press(keys.down);
	t.regex(bar(), /^\/ANSI +text, any case/v);
});

test('what is no pattern is not searched for', async t => {
	const {press, bar, services} = open(t, zoo);
	await press('F', keys.tab, keys.tab, keys.tab, keys.tab, ...'4', keys.enter);
	t.regex(bar(), /^\/4 /v);
	t.is(services.said.length, 1);
	t.is(WideSearch.of(services.memory).query, undefined);
});

test('results stay, with the selected row, while the pane is not on screen', async t => {
	const first = open(t, zoo);
	await first.search('PATH=');
	await first.press('j', 'j');
	first.unmount();
	const again = open(t, zoo, first.services);
	await again.press('v');
	const [, , third] = await foundIn('--scope', 'everything', fixture('podman-zoo'), 'PATH=');
	t.is(again.services.shown[0]!.fields.find(({name}) => name === 'Address')!.value, third!.address!.slice(2));
});

test('another search begins at its first row, without the filter of the one before', async t => {
	const {search, press, rows, note} = open(t, zoo);
	await search('pipe');
	await press('/', ...'engine', keys.enter);
	t.regex(rows()[0]!, /^engine-file/v);
	await press('j');
	await search('shared');
	t.regex(note(), /^1\//v);
	t.regex(rows()[0]!, /^memory/v);
});

test('Escape ends a search, and what was found until then stays', async t => {
	const services = recordServices();
	const {press, bar} = open(t, zoo, services);
	const search = WideSearch.of(services.memory);
	await press('F', 'e');
	const stopped = new Promise<void>(resolve => {
		search.onChange(() => {
			if (search.found.count > 0 && search.stop()) {
				resolve();
			}
		});
	});
	await press(keys.enter);
	await stopped;
	const {count} = search.found;
	t.true(count > 0);
	t.false(search.stop());
	await press('j');
	t.regex(bar(), / · stopped$/v);
	t.is(search.found.count, count);
});

test('a search waits until the whole archive is there', async t => {
	const archive = await arriving(plainTar('podman-zoo'));
	archive.come('spec.dump');
	const checkpoint = checkpointIn(archive);
	const {press, bar, services} = open(t, checkpoint);
	await press('F', ...'queued', keys.enter);
	t.regex(bar(), /searching · 5 % of the archive is here$/v);
	archive.come(undefined);
	const search = WideSearch.of(services.memory);
	search.arrived(checkpoint);
	while (!search.progress.done) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}

	t.is(search.found.count, (await foundIn('--scope', 'everything', fixture('podman-zoo'), 'queued')).length);
});

test('what could not be searched stands above the results', async t => {
	const {search, lines} = open(t, zoo);
	await search('no such text anywhere');
	t.regex(lines().join(' '), /^not in the dump, and so not searched: /v);
});
