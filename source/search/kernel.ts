import {frequency} from './byte-frequencies.js';
import {filtersFor, mostBuckets, type Filter} from './kernel-filters.js';
import {kernelModule} from './kernel-module.js';
import type {Matcher} from './matcher.js';
import type {BytesPattern} from './pattern.js';

type Exports = {
	readonly memory: WebAssembly.Memory;
	readonly __heap_base: WebAssembly.Global;
	find(pattern: number, text: number, from: number, to: number, end: number, list: number): number;
	findSeveral(patterns: number, count: number, text: number, from: number, to: number, end: number, list: number): number;
	findFiltered(filters: number, count: number, patterns: number, text: number, from: number, to: number, end: number, list: number): number;
};

// A window stays in the processor's cache; so do the matches that are listed between two looks at them.
const chunk = 256 * 1024;
const capacity = 8 * 1024;
// How far the kernel may look beyond the end of the text, besides the longest pattern.
const slack = 128;
const pageSize = 64 * 1024;
// Size of kernel.c's list, in bytes.
const listSize = 16;

let compiled: WebAssembly.Module | undefined;

/**
A matcher for byte patterns: they are compared 64 places at a time. Of several that match at one place the first counts.

`module` is the compiled kernel.c, the one that is shipped unless another is given.
*/
export function kernelMatcher(patterns: readonly BytesPattern[], module = compiled ??= new WebAssembly.Module(kernelModule)): Matcher {
	const {memory, __heap_base: heap, find, findSeveral, findFiltered} = new WebAssembly.Instance(module).exports as unknown as Exports;
	const reach = Math.max(...patterns.map(({value}) => value.length));
	const layout = new Layout(heap.value);
	const table = layout.patterns(patterns);
	const filters = filtersFor(patterns);
	const filterTable = layout.filters(filters);
	const starts = layout.reserve(4 * capacity);
	const which = layout.reserve(4 * capacity);
	const list = layout.words([0, capacity, starts, which]);
	const text = layout.reserve(chunk + reach + slack + reach);
	memory.grow(Math.max(0, Math.ceil((layout.end - memory.buffer.byteLength) / pageSize)));
	layout.write(memory.buffer);

	const buffer = Buffer.from(memory.buffer, text, chunk + reach);
	const lengths = patterns.map(({value}) => value.length);
	const resume = new Uint32Array(memory.buffer, list, listSize / 4);
	const startsFound = new Uint32Array(memory.buffer, starts, capacity);
	const patternsFound = new Uint32Array(memory.buffer, which, capacity);
	const [only] = lengths;
	const run: Matcher['run'] = (window, from, to, found) => {
		while (from < to) {
			if (patterns.length === 1) {
				const count = find(table, window.byteOffset, from, to, window.length, list);
				for (let index = 0; index < count; index++) {
					found(startsFound[index]!, only!);
				}
			} else {
				const count = filters.length === 0
					? findSeveral(table, patterns.length, window.byteOffset, from, to, window.length, list)
					: findFiltered(filterTable, filters.length, table, window.byteOffset, from, to, window.length, list);
				for (let index = 0; index < count; index++) {
					found(startsFound[index]!, lengths[patternsFound[index]!]!);
				}
			}

			from = resume[0]!;
		}

		return from;
	};

	return {
		chunk,
		behind: 0,
		reach,
		buffer,
		run(window, from, to, found) {
			if (window.buffer === memory.buffer) {
				return run(window, from, to, found);
			}

			while (from < to) {
				const base = from;
				const count = Math.min(chunk, to - base);
				const length = window.copy(buffer, 0, base, base + count + reach);
				from = base + run(buffer.subarray(0, length), 0, count, (start, matched) => {
					found(base + start, matched);
				});
			}

			return from;
		},
	};
}

/** The two bytes of a pattern that are rarest in memory, as offsets; one twice where it has but one that is not free. */
export function anchors({value, mask}: BytesPattern): [first: number, second: number] {
	const offsets = [...mask.keys()].filter(offset => mask[offset] !== 0);
	const rank = new Map(offsets.map(offset => [offset, frequency(value[offset]!, mask[offset]!)]));
	offsets.sort((a, b) => rank.get(a)! - rank.get(b)!);
	const first = offsets[0]!;
	// A second look for the same byte says less than one for another.
	const second = offsets.find(offset => value[offset] !== value[first] || mask[offset] !== mask[first]) ?? offsets.at(-1)!;
	return [first, second];
}

/** For each offset which buckets, as bits, a low digit fits, then those that a high one does. */
function digitTables(offsets: number, buckets: Filter['buckets']): Uint8Array {
	const bits = (fits: (bucket: Filter['buckets'][number]) => boolean) => buckets.reduce((sum, bucket, index) => sum + (fits(bucket) ? 1 << index : 0), 0);
	return Uint8Array.from({length: 32 * offsets}, (_, place) => {
		const [offset, isHigh, digit] = [place >> 5, (place & 16) !== 0, place & 15];
		return bits(({digits}) => ((isHigh ? digits[offset]!.high : digits[offset]!.low) >> digit & 1) === 1);
	});
}

/** Lays out kernel.c's structures in its memory, which is written when its size is known. */
class Layout {
	readonly #parts: Array<readonly [address: number, bytes: Uint8Array]> = [];
	#end: number;

	constructor(start: number) {
		this.#end = start;
	}

	get end(): number {
		return this.#end;
	}

	reserve(size: number): number {
		const address = Math.ceil(this.#end / 16) * 16;
		this.#end = address + size;
		return address;
	}

	bytes(bytes: Uint8Array): number {
		const address = this.reserve(bytes.length);
		this.#parts.push([address, bytes]);
		return address;
	}

	words(words: readonly number[]): number {
		const {buffer, byteOffset, byteLength} = Uint32Array.from(words);
		return this.bytes(new Uint8Array(buffer, byteOffset, byteLength));
	}

	patterns(patterns: readonly BytesPattern[]): number {
		return this.words(patterns.flatMap(pattern => {
			const {value, mask, choices} = pattern;
			const table = choices.flatMap(({offset, forms}) => [offset, forms[0]!.length, forms.length, this.bytes(Buffer.concat(forms.toSorted((a, b) => Buffer.compare(a, b))))]);
			return [value.length, this.bytes(value), this.bytes(mask), ...anchors(pattern), choices.length, this.words(table)];
		}));
	}

	filters(filters: readonly Filter[]): number {
		return this.words(filters.flatMap(({offsets, buckets}) => {
			const members = buckets.map(bucket => bucket.patterns);
			const starts = Array.from({length: mostBuckets + 1}, (_, index) => members.slice(0, index).flat().length);
			return [...offsets, ...starts, this.words(members.flat()), this.bytes(digitTables(offsets.length, buckets))];
		}));
	}

	write(memory: ArrayBuffer): void {
		const target = new Uint8Array(memory);
		for (const [address, bytes] of this.#parts) {
			target.set(bytes, address);
		}
	}
}
