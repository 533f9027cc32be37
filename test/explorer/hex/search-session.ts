import {setTimeout} from 'node:timers/promises';
import test from 'ava';
import {SearchSession} from '../../../source/explorer/hex/search-session.js';
import {openAddressSpace} from '../../../source/memory/open-address-space.js';
import {compilePattern} from '../../../source/search/pattern.js';
import {find, fixtureImages} from '../../support/memory.js';

test('what arrives later is found without asking again, and what was found stays on screen until then', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const all = find(space, '/lab/zoo.py');
	let end = all[2]!;
	const counts: number[] = [];
	const session = new SearchSession({...space, vmas: space.vmas, segments: (from: bigint, to: bigint) => space.segments(from, to < end ? to : end)}, () => {
		counts.push(session.matches.count);
	});
	const over = async () => {
		while (!session.progress.done) {
			await setTimeout(5);
		}
	};

	session.start({pattern: compilePattern('/lab/zoo.py', 'text').pattern!, from: 0n, range: {start: 0n, end: 2n ** 64n}, keep: 'first', isPartial: true});
	await over();
	t.is(session.matches.count, 2);
	t.true(session.isPartial);

	end = 2n ** 64n;
	counts.length = 0;
	session.refresh(true);
	t.true(session.progress.done, 'it rests first');
	session.refresh(false);
	await over();
	t.is(session.matches.count, all.length);
	t.false(session.isPartial);
	t.true(counts.every(count => count >= 2));
	session.refresh(false);
	t.true(session.progress.done, 'nothing more arrives');
});

test('of the last matches before a place none is shown before all of them are known', async t => {
	const space = openAddressSpace(await fixtureImages('podman-zoo'), 1);
	const counts = new Set<number>();
	const session = new SearchSession(space, () => {
		counts.add(session.matches.count);
	});
	session.start({pattern: compilePattern('00', 'bytes').pattern!, from: 0n, range: {start: 0n, end: 2n ** 64n}, keep: 'last', isPartial: false});
	while (!session.progress.done) {
		await setTimeout(5);
	}

	counts.delete(0);
	t.deepEqual([...counts], [100_000]);
});
