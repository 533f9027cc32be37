import test from 'ava';
import {MatchList} from '../../../source/search/match-list.js';
import {stepToMatch, type Searched} from '../../../source/explorer/hex/match-step.js';

const step = (addresses: readonly bigint[], cursor: bigint, direction: 1 | -1, {origin = 100n, searched = 'from-origin'}: {origin?: bigint; searched?: Searched} = {}) => {
	const matches = new MatchList();
	matches.add(addresses.map(address => ({address, length: 1})));
	return stepToMatch(matches, {cursor, origin, searched, direction});
};

test('a search that is over leads to the nearest match, or round the end', t => {
	const searched = 'all';
	t.deepEqual(step([10n, 200n], 10n, 1, {searched}), {address: 200n, wrapped: false});
	t.deepEqual(step([10n, 200n], 200n, 1, {searched}), {address: 10n, wrapped: true});
	t.deepEqual(step([10n, 200n], 200n, -1, {searched}), {address: 10n, wrapped: false});
	t.deepEqual(step([10n, 200n], 10n, -1, {searched}), {address: 200n, wrapped: true});
	t.deepEqual(step([10n], 10n, 1, {searched}), {address: 10n, wrapped: true});
	t.is(step([], 10n, 1, {searched}), 'none');
});

test('n waits where a nearer match may still be found', t => {
	t.deepEqual(step([150n, 200n], 150n, 1), {address: 200n, wrapped: false});
	t.is(step([150n, 200n], 200n, 1), 'unknown');
	t.is(step([150n, 200n], 50n, 1), 'unknown');
	t.deepEqual(step([60n, 150n], 50n, 1), {address: 60n, wrapped: false});
	t.deepEqual(step([60n, 150n], 150n, 1), {address: 60n, wrapped: true});
	t.is(step([], 150n, 1), 'unknown');
});

test('N waits until the search has passed the cursor', t => {
	t.deepEqual(step([150n, 200n], 200n, -1), {address: 150n, wrapped: false});
	t.is(step([150n, 200n], 300n, -1), 'unknown');
	t.is(step([150n, 200n], 150n, -1), 'unknown');
	t.is(step([20n, 150n], 150n, -1), 'unknown');
	t.deepEqual(step([20n, 150n], 20n, -1), {address: 150n, wrapped: true});
});

test('of the last matches before the origin, N leads through all; n only where none can lie between', t => {
	const searched = 'to-origin';
	t.deepEqual(step([20n, 50n], 100n, -1, {searched}), {address: 50n, wrapped: false});
	t.deepEqual(step([50n, 100n], 100n, -1, {searched}), {address: 50n, wrapped: false});
	t.deepEqual(step([50n, 300n], 50n, -1, {searched}), {address: 300n, wrapped: true});
	t.is(step([20n, 50n], 20n, -1, {searched}), 'unknown');
	t.deepEqual(step([20n, 50n], 20n, 1, {searched}), {address: 50n, wrapped: false});
	t.deepEqual(step([50n, 300n], 300n, 1, {searched}), {address: 50n, wrapped: true});
	t.is(step([20n, 50n], 10n, 1, {searched}), 'unknown');
	t.is(step([20n, 50n], 50n, 1, {searched}), 'unknown');
});
