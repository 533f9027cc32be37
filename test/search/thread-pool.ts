import {setImmediate as immediately} from 'node:timers/promises';
import test from 'ava';
import {ThreadPool} from '../../source/search/thread-pool.js';

let started = 0;
process.on('worker', () => {
	started++;
});

test('threads that were started for a search are those that it gets', async t => {
	const pool = new ThreadPool(2);
	pool.prepare(1);
	pool.prepare(3);
	await immediately();
	t.is(started, 2);
	const threads = await pool.take(2);
	await immediately();
	t.is(started, 2);
	for (const thread of threads) {
		thread.end();
	}
});
