import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {panes} from '../../source/explorer/panes/index.js';
import {findings} from '../../source/views/findings.js';
import {unpack} from '../support/fixtures.js';
import {draw, recordServices, unframed} from '../support/screen.js';

const zoo = await openCheckpoint(unpack('podman-zoo'));
await findings.prepare!(zoo);

for (const {id, title, Component} of [...panes.process, ...panes.container].filter(({id}) => !['hex', 'history', 'secrets', 'strings', 'search', 'bookmarks'].includes(id))) {
	test(`the window of a row of ${id} has the name of its tab`, async t => {
		const services = recordServices();
		const {press, unmount} = draw(<Component isFocused checkpoint={zoo} process={zoo.process(1)} width={80} height={20} revision={0} target={undefined} services={services} frame={unframed}/>);
		await press('v');
		unmount();
		t.is(services.shown[0]?.title, title);
	});
}

for (const {id, Component} of panes.process.filter(pane => ['args', 'env', 'files'].includes(pane.id))) {
	test(`the tab ${id} of a dead process says why there is nothing`, t => {
		const {lines, unmount} = draw(<Component isFocused checkpoint={zoo} process={zoo.process(5)} width={80} height={20} revision={0} target={undefined} services={recordServices()} frame={unframed}/>);
		t.regex(lines().join(' '), /^The process was dead when it was dumped: /);
		t.notRegex(lines().join(' '), /none/);
		unmount();
	});
}

test('the tab of the mounts says why there are none', async t => {
	const host = await openCheckpoint(unpack('raw-plain'));
	const {Component} = panes.container.find(({id}) => id === 'mounts')!;
	const {lines, unmount} = draw(<Component isFocused checkpoint={host} process={undefined} width={80} height={20} revision={0} target={undefined} services={recordServices()} frame={unframed}/>);
	t.is(lines()[0], 'The processes had the host\'s mounts, of which CRIU keeps no list.');
	unmount();
	host.close();
});

test('the tab of the changed files shows them as soon as they are unpacked', async t => {
	const shop = await openCheckpoint(unpack('checkpoint-shop'));
	const {Component} = panes.container.find(({id}) => id === 'changes')!;
	const {lines, until, unmount} = draw(<Component isFocused checkpoint={shop} process={undefined} width={80} height={30} revision={0} target={undefined} services={recordServices()} frame={unframed}/>);
	t.regex(lines().join('\n'), /has not arrived yet\n\(what the container changed\)/v);
	await t.notThrowsAsync(until(shown => shown.some(line => /^\/root\/\.hidden-implant +written/v.test(line))));
	unmount();
	shop.close();
});
