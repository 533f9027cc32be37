import test from 'ava';
import {MatchList} from '../../../source/search/match-list.js';
import {stepToMatch} from '../../../source/explorer/hex/match-step.js';

const step = (addresses: readonly bigint[], cursor: bigint, direction: 1 | -1, {origin = 100n, done = false} = {}) => {
	const matches = new MatchList();
	matches.add(addresses.map(address => ({address, length: 1})));
	return stepToMatch(matches, {cursor, origin, done, direction});
};

test('a search that is over leads to the nearest match, or round the end', t => {
	t.deepEqual(step([10n, 200n], 10n, 1, {done: true}), {address: 200n, wrapped: false});
	t.deepEqual(step([10n, 200n], 200n, 1, {done: true}), {address: 10n, wrapped: true});
	t.deepEqual(step([10n, 200n], 10n, -1, {done: true}), {address: 200n, wrapped: true});
	t.is(step([], 10n, 1, {done: true}), 'none');
});

test('n waits where a nearer match may still be found', t => {
	t.deepEqual(step([150n, 200n], 150n, 1), {address: 200n, wrapped: false});
	t.is(step([150n, 200n], 200n, 1), 'searching');
	t.is(step([150n, 200n], 50n, 1), 'searching');
	t.deepEqual(step([60n, 150n], 50n, 1), {address: 60n, wrapped: false});
});

test('N waits until the search has passed the cursor', t => {
	t.deepEqual(step([150n, 200n], 200n, -1), {address: 150n, wrapped: false});
	t.is(step([150n, 200n], 300n, -1), 'searching');
	t.is(step([150n, 200n], 150n, -1), 'searching');
	t.is(step([20n, 150n], 150n, -1), 'searching');
});
