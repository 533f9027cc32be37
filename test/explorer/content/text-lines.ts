import test from 'ava';
import {memorySource} from '../../../source/archive/memory-source.js';
import {TextLines, type TextRow} from '../../../source/explorer/content/text-lines.js';
import {SegmentSpace} from '../../../source/memory/segment-space.js';
import {randomNumbers, segment} from '../../support/segments.js';

const spaceOf = (...bytes: readonly Uint8Array[]) => new SegmentSpace('made', bytes.map(source => ({segments: [segment(0n, [{source: memorySource(source), position: 0, length: source.length}])]})));
const linesOf = (text: string, width?: number) => new TextLines(spaceOf(Buffer.from(text)), width);

function textOf(row: TextRow): string {
	return row.kind === 'note' ? `(${row.note})` : row.characters.texts.slice(row.from, row.to).join('');
}

const all = (lines: TextLines) => lines.from(0, Infinity);

test('a line feed ends a line, and the last needs none', t => {
	t.deepEqual(all(linesOf('one\n\ntwo')).map(row => textOf(row)), ['one', '', 'two']);
	t.deepEqual(all(linesOf('one\n')).map(row => textOf(row)), ['one']);
	t.deepEqual(all(linesOf('one\n\ntwo')).map(({start, end}) => [start, end]), [[0, 4], [4, 5], [5, 8]]);
});

test('a line that is too long goes on in the next row', t => {
	t.deepEqual(all(linesOf('abcdefgh\nij', 3)).map(row => textOf(row)), ['abc', 'def', 'gh', 'ij']);
	t.deepEqual(all(linesOf('a日本語', 4)).map(row => textOf(row)), ['a日', '本語']);
});

test('a tab goes to the next eighth column, and nothing in a line can act on a terminal', t => {
	t.deepEqual(all(linesOf('a\tb\t\tc')).map(row => textOf(row)), ['a       b               c']);
	t.deepEqual(all(linesOf('\u001B[31mred\r\n\0')).map(row => textOf(row)), ['␛[31mred␍', '␀']);
	t.deepEqual(all(new TextLines(spaceOf(Uint8Array.of(0x61, 0xFF, 0x62)))).map(row => textOf(row)), [String.raw`a\xffb`]);
});

test('what combines with a character stays in its row', t => {
	t.deepEqual(all(linesOf('ae\u0301o', 2)).map(row => textOf(row)), ['ae\u0301', 'o']);
});

test('two parts never share a line', t => {
	t.deepEqual(all(new TextLines(spaceOf(Buffer.from('one'), Buffer.from('two')))).map(row => textOf(row)), ['one', 'two']);
});

test('what is missing is a row that says why', t => {
	const [there, behind] = ['here\nand', 'there'].map(text => memorySource(Buffer.from(text)));
	const space = new SegmentSpace('made', [{segments: [segment(0n, [{source: there!, position: 0, length: 8}]), segment(1000n, [{source: behind!, position: 0, length: 5}])], absent: [{start: 1005n, end: 1105n, presence: 'truncated'}]}]);
	t.deepEqual(all(new TextLines(space)).map(row => textOf(row)), ['here', 'and', '(hole: reads as zeros: 992 bytes)', 'there', '(lost: cut off or missing: 100 bytes)']);
});

test('bytes that can\'t be read are a row that says so', t => {
	const source = {...memorySource(Buffer.from('there')), size: 20, available: 20};
	const lines = new TextLines(new SegmentSpace('made', [{segments: [segment(0n, [{source, position: 0, length: 20}])]}]));
	t.deepEqual(all(lines).map(row => textOf(row)), ['(made: shorter than it was when it was opened (at byte 0))']);
});

for (const width of [undefined, 7, 80]) {
	test(`up and down go through the same rows, whatever the lines are like, in ${width ?? 'any number of'} columns`, t => {
		const random = randomNumbers(width ?? 1);
		const pieces = Array.from({length: 40}, () => Buffer.alloc([0, 3, 90, 5000, 8191, 8192, 8193, 30_000][random(8)]!, 'abc日\t').toString('latin1') + (random(4) === 0 ? '' : '\n'));
		const bytes = Buffer.from(pieces.join(''), 'latin1');
		const lines = new TextLines(spaceOf(bytes.subarray(0, 100_001), bytes.subarray(100_001)), width);
		const down = all(lines);
		t.is(down[0]!.start, 0);
		t.is(down.at(-1)!.end, bytes.length);
		t.true(down.every(({start}, index) => index === 0 || start === down[index - 1]!.end));
		const places = ({start, end}: TextRow) => `${start}-${end}`;
		const up: TextRow[] = [];
		const fresh = new TextLines(lines.space, width);
		for (let row: TextRow | undefined = fresh.at(bytes.length - 1); row !== undefined; row = fresh.before(row)) {
			up.unshift(row);
		}

		t.deepEqual(up.map(row => places(row)), down.map(row => places(row)));
		for (let count = 0; count < 200; count++) {
			const offset = random(bytes.length);
			const anywhere = new TextLines(lines.space, width).at(offset);
			t.is(places(anywhere), places(down.find(({end}) => end > offset)!));
		}

		// Whoever cuts has looked for a line feed in 8 KiB first.
		for (const {start, end} of width === undefined ? down.slice(0, -1) : []) {
			t.true(bytes[end - 1] === 0x0A || end - start >= 8192 || end === 100_001, `${start}-${end}`);
		}
	});
}
