import test from 'ava';
import {MatchList} from '../../source/search/match-list.js';
import type {Match} from '../../source/search/search.js';
import {randomNumbers} from '../support/segments.js';

const match = (address: bigint, length = 2): Match => ({address, length});

function listOf(...addresses: bigint[]): MatchList {
	const list = new MatchList();
	list.add(addresses.map(address => match(address)));
	return list;
}

test('batches in scan order, which begins in the middle, come out in address order', t => {
	const list = new MatchList();
	list.add([match(50n), match(60n)]);
	list.add([match(70n)]);
	list.add([match(10n), match(20n)]);
	list.add([match(30n)]);
	t.is(list.count, 6);
	t.deepEqual(list.slice(0, 10).map(({address}) => address), [10n, 20n, 30n, 50n, 60n, 70n]);
	t.deepEqual(list.at(3), match(50n));
	t.is(list.at(6), undefined);
	t.is(list.at(-1), undefined);
});

test('any batches give the sorted set of their matches', t => {
	const random = randomNumbers(3);
	for (let round = 0; round < 200; round++) {
		const list = new MatchList();
		const expected = new Map<bigint, number>();
		for (let batch = 0; batch < 8; batch++) {
			const matches = Array.from({length: random(60)}, () => match(BigInt(random(500)) + 0xFFFF_FFFF_0000_0000n, random(100)));
			for (const {address, length} of matches) {
				expected.set(address, expected.get(address) ?? length);
			}

			list.add(matches);
		}

		t.deepEqual(list.slice(0, list.count), [...expected].map(([address, length]) => ({address, length})).sort((a, b) => Number(a.address - b.address)));
	}
});

test('next and previous are strictly beyond, and say when there is none', t => {
	const list = listOf(10n, 20n, 30n);
	t.deepEqual([0n, 10n, 15n, 29n, 30n].map(address => list.next(address)), [0, 1, 1, 2, -1]);
	t.deepEqual([10n, 11n, 20n, 31n].map(address => list.previous(address)), [-1, 0, 0, 2]);
	t.deepEqual([10n, 11n, 30n].map(address => list.indexOf(address)), [0, -1, 2]);
	t.true(list.has(20n));
	t.false(list.has(21n));
	t.is(new MatchList().next(0n), -1);
	t.is(new MatchList().previous(0n), -1);
});

test('the matches of a stretch are those with a byte in it', t => {
	const list = listOf(10n, 20n, 30n);
	t.deepEqual(list.within(11n, 30n), [match(10n), match(20n)]);
	t.deepEqual(list.within(12n, 31n), [match(20n), match(30n)]);
	t.deepEqual(list.within(22n, 30n), []);
});
