import test from 'ava';
import {pointerPatterns, type PointerFormat} from '../../source/forensics/pointer-patterns.js';
import {kernelMatcher} from '../../source/search/kernel.js';

function bytesOf(addresses: readonly bigint[], {wordSize, order}: PointerFormat): Buffer {
	return Buffer.concat(addresses.map(address => {
		const digits = address.toString(16).padStart(wordSize * 2, '0');
		const bytes = Buffer.from(digits, 'hex');
		return order === 'little' ? bytes.reverse() : bytes;
	}));
}

/** Which of the words in memory the patterns find, by their index. */
function found(targets: readonly bigint[], words: readonly bigint[], format: PointerFormat): number[] {
	const memory = bytesOf(words, format);
	const places = new Set<number>();
	for (const pattern of pointerPatterns(targets, format)) {
		kernelMatcher([pattern]).run(memory, 0, memory.length, start => places.add(start / format.wordSize));
	}

	return [...places].sort((a, b) => a - b);
}

const spread = (step: bigint, count: number, start: bigint) => Array.from({length: count}, (_, index) => start + BigInt(index) * step);

for (const [name, format, targets] of [
	['near each other', {wordSize: 8, order: 'little'}, spread(0x20n, 1000, 0x55_5500_0010n)],
	['all over a 64-bit space', {wordSize: 8, order: 'little'}, spread(0x11_2233_4450n, 1000, 0x1000n)],
	['all over a big-endian 64-bit space', {wordSize: 8, order: 'big'}, spread(0x11_2233_4450n, 1000, 0x1000n)],
	['all over a 32-bit space', {wordSize: 4, order: 'little'}, spread(0x41_2340n, 1000, 0x1000n)],
] as const) {
	test(`pointers to addresses ${name} are found, and no others`, t => {
		const others = targets.map(address => address + 8n);
		t.deepEqual(found(targets, [...targets, ...others], format), targets.map((_, index) => index));
	});
}

test('nothing is looked for where there are no addresses', t => {
	t.deepEqual(pointerPatterns([], {wordSize: 8, order: 'little'}), []);
});

test('more addresses than a pattern takes are divided among several', t => {
	const targets = spread(0x10n, 70_000, 0x55_5500_0000n);
	t.is(pointerPatterns(targets, {wordSize: 8, order: 'little'}).length, 2);
});
