import test from 'ava';
import {memorySource} from '../../source/archive/memory-source.js';
import {stringEncodings, type StringEncoding} from '../../source/search/pattern.js';
import {holeSource, matchesOf, randomNumbers, scatter, segment} from '../support/segments.js';
import {naiveStrings} from '../support/naive-strings.js';

function randomText(random: (below: number) => number): Buffer {
	const parts = Array.from({length: 1 + random(40)}, () => {
		const word = 'abcdefghijklmnop\t ~'.slice(random(10), 10 + random(10)).repeat(random(8) === 0 ? 1 + random(900) : 1);
		const bytes = Buffer.from(word, random(2) === 0 ? 'latin1' : 'utf16le');
		return Buffer.concat([bytes, Buffer.from([[], [0], [0, 0], [0x7F], [0x80, 0xFF], [10], [0x61]][random(7)]!)]);
	});
	return Buffer.concat([Buffer.alloc(random(6000)), ...parts]);
}

async function found(bytes: Buffer, min: number, encoding: StringEncoding): Promise<string[]> {
	const matches = await matchesOf([segment(0n, [{source: memorySource(bytes), position: 0, length: bytes.length}])], {kind: 'strings', min, encoding});
	return matches.map(({address, length}) => bytes.subarray(Number(address), Number(address) + length).toString('latin1'));
}

test('whatever way the bytes lie, strings are those that a look at every byte finds', async t => {
	const random = randomNumbers(11);
	let count = 0;
	let longest = 0;
	for (let round = 0; round < 90; round++) {
		const pattern = {kind: 'strings', min: 2 + random(9), encoding: stringEncodings[round % 3]!} as const;
		const texts = Array.from({length: 1 + random(3)}, () => randomText(random));
		const segments = scatter(texts, random);
		const expected = segments.flatMap(({start}, index) => naiveStrings(texts[index]!, pattern).map(([position, length]) => ({address: start + BigInt(position), length})));
		t.deepEqual(await matchesOf(segments, pattern), expected);
		count += expected.length;
		longest = Math.max(longest, ...expected.map(({length}) => length));
	}

	t.true(count > 1000);
	t.is(longest, 4096);
});

test('what is a string: tabs and what ASCII prints, at least so many, to the end of what is there', async t => {
	const bytes = Buffer.from('abc\0\tx~ \x7Fline\nno\nlast', 'latin1');
	t.deepEqual(await found(bytes, 4, 'both'), ['\tx~ ', 'line', 'last']);
	t.deepEqual(await found(bytes, 3, 'ascii'), ['abc', '\tx~ ', 'line', 'last']);
	t.deepEqual(await found(bytes, 5, 'both'), []);
});

test('UTF-16 at even and odd addresses, and not what it is not', async t => {
	const wide = Buffer.from('wide', 'utf16le');
	t.deepEqual(await found(Buffer.concat([wide, Buffer.from([1]), wide, Buffer.from('nar\0row!')]), 4, 'both'), ['w\0i\0d\0e\0', 'w\0i\0d\0e\0', 'row!']);
	t.deepEqual(await found(Buffer.concat([wide, Buffer.from('narrow')]), 4, 'ascii'), ['narrow']);
	t.deepEqual(await found(Buffer.concat([Buffer.from('narrow'), wide]), 4, 'utf16'), ['w\0i\0d\0e\0']);
	t.deepEqual(await found(Buffer.from('wid\u0117', 'utf16le'), 4, 'both'), []);
});

test('a string that is longer than a match may be goes on in the next, none of which is too short', async t => {
	const lengths = async (text: string, encoding: 'latin1' | 'utf16le') => (await found(Buffer.from(`\u0001${text}\u0001`, encoding), 4, 'both')).map(({length}) => length);
	t.deepEqual(await lengths('x'.repeat(4096), 'latin1'), [4096]);
	t.deepEqual(await lengths('x'.repeat(4099), 'latin1'), [4092, 7]);
	t.deepEqual(await lengths('x'.repeat(4100), 'latin1'), [4096, 4]);
	t.deepEqual(await lengths('x'.repeat(2049), 'utf16le'), [4088, 10]);
	t.deepEqual(await lengths('x'.repeat(1_000_000), 'latin1'), [...Array.from({length: 244}, () => 4096), 576]);
});

test('a hole is zeros: a string ends there, and one of UTF-16 may have its last byte in it', async t => {
	const piece = (text: string, encoding: 'latin1' | 'utf16le' = 'latin1') => {
		const bytes = Buffer.from(text, encoding);
		return {source: memorySource(bytes), position: 0, length: bytes.length};
	};

	const hole = {source: holeSource(8192), position: 0, length: 8192};
	t.deepEqual(await matchesOf([segment(0x1000n, [piece('before'), hole, piece('behind')])], {kind: 'strings', min: 4, encoding: 'both'}), [
		{address: 0x1000n, length: 6}, {address: 0x3006n, length: 6},
	]);
	t.deepEqual(await matchesOf([segment(0x1000n, [piece('w\0i\0d\0e'), hole])], {kind: 'strings', min: 4, encoding: 'both'}), [{address: 0x1000n, length: 8}]);
});
