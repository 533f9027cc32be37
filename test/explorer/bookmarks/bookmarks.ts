import test from 'ava';
import {Bookmarks} from '../../../source/explorer/bookmarks/bookmarks.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import type {Bookmark} from '../../../source/writing/bookmarks/bookmark.js';

const place = {subject: 'process', pid: 1, tab: 'hex', address: 16n} satisfies Bookmark;
const note = Untrusted.from('odd');

test('a letter leads to the place that was marked last; a place with a note stays without its letter', t => {
	const bookmarks = new Bookmarks();
	bookmarks.add({...place, mark: 'a'});
	bookmarks.add({...place, mark: 'b', note});
	bookmarks.add({...place, mark: 'a', address: 32n});
	bookmarks.add({...place, mark: 'b', address: 48n});
	t.deepEqual(bookmarks.all.map(({mark, address}) => [mark, address]), [[undefined, 16n], ['a', 32n], ['b', 48n]]);
	t.is(bookmarks.marked('a')?.address, 32n);
	t.is(bookmarks.marked('c'), undefined);
});

test('one without note and letter is gone', t => {
	const bookmarks = new Bookmarks();
	bookmarks.add({...place, note});
	bookmarks.add({...place, mark: 'a', note});
	for (const bookmark of bookmarks.all) {
		bookmarks.note(bookmark, undefined);
	}

	t.deepEqual(bookmarks.all.map(({mark}) => mark), ['a']);
	bookmarks.remove(bookmarks.all[0]!);
	t.deepEqual(bookmarks.all, []);
});

test('what is not written yet is known: a change while it was being written counts', t => {
	const bookmarks = new Bookmarks();
	t.true(bookmarks.isSaved);
	bookmarks.add({...place, note});
	const {all} = bookmarks;
	t.false(bookmarks.isSaved);
	bookmarks.saved('case.json', all);
	t.deepEqual([bookmarks.isSaved, bookmarks.isTheirs('./case.json'), bookmarks.isTheirs('other.json')], [true, true, false]);
	bookmarks.remove(all[0]!);
	bookmarks.saved('case.json', all);
	t.false(bookmarks.isSaved);
});

test('whoever listens is told of each change', t => {
	const bookmarks = new Bookmarks();
	let told = 0;
	const stop = bookmarks.subscribe(() => {
		told++;
	});
	bookmarks.begin('case.json', {bookmarks: [place]});
	bookmarks.add({...place, note});
	bookmarks.note(bookmarks.all[1]!, Untrusted.from('even'));
	stop();
	bookmarks.remove(bookmarks.all[1]!);
	t.is(told, 3);
});
