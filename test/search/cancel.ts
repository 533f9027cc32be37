/**
Searches that would go on for hours, left at every point.
*/
import os from 'node:os';
import {setImmediate, setTimeout} from 'node:timers/promises';
import type {Worker} from 'node:worker_threads';
import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import {compilePattern, type Pattern, type PatternMode} from '../../source/search/pattern.js';
import {search, type SearchEvent, type SearchOptions} from '../../source/search/search.js';
import {addressesOf, holeSource, segment} from '../support/segments.js';

const size = 2 ** 45;
const endless = [segment(0n, [{source: holeSource(size), position: 0, length: size}])];
const short = [segment(0n, [{source: memorySource(Buffer.from('--ab--ab')), position: 0, length: 8}])];

function compile(typed: string, mode: PatternMode): Pattern {
	return compilePattern(typed, mode).pattern!;
}

const workers = new Set<Worker>();
process.on('worker', worker => {
	workers.add(worker);
	worker.once('exit', () => {
		workers.delete(worker);
	});
});

const busy = () => process.getActiveResourcesInfo().filter(name => name === 'MessagePort').length;
const idle = busy();

/** Waits until no thread keeps the program running, and there are no more than wait for the next search. */
async function settled(): Promise<void> {
	while (busy() > idle || workers.size > Math.min(os.availableParallelism(), 4)) {
		await setTimeout(1);
	}
}

/** Takes all events, and says whether one was the last of a search. */
async function isEnded(events: AsyncIterable<SearchEvent>): Promise<boolean> {
	let ended = false;
	for await (const {done} of events) {
		ended ||= done;
	}

	return ended;
}

const kinds: ReadonlyArray<readonly [string, Pattern, SearchOptions]> = [
	['matches that are taken', compile('00 00', 'bytes'), {limit: Infinity}],
	['matches that are counted', compile('00 00 00', 'bytes'), {limit: 10, countAll: true}],
	['matches of which the last are kept', compile('00 00', 'bytes'), {keep: 'last', from: 12_345n}],
	['matches of an expression', compile('\\0[^a]{1,9}', 'regex'), {limit: Infinity}],
	['matches of an expression that takes thousands of steps for each byte', compile('(?:(?:(?!b)\\0\\0?){1,700}a|\\0)', 'regex'), {limit: Infinity}],
];

for (const [name, pattern, options] of kinds) {
	test.serial(`a search for ${name} that is left after any of its events leaves no thread at work, nor harms the next one`, async t => {
		for (let count = 0; count < 8; count++) {
			const events = search(endless, pattern, options);
			for (let taken = 0; taken < count; taken++) {
				const {value} = await events.next();
				t.false(value!.done);
			}

			await events.return();
			await settled();
			t.deepEqual(await addressesOf(short, compile('ab', 'text')), [2n, 6n]);
		}
	});

	test.serial(`a search for ${name} that is cancelled at any moment ends without another event, and leaves no thread at work`, async t => {
		for (let turns = 0; turns < 40; turns++) {
			const abort = new AbortController();
			const ending = isEnded(search(endless, pattern, {...options, signal: abort.signal}));
			for (let turn = 0; turn < turns; turn++) {
				await setImmediate();
			}

			abort.abort();
			t.false(await ending);
			await settled();
		}

		t.deepEqual(await addressesOf(short, compile('ab', 'text')), [2n, 6n]);
	});
}

test.serial('matches that nobody takes make the search wait', async t => {
	const events = search(endless, compile('00 00', 'bytes'), {limit: Infinity});
	let scanned = 0;
	for (let count = 0; count < 10; count++) {
		const {value} = await events.next();
		({scanned} = value!);
		t.true(value!.matches.length <= 1 << 16);
		await setTimeout(100);
	}

	await events.return();
	t.true(scanned < 64 * 1024 * 1024, `${scanned} bytes were passed`);
	await settled();
});
