import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {panes} from '../../source/explorer/panes/index.js';
import {unpack} from '../support/fixtures.js';
import {draw, recordServices, unframed} from '../support/screen.js';

const zoo = await openCheckpoint(unpack('podman-zoo'));

for (const {id, title, Component} of [...panes.process, ...panes.container].filter(pane => pane.id !== 'hex')) {
	test(`the window of a row of ${id} has the name of its tab`, async t => {
		const services = recordServices();
		const {press, unmount} = draw(<Component isFocused checkpoint={zoo} process={zoo.process(1)} width={80} height={20} revision={0} target={undefined} services={services} frame={unframed}/>);
		await press('v');
		unmount();
		t.is(services.shown[0]?.title, title);
	});
}
