import test from 'ava';
import {fixture} from '../support/fixtures.js';
import {launch} from '../support/pty.js';

const pageDown = '\x1b[6~';

// What Ink needs for a full scroll, and for a move of the cursor, when it writes only what has changed.
for (const [columns, rows, mostScrolled, mostMoved] of [[120, 40, 7000, 600], [200, 60, 19_000, 800]] as const) {
	test(`a page of memory is a few bytes for each of its characters, at ${columns}x${rows}`, async t => {
		const session = launch(t, [fixture('podman-zoo')], {columns, rows});
		await session.waitFor('▾ 1 ');
		session.send('8');
		await session.waitFor('At the cursor');
		session.send('igheap\r');
		await session.waitFor('[heap] · rw-p');
		await session.settle();
		for (const [key, most] of [[pageDown, mostScrolled], ['\x1b[B', mostMoved]] as const) {
			const counts: number[] = [];
			for (let step = 0; step < 9; step++) {
				const [title] = session.screen().slice(2);
				session.takeBytes();
				session.send(key);
				await session.waitUntil(() => session.screen()[2] !== title, true);
				await session.settle();
				counts.push(session.takeBytes());
			}

			const median = counts.sort((a, b) => a - b)[4]!;
			t.true(median <= most, `${median} bytes`);
		}
	});
}
