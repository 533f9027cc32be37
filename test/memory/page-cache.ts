import test from 'ava';
import {type ByteSource, InputError} from '../../source/archive/byte-source.js';
import {PageCache} from '../../source/memory/page-cache.js';

const block = 65_536;

/** A source of bytes that counts how often it is read. */
class Counted implements ByteSource {
	readonly content: Buffer;
	available: number;
	settled = true;
	reads = 0;

	constructor(size: number) {
		this.content = Buffer.from(Uint8Array.from({length: size}, (_, index) => index * 7 + (index >> 8)));
		this.available = size;
	}

	get size(): number {
		return this.content.length;
	}

	read(target: Uint8Array, position: number): number {
		this.reads++;
		const part = this.content.subarray(position, Math.min(this.available, position + target.length));
		target.set(part);
		return part.length;
	}

	extents(): [] {
		return [];
	}
}

function read(cache: PageCache, source: Counted, position: number, length: number): boolean {
	const target = Buffer.alloc(length);
	cache.read(source, target, position);
	return target.equals(source.content.subarray(position, position + length));
}

test('reading again what was read does not read the source', t => {
	const cache = new PageCache();
	const source = new Counted(3 * block + 100);
	t.true(read(cache, source, block - 10, 20));
	t.is(source.reads, 2);
	t.true(read(cache, source, 0, 2 * block));
	t.true(read(cache, source, 3 * block, 100));
	t.true(read(cache, source, 3 * block + 90, 10));
	t.is(source.reads, 3);
});

test('the cache never holds more than it may, and forgets what was used longest ago', t => {
	const cache = new PageCache(2 * block);
	const source = new Counted(8 * block);
	for (const number of [0, 1, 0, 2]) {
		t.true(read(cache, source, number * block, 16));
		t.true(cache.size <= 2 * block);
	}

	t.is(source.reads, 3);
	t.true(read(cache, source, 0, 16));
	t.is(source.reads, 3);
	t.true(read(cache, source, block, 16));
	t.is(source.reads, 4);
});

test('a large read goes past the cache', t => {
	const cache = new PageCache();
	const source = new Counted(8 * block);
	t.true(read(cache, source, 5, 6 * block));
	t.is(cache.size, 0);
	t.is(source.reads, 1);
});

test('two sources are not mixed up', t => {
	const cache = new PageCache();
	const [one, other] = [new Counted(block), new Counted(block)];
	other.content.fill(1);
	t.true(read(cache, one, 0, 100));
	t.true(read(cache, other, 0, 100));
	t.true(read(cache, one, 0, 100));
});

test('a block that is still to grow is not kept', t => {
	const cache = new PageCache();
	const source = new Counted(block);
	source.available = 5000;
	source.settled = false;
	t.true(read(cache, source, 0, 4096));
	t.is(cache.size, 0);
	source.available = block;
	t.true(read(cache, source, 4096, 4096));
	t.is(cache.size, block);
});

test('a source that ends too early is complained of', t => {
	const cache = new PageCache();
	const source = new Counted(block);
	source.available = 5000;
	t.throws(() => read(cache, source, 4096, 4096), {instanceOf: InputError});
});
