import test from 'ava';
import {Untrusted} from '../../../source/text/untrusted.js';
import type {BookmarksFile} from '../../../source/writing/bookmarks/bookmark.js';
import {bookmarksJson} from '../../../source/writing/bookmarks/bookmarks-json.js';
import {parseBookmarks} from '../../../source/writing/bookmarks/parse-bookmarks.js';

const whole = {mark: 'a', subject: 'process', pid: 1, tab: 'hex', address: '0x10'};

const parse = (text: string | Uint8Array) => parseBookmarks(Buffer.from(text), 'case.json');

function parseOne(bookmark: unknown, ...more: unknown[]) {
	return parse(JSON.stringify({cryoscope_bookmarks: 1, checkpoint: {name: 'x.tar', size: 7}, bookmarks: [bookmark, ...more]}));
}

test('what was written is read again, to the byte', t => {
	const file: BookmarksFile = {
		checkpoint: {name: new Untrusted(Buffer.from([0x78, 0xFF, 0x0A])), size: 2 ** 40},
		bookmarks: [
			{
				mark: 'a', note: Untrusted.from('"odd" \\ ü \u001B\n'), subject: 'process', pid: 7, tab: 'hex',
				content: undefined, address: 0xFFFF_FFFF_FFFF_FFFFn, row: {index: undefined, text: Untrusted.from('x')},
			},
			{
				mark: undefined, note: undefined, subject: 'container', pid: undefined, tab: 'contents',
				content: {kind: 'pipe', name: new Untrusted(Buffer.from([0x80, 0x41])), number: 3}, address: 0n, row: {index: 4, text: Untrusted.from('')},
			},
		],
	};
	const text = bookmarksJson(file);
	t.regex(text, /^[\n\u0020-\u007E]*$/v);
	t.deepEqual(parse(text), file);
	t.is(bookmarksJson(parse(text)), text);
});

test('fields that a later program may add are left out', t => {
	t.deepEqual(parseOne({...whole, colour: 'red', __proto__: {pid: 5}}).bookmarks, parseOne(whole).bookmarks);
});

for (const [what, text, complaint] of [
	['nothing', '', 'not valid JSON'],
	['half of it', '{"cryoscope_bookmarks":1,', 'not valid JSON'],
	['bytes', Uint8Array.of(0xFF, 0xFE), 'not UTF-8'],
	['nested without end', '['.repeat(5000), 'at most 100 levels'],
	['a list', '[]', 'an object expected'],
	['another program\'s', '{"bookmarks":[]}', 'no bookmarks of this program'],
	['a later version', '{"cryoscope_bookmarks":2,"bookmarks":[]}', 'no bookmarks of this program'],
	['without bookmarks', '{"cryoscope_bookmarks":1,"checkpoint":{"name":"x"}}', 'bookmarks: a list'],
	['without a checkpoint', '{"cryoscope_bookmarks":1,"bookmarks":[]}', 'checkpoint: an object expected'],
	['a size below nothing', '{"cryoscope_bookmarks":1,"checkpoint":{"name":"x","size":-1},"bookmarks":[]}', 'checkpoint size: a whole number expected'],
	['too many', `{"cryoscope_bookmarks":1,"checkpoint":{"name":"x"},"bookmarks":[${Array.from({length: 5001}, () => '{}').join(',')}]}`, 'bookmarks: a list of at most 5000 expected'],
] as const) {
	test(`a file of bookmarks is refused: ${what}`, t => {
		t.throws(() => parse(text), {name: 'InputError', message: new RegExp(`^case\\.json.*: .*${complaint}`, 'v')});
	});
}

for (const [field, value, complaint] of [
	['mark', 'ab', 'mark: one letter or digit'],
	['mark', '\u001B', 'mark: one letter or digit'],
	['mark', 5, 'mark: one letter or digit'],
	['note', 5, 'note: a text'],
	['note', 'x'.repeat(65_537), 'note: a text of at most 65536'],
	['note', '\uD800', 'note: a text'],
	['subject', 'nobody', 'subject: process or container'],
	['subject', undefined, 'subject: process or container'],
	['pid', -1, 'pid: a whole number'],
	['pid', 1.5, 'pid: a whole number'],
	['pid', 1e300, 'pid: a whole number'],
	['pid', '1', 'pid: a whole number'],
	['tab', '../hex', 'tab: the name of a tab'],
	['tab', undefined, 'tab: the name of a tab'],
	['address', 16, 'address: an address in hexadecimal'],
	['address', '0x1ffffffffffffffff', 'address: an address in hexadecimal'],
	['address', '-0x1', 'address: an address in hexadecimal'],
	['content', [], 'content: an object'],
	['content', {kind: 'constructor', name: 'x', number: 0}, 'content kind: a kind of contents'],
	['content', {kind: 'memory', name: 'x', number: 0}, 'content kind: a kind of contents'],
	['content', {kind: 'pipe', number: 0}, 'content name: a text'],
	['content', {kind: 'pipe', name: 'x', number: -1}, 'content number: a whole number'],
	['row', 'x', 'row: an object'],
	['row', {index: 0}, 'row text: a text'],
] as const) {
	test(`a bookmark is refused, and it is said which: ${field} ${JSON.stringify(value)?.slice(0, 40)}`, t => {
		t.throws(() => parseOne(whole, {...whole, mark: undefined, [field]: value}), {name: 'InputError', message: new RegExp(`^case\\.json: bookmarks 2 ${complaint}.*expected$`, 'v')});
	});
}

test('a letter leads to one place', t => {
	t.throws(() => parseOne(whole, whole), {name: 'InputError', message: 'case.json: there are two marks a'});
});
