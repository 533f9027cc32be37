import test from 'ava';
import {memorySource} from '../../../source/archive/memory-source.js';
import {TextLines} from '../../../source/explorer/content/text-lines.js';
import {textRow} from '../../../source/explorer/content/text-rows.js';
import {createTheme} from '../../../source/explorer/theme.js';
import {SegmentSpace} from '../../../source/memory/segment-space.js';
import {MatchList} from '../../../source/search/match-list.js';
import {segment} from '../../support/segments.js';

const theme = createTheme({charset: 'unicode', color: false});

type Options = {left?: number; width?: number; cursor?: number; found?: Array<{address: bigint; length: number}>; selection?: {start: number; end: number}};

function drawn(text: string, {left = 0, width = 10, cursor = 0, found = [], selection}: Options = {}) {
	const source = memorySource(Buffer.from(text));
	const lines = new TextLines(new SegmentSpace('made', [{segments: [segment(0n, [{source, position: 0, length: source.size}])]}]));
	const matches = new MatchList();
	matches.add(found);
	return textRow(lines.at(0), {left, width, cursor, matches, selection, theme});
}

const textOf = (parts: ReadonlyArray<{text: string}>) => parts.map(({text}) => text).join('');

test('a line that fits is whole; of a longer one it shows which side is cut', t => {
	t.is(textOf(drawn('0123456789')), '0123456789');
	t.is(textOf(drawn('0123456789a')), '012345678…');
	t.is(textOf(drawn('0123456789abcdef', {left: 5})), '…6789abcd…');
	t.is(textOf(drawn('0123456789abcdef', {left: 6})), '…789abcdef');
	t.is(textOf(drawn('0123', {left: 5})), '…');
	t.is(textOf(drawn('\n', {left: 5})), '');
});

test('half a wide character is blank, half a tab is a shorter one', t => {
	t.is(textOf(drawn('日本語日本語', {width: 6})), '日本 …');
	t.is(textOf(drawn('日本語日本語', {width: 8, left: 2})), '… 語日 …');
	t.is(textOf(drawn('a\tb', {left: 4})), '…   b');
});

test('a line that is selected stands out, with or without a character in it, and a match in it as well', t => {
	const {selection, match} = theme.styles;
	t.deepEqual(drawn('0123\n', {selection: {start: 0, end: 5}}), [{text: '0123', style: selection}]);
	t.deepEqual(drawn('0123\n', {selection: {start: 0, end: 5}, found: [{address: 1n, length: 2}]}), [{text: '0', style: selection}, {text: '12', style: match}, {text: '3', style: selection}]);
	t.deepEqual(drawn('\n', {selection: {start: 0, end: 1}}), [{text: ' ', style: selection}]);
	t.deepEqual(drawn('0123\n', {selection: {start: 5, end: 9}}), [{text: '0123'}]);
});

test('matches stand out, and the one at the cursor among them', t => {
	const found = [{address: 2n, length: 2}, {address: 6n, length: 1}];
	t.deepEqual(drawn('0123456789', {found, cursor: 6}), [{text: '01'}, {text: '23', style: theme.styles.match}, {text: '45'}, {text: '6', style: theme.styles.selected}, {text: '789'}]);
	t.deepEqual(drawn('0123456789', {found, left: 1, width: 4})[1], {text: '23', style: theme.styles.match});
});
