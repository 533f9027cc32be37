import test from 'ava';
import stringWidth from 'string-width';
import {fit, fitPath, widthOf, wrap} from '../../source/text/fit.js';

test('a cell is as wide as it is said to be, whatever is in it', t => {
	for (const text of ['', 'abc', 'a long text', '日本語の文', 'e\u0301tude', '👩‍👩‍👧 family', '␛[31m']) {
		for (let width = 1; width < 12; width++) {
			t.is(widthOf(fit(text, width, '…')), width, `${text} ${width}`);
			t.is(widthOf(fit(text, width, '~', 'right')), width);
		}
	}
});

test('a character takes as many cells as terminals give it, also between others', t => {
	const characters = Array.from({length: 0x30_00 - 0x20}, (_, index) => String.fromCharCode(0x20 + index));
	t.deepEqual(characters.filter(character => widthOf(`é${character}─`) !== stringWidth(`é${character}─`)), []);
});

test('what was cut says so', t => {
	t.is(fit('abcdef', 4, '…'), 'abc…');
	t.is(fit('日本語', 4, '…'), '日… ');
});

test('what has no blanks is broken where the line ends, and keeps every character', t => {
	for (const text of ['', 'x'.repeat(1000), '日本語'.repeat(50), 'e\u0301'.repeat(40)]) {
		const lines = wrap(text, 7);
		t.is(lines.join(''), text);
		t.true(lines.every(line => widthOf(line) <= 7));
	}
});

test('words and values stay whole where they fit into a line; only the blank that a line is broken at goes', t => {
	t.deepEqual(wrap('which pages there are is not known', 10), ['which', 'pages', 'there are', 'is not', 'known']);
	t.deepEqual(wrap('žádné stránky tu nejsou', 10), ['žádné', 'stránky tu', 'nejsou']);
	t.deepEqual(wrap('fd 日本語 日本 語', 8), ['fd', '日本語', '日本 語']);
	t.deepEqual(wrap('at 0123456789abcdef0123 and', 10), ['at', '0123456789', 'abcdef0123', 'and']);
	t.deepEqual(wrap('in checkpoint/pages-1.img now', 10), ['in', 'checkpoint', '/pages-1.i', 'mg now']);
	t.deepEqual(wrap('日本語 の文', 6), ['日本語', 'の文']);
	t.deepEqual(wrap('na 日本語日本語 x', 6), ['na', '日本語', '日本語', 'x']);
});

test('a character wider than a line has a line of its own', t => {
	const wide = `ｶ${'ﾞ'.repeat(9)}`;
	t.deepEqual(wrap(`a${wide}${wide}b`, 4), ['a', wide, wide, 'b']);
});

test('blanks that stand together are kept', t => {
	for (const text of ['a   b', '  dented', 'trail  ', ' '.repeat(40), `${'é'.repeat(6)}${' '.repeat(20)}`]) {
		const lines = wrap(text, 6);
		t.true(lines.every(line => widthOf(line) <= 6));
		t.is(lines.join(' ').length, text.length, JSON.stringify(lines));
	}
});

test('of a path the end is kept, of anything else the start', t => {
	t.is(fitPath('/usr/lib/libc.so.6', 10, '…'), '…libc.so.6');
	t.is(fitPath('/usr/lib', 10, '…'), '/usr/lib  ');
	t.is(fitPath('/日本語/の文', 6, '…'), '…/の文');
	t.is(fitPath('pipe:[75377]', 6, '…'), 'pipe:…');
});
