import test from 'ava';
import {fit, fitPath, widthOf, wrap, wrapWords} from '../../source/explorer/components/fit.js';

test('a cell is as wide as it is said to be, whatever is in it', t => {
	for (const text of ['', 'abc', 'a long text', '日本語の文', 'e\u0301tude', '👩‍👩‍👧 family', '␛[31m']) {
		for (let width = 1; width < 12; width++) {
			t.is(widthOf(fit(text, width, '…')), width, `${text} ${width}`);
			t.is(widthOf(fit(text, width, '~', 'right')), width);
		}
	}
});

test('what was cut says so', t => {
	t.is(fit('abcdef', 4, '…'), 'abc…');
	t.is(fit('日本語', 4, '…'), '日… ');
});

test('wrapping keeps every character', t => {
	for (const text of ['x'.repeat(1000), '日本語'.repeat(50), 'e\u0301'.repeat(40)]) {
		const lines = wrap(text, 7);
		t.is(lines.join(''), text);
		t.true(lines.every(line => widthOf(line) <= 7));
	}
});

test('prose is wrapped between words, and a word that is longer than a line anywhere', t => {
	t.deepEqual(wrapWords('what is not here yet', 7), ['what is', 'not', 'here', 'yet']);
	t.deepEqual(wrapWords('in checkpoint/pages-1.img now', 10), ['in', 'checkpoint', '/pages-1.i', 'mg now']);
	t.deepEqual(wrapWords('日本語 の文', 6), ['日本語', 'の文']);
});

test('of a path the end is kept, of anything else the start', t => {
	t.is(fitPath('/usr/lib/libc.so.6', 10, '…'), '…libc.so.6');
	t.is(fitPath('/usr/lib', 10, '…'), '/usr/lib  ');
	t.is(fitPath('/日本語/の文', 6, '…'), '…/の文');
	t.is(fitPath('pipe:[75377]', 6, '…'), 'pipe:…');
});
