import test from 'ava';
import {markedText} from '../../source/explorer/components/marked-text.js';
import {matchRange} from '../../source/explorer/search/results-view.js';

const style = {bold: true};

test('a part of a text stands out, as far as it is shown', t => {
	t.deepEqual(markedText('one two three', {start: 4, end: 7}, style), [{text: 'one '}, {text: 'two', style}, {text: ' three'}]);
	t.deepEqual(markedText('one t… ', {start: 4, end: 7}, style), [{text: 'one '}, {text: 't…', style}, {text: ' '}]);
	t.deepEqual(markedText('one … ', {start: 8, end: 9}, style), [{text: 'one … '}]);
	t.deepEqual(markedText('one  ', {start: 0, end: 3}, style), [{text: 'one', style}, {text: '  '}]);
});

function marked(before: string | Uint8Array, match: string | Uint8Array, after: string | Uint8Array, isUtf16 = false): {start: number; end: number} {
	const [left, found, right] = [before, match, after].map(part => typeof part === 'string' ? Buffer.from(part, isUtf16 ? 'utf16le' : 'utf8') : part);
	return matchRange({before: left!, match: found!, after: right!}, isUtf16);
}

test('a match is where it is printed, behind signs for control characters and in UTF-16 too', t => {
	t.deepEqual(marked('\0key=', 'secret', '\0'), {start: 4, end: 10});
	t.deepEqual(marked('', '\u001B[31m', 'x'), {start: 0, end: 5});
	t.deepEqual(marked('k=', 'wide', '', true), {start: 2, end: 6});
});

test('of a character that is cut in two, all is the match\'s', t => {
	const bytes = Buffer.from('aé b');
	t.deepEqual(marked(bytes.subarray(0, 2), bytes.subarray(2, 3), bytes.subarray(3)), {start: 0, end: 4});
	t.deepEqual(marked('a', bytes.subarray(1, 2), bytes.subarray(2)), {start: 1, end: 2});
});
