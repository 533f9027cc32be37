import test from 'ava';
import {addressOf} from '../../bench/inputs/grown-images.js';
import {makeInputs, needle, plantsIn} from '../../bench/inputs/inputs.js';
import {find, openImages} from '../support/memory.js';
import {findingsIn} from '../support/check.js';
import {fixture} from '../support/fixtures.js';
import {openAddressSpace} from '../../source/memory/open-address-space.js';

const size = 8 << 20;

test('a checkpoint that is made is as whole as the one it grew from, and has what was planted where it was planted', async t => {
	const inputs = makeInputs({size});
	t.teardown(inputs.remove);
	const tar = await inputs.tar();

	t.deepEqual(await findingsIn(tar), await findingsIn(fixture('podman-loop')));

	const images = await openImages(tar);
	t.teardown(() => {
		images.archive.close();
	});
	const space = openAddressSpace(images, inputs.pid);
	const [early, utf16, acrossPages] = plantsIn(size);
	t.deepEqual(find(space, needle), [addressOf(early!.position), addressOf(acrossPages!.position)]);
	t.deepEqual(find(space, Buffer.from(needle, 'utf16le').toString('latin1')), [addressOf(utf16!.position)]);
});
