import test from 'ava';
import {compilePattern} from '../../../source/search/pattern.js';
import type {Match} from '../../../source/search/search.js';
import {searchAll} from '../../../source/views/search/long-search.js';
import {matchesOf, randomNumbers, scatter} from '../../support/segments.js';

test('however few matches may wait, all are found, and each once', async t => {
	for (let seed = 1; seed <= 3; seed++) {
		const random = randomNumbers(seed);
		const segments = scatter(Array.from({length: 6}, () => Buffer.from(Array.from({length: 5000}, () => 0x61 + random(4)))), random);
		for (const [typed, mode] of [['ab', 'text'], ['aa', 'text'], [String.raw`(?<=b)[cd]{1,30}`, 'regex'], ['[^a]{1,}', 'regex']] as const) {
			const {pattern} = compilePattern(typed, mode);
			const found: Match[] = [];
			let last = 0;
			for await (const {matches, passed} of searchAll(() => segments, pattern!, {most: 250})) {
				found.push(...matches);
				t.true(passed <= 1);
				last = passed;
			}

			t.deepEqual(found, await matchesOf(segments, pattern!, {limit: Infinity}), `${typed}, seed ${seed}`);
			t.is(last, 1);
		}
	}
});
