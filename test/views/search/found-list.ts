import test from 'ava';
import {compilePattern} from '../../../source/search/pattern.js';
import {processesWithMemory} from '../../../source/views/chosen-processes.js';
import {Problems} from '../../../source/views/problems.js';
import {startSearch, type Found} from '../../../source/views/search/checkpoint-search.js';
import {FoundList} from '../../../source/views/search/found-list.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';

/** All that a search of a shipped checkpoint finds in everything, as it is told. */
async function foundIn(name: string, text: string): Promise<{readonly found: Found[]; read(): string[]; close(): void}> {
	const checkpoint = await completeCheckpoint(fixture(name));
	const problems = new Problems();
	const {pattern} = compilePattern(text, 'text');
	const search = startSearch(checkpoint, {pattern: pattern!, scope: 'everything', processes: processesWithMemory(checkpoint, [], problems), areAll: true}, problems);
	const found: Found[] = [];
	for await (const news of search.news()) {
		found.push(...news.found);
	}

	return {
		found,
		read: () => found.map(({place, match}) => Buffer.from(place.surroundings(match, 0).match).toString()),
		close() {
			checkpoint.close();
		},
	};
}

test('what was found comes back from the list as it was told', async t => {
	for (const [name, text] of [['podman-zoo', 'PLANT'], ['podman-zoo', 'the pipe'], ['podman-zoo', 'shared'], ['fx-memfd', 'ELF']] as const) {
		const {found, close} = await foundIn(name, text);
		const list = new FoundList();
		for (let from = 0; from < found.length; from += 7) {
			list.add(found.slice(from, from + 7));
		}

		t.is(list.count, found.length);
		t.false(list.isFull);
		t.deepEqual(found.map((_, index) => list.at(index)), found);
		close();
	}
});

test('some of what was found is mapped by several processes, and some is open in several', async t => {
	const shared = await foundIn('podman-zoo', 'shared');
	t.true(shared.found.some(({also}) => also.some(other => 'address' in other)));
	shared.close();
	const waiting = await foundIn('podman-zoo', 'the pipe');
	t.true(waiting.found.some(({also}) => also.some(other => 'fd' in other)));
	waiting.close();
});

test('a full list keeps the first of what was found, and no more', async t => {
	const {found, close} = await foundIn('podman-zoo', 'the');
	const list = new FoundList(64 * 1024);
	list.add(found);
	t.true(list.isFull);
	t.true(list.count > 0 && list.count < found.length);
	t.deepEqual(list.at(list.count - 1), found[list.count - 1]);
	const {count} = list;
	list.add(found);
	t.is(list.count, count);
	close();
});

test('what was found in a compressed tar can be read until the checkpoint is closed', async t => {
	const {found, read, close} = await foundIn('checkpoint-shop', 'PLANT-');
	t.true(found.some(({place}) => place.kind === 'file'));
	t.deepEqual(new Set(read()), new Set(['PLANT-']));
	close();
});
