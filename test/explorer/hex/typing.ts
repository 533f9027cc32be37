import test from 'ava';
import {typedDigits, typedText} from '../../../source/explorer/hex/typing.js';

const there = (_: bigint, length: number) => Uint8Array.from({length}, (__, index) => 0xA0 + index);
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

test('a digit replaces one, and the next the other of the same byte', t => {
	const first = typedDigits('4', {address: 16n, isLow: false}, there)!;
	t.deepEqual([hex(first.bytes), first.caret], ['40', {address: 16n, isLow: true}]);
	const second = typedDigits('1', first.caret, () => Uint8Array.from([0x40]))!;
	t.deepEqual([hex(second.bytes), second.caret], ['41', {address: 17n, isLow: false}]);
});

test('pasted digits fill bytes from where the cursor is, whatever blanks are between them', t => {
	const typed = typedDigits('48 8B\n05 f', {address: 16n, isLow: false}, there)!;
	t.deepEqual([hex(typed.bytes), typed.caret], ['488b05f3', {address: 19n, isLow: true}]);
	const shifted = typedDigits('123', {address: 16n, isLow: true}, there)!;
	t.deepEqual([hex(shifted.bytes), shifted.caret], ['a123', {address: 18n, isLow: false}]);
});

test('what is no digit is not typed at all', t => {
	for (const text of ['g', '4g', '0x41', '\u{1F600}']) {
		t.is(typedDigits(text, {address: 0n, isLow: false}, there), undefined);
	}
});

test('text is typed as UTF-8', t => {
	const {bytes, caret} = typedText('aé✓', {address: 16n, isLow: false});
	t.deepEqual([hex(bytes), caret], ['61c3a9e29c93', {address: 22n, isLow: false}]);
});

test('the lines of a paste end as text ends them, though a terminal sends the key Enter for that', t => {
	const linesOf = (text: string) => hex(typedText(text, {address: 16n, isLow: false}).bytes);
	t.is(linesOf('a\rb\r'), '610a620a');
	t.is(linesOf('a\nb\r\n'), '610a620d0a');
});
