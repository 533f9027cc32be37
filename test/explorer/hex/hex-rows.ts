import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {hexLayout, rowWidth} from '../../../source/explorer/hex/hex-layout.js';
import {HexLines} from '../../../source/explorer/hex/hex-lines.js';
import {hexRows, type HexRowsOptions} from '../../../source/explorer/hex/hex-rows.js';
import type {AddressSpace} from '../../../source/memory/memory.js';
import {madeMemory} from '../../support/made-memory.js';

const layout = hexLayout(100, 8);
const text = new Uint8Array(4096);
text.set(Buffer.from('token=abc HTTP/1.1\r\n'));
const memory = madeMemory([{start: 0x7f3a_1c02_b000n, parts: [text, {presence: 'zero', size: 8192}], kind: 'heap'}]);
const draw = (options: Partial<HexRowsOptions> = {}) => hexRows({
	lines: new HexLines(memory, layout.bytesPerRow), layout, top: 0x7f3a_1c02_b000n, height: 5, cursor: -1n, column: 'hex', mappingName: () => undefined, unicode: true, ...options,
}).map(({spans}) => spans);
const plain = (rows: ReturnType<typeof draw>) => rows.map(spans => spans.map(span => span.text).join(''));
const styled = (rows: ReturnType<typeof draw>, style: string) => rows.map(spans => spans.filter(span => span.style === style).map(span => span.text.trim()).join(' '));

test('a row has address, bytes, text and, where a region begins, its name', t => {
	t.deepEqual(plain(draw()), [
		'00007f3a1c02b000  74 6f 6b 65 6e 3d 61 62  63 20 48 54 54 50 2f 31  │token=abc HTTP/1│ heap rw-p',
		'00007f3a1c02b010  2e 31 0d 0a 00 00 00 00  00 00 00 00 00 00 00 00  │.1··············│',
		'00007f3a1c02b020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  │················│',
		'00007f3a1c02b030  *  253 rows (4,048 bytes) equal to the one above',
		'00007f3a1c02c000  ·· ··  zero page (never touched): 8,192 bytes',
	]);
});

test('a terminal without Unicode gets none', t => {
	t.regex(plain(draw({unicode: false})).join('\n'), /^[\n\u0020-\u007e]*$/);
});

test('zeros, text and other bytes are told apart', t => {
	t.is(styled(draw(), 'text')[1], '2e 31 .1');
	t.is(styled(draw(), 'byte')[1], '0d 0a ··');
});

test('the cursor is in one column and its twin in the other', t => {
	t.deepEqual([styled(draw({cursor: 0x7f3a_1c02_b001n}), 'cursor')[0], styled(draw({cursor: 0x7f3a_1c02_b001n}), 'twin')[0]], ['6f', 'o']);
	t.deepEqual([styled(draw({cursor: 0x7f3a_1c02_b001n, column: 'text'}), 'cursor')[0], styled(draw({cursor: 0x7f3a_1c02_b001n, column: 'text'}), 'twin')[0]], ['o', '6f']);
});

test('a cursor inside a folded line is shown at its address', t => {
	const rows = draw({cursor: 0x7f3a_1c02_c123n});
	t.is(styled(rows, 'cursor')[4], '00007f3a1c02c000');
	t.is(plain(rows)[4], '00007f3a1c02c000  ·· ··  zero page (never touched): 8,192 bytes, cursor at 7f3a1c02c123');
});

test('a match is marked in each row it touches', t => {
	const rows = draw({matches: () => [{address: 0x7f3a_1c02_b00an, length: 8}]});
	t.deepEqual(styled(rows, 'match').slice(0, 3), ['48 54 54 50 2f 31 HTTP/1', '2e 31 .1', '']);
});

test('a folded line says how many matches it hides, and shows that it is selected', t => {
	const rows = draw({matches: start => start === 0x7f3a_1c02_b030n ? [{address: start, length: 8}, {address: start + 8n, length: 8}] : []});
	t.is(styled(rows, 'match')[3], '*  2 matches, 253 rows (4,048 bytes) equal to the one above');
	t.is(styled(draw({selection: {start: 0x7f3a_1c02_c800n, end: 0x7f3a_1c02_c801n}}), 'selection')[4], '·· ··  zero page (never touched): 8,192 bytes');
});

test('where there is no room for the whole reason, it is in a word or two, and the size is still there', t => {
	const reasons = [['never-dumped', 'never dumped'], ['file', 'as in its file'], ['parent-missing', 'parent missing'], ['encoded', 'encoded']] as const;
	for (const width of [48, 51]) {
		const narrow = hexLayout(width, 8);
		for (const [presence, brief] of reasons) {
			const absent = madeMemory([{start: 0x7f3a_1c02_b000n, parts: [{presence, size: 0x10_0000 - 4096}], kind: 'other'}]);
			const [row] = plain(draw({lines: new HexLines(absent, narrow.bytesPerRow), layout: narrow, height: 1}));
			t.true(row!.endsWith(`${brief}: 1,044,480 bytes`), row);
			t.true(row!.length <= width, row);
		}
	}
});

test('a note is cut where the view ends, and says so', t => {
	const [row] = plain(draw({layout: hexLayout(38, 8), top: 0x7f3a_1c02_c000n, cursor: 0x7f3a_1c02_c123n, height: 1}));
	t.is(row, '7f3a1c02c000 zero page: 8,192 bytes, …');
	t.is(row!.length, 38);
});

test('a narrow view has room for the region: a bar takes the place of a blank, and what is absent leaves its row to the name', t => {
	const lines = new HexLines(memory, 16);
	t.deepEqual(plain(draw({lines, layout: hexLayout(86, 8), height: 2})), [
		'7f3a1c02b000 74 6f 6b 65 6e 3d 61 62  63 20 48 54 54 50 2f 31│token=abc HTTP/1│heap',
		'7f3a1c02b010 2e 31 0d 0a 00 00 00 00  00 00 00 00 00 00 00 00│.1··············│',
	]);
	t.is(plain(draw({lines, layout: hexLayout(79, 8), height: 1}))[0], '7f3a1c02b000 74 6f 6b 65 6e 3d 61 62  63 20 48 54 54 50 2f 31│token=abc HTTP/1│');
	const absent = new HexLines(madeMemory([{start: 0x1000n, parts: [{presence: 'file', size: 4096}], kind: 'stack'}]), 8);
	t.is(plain(draw({lines: absent, layout: hexLayout(80, 8), top: 0x1000n, height: 1}))[0], '000000001000 ·· ··  not dumped, as in its file: 4,096 bytes  stack rw-p');
});

test('bytes that are lost are never drawn as zeros', t => {
	const cut = madeMemory([{start: 0n, parts: [Uint8Array.of(1, 2, 3), {presence: 'truncated', size: 4093}]}]);
	t.is(plain(draw({lines: new HexLines(cut, 16), top: 0n, height: 1}))[0], '0000000000000000  01 02 03 ·· ·· ·· ·· ··  ·· ·· ·· ·· ·· ·· ·· ··  │···             │ anonymous');
});

test('a complaint in wide characters leaves the region its place', t => {
	const broken: AddressSpace = {
		...memory,
		read() {
			throw new InputError('検体/pages-1.img', 'gone');
		},
	};
	const [row] = plain(draw({lines: new HexLines(broken, layout.bytesPerRow)}));
	const label = plain(draw())[0]!.indexOf('heap rw-p');
	t.is(row, `${'00007f3a1c02b000  検体/pages-1.img: gone'.padEnd(label - 2)}heap rw-p`);
});

test('rows fit any width, and are as long as the width allows', t => {
	for (let width = 30; width <= 250; width++) {
		for (const wordSize of [4, 8] as const) {
			const fitting = hexLayout(width, wordSize);
			t.true(width < 36 || rowWidth(fitting) + (fitting.labelWidth === 0 ? 0 : fitting.labelWidth + 1) <= width, `${width}`);
		}
	}

	t.deepEqual([50, 78, 86, 100, 200].map(width => hexLayout(width, 8).bytesPerRow), [8, 16, 16, 16, 32]);
	t.deepEqual([50, 86, 100].map(width => hexLayout(width, 8).digits), [12, 12, 16]);
	t.is(hexLayout(100, 4).digits, 8);
});

const edited = (...offsets: number[]) => ({
	edited: (start: bigint, end: bigint) => offsets.map(offset => ({address: 0x7f3a_1c02_b000n + BigInt(offset)})).filter(({address}) => address >= start && address < end),
});

test('bytes that were typed over have a look of their own, and brackets where there is no colour', t => {
	const rows = draw(edited(0, 1, 7, 8, 15, 16));
	t.deepEqual(plain(rows).slice(0, 2), [
		'00007f3a1c02b000 [74 6f]6b 65 6e 3d 61[62  63]20 48 54 54 50 2f[31] │token=abc HTTP/1│ heap rw-p',
		'00007f3a1c02b010 [2e]31 0d 0a 00 00 00 00  00 00 00 00 00 00 00 00  │.1··············│',
	]);
	t.is(styled(rows, 'edited')[0], '74 6f 62 63 31 to bc 1');
});

test('brackets never move what stands behind them, at any width', t => {
	for (let width = 30; width <= 180; width++) {
		const narrow = {layout: hexLayout(width, 8), lines: new HexLines(memory, hexLayout(width, 8).bytesPerRow)};
		const withoutBrackets = (row: string) => row.replaceAll(/[\[\]]/gv, ' ').trimEnd();
		const [with_, without] = [draw({...narrow, ...edited(0, 3, 7, 8, 15, 31)}), draw(narrow)].map(rows => plain(rows).map(row => withoutBrackets(row)));
		t.deepEqual(with_, without);
	}
});

test('an edited byte under the cursor shows which digit is typed over next', t => {
	const cursor = 0x7f3a_1c02_b001n;
	t.deepEqual([0, 1].map(digit => styled(draw({...edited(1), cursor, digit: digit as 0 | 1}), 'cursor')[0]), ['6', 'f']);
});

test('a match and a selection are seen over edited bytes', t => {
	const rows = draw({...edited(0, 1, 2), matches: () => [{address: 0x7f3a_1c02_b000n, length: 1}], selection: {start: 0x7f3a_1c02_b001n, end: 0x7f3a_1c02_b002n}});
	t.deepEqual(['match', 'selection', 'edited'].map(style => styled(rows, style)[0]), ['74 t', '6f o', '6b k']);
});

test('a folded line says how many edited bytes it hides', t => {
	t.is(plain(draw(edited(0x30, 0x31)))[3], '00007f3a1c02b030  *  253 rows (4,048 bytes) equal to the one above, 2 bytes edited');
});
