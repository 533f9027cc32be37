import {frequencies} from './byte-frequencies.js';
import type {BytesPattern} from './pattern.js';

/** Patterns that are looked for at once, by their bytes at some offsets: see kernel.c. */
export type Filter = {
	readonly offsets: readonly number[];
	readonly buckets: readonly Bucket[];
};

/** What the low and the high hexadecimal digit of a byte may be: a bit for each. */
type Digits = {readonly low: number; readonly high: number};

/** Patterns, by number, with the bytes that one of them may have at each offset of their filter. */
export type Bucket = {
	readonly patterns: readonly number[];
	readonly digits: readonly Digits[];
	/** How much looking at the patterns is for a byte of memory. */
	readonly cost: number;
};

export const mostBuckets = 8;
const mostFilters = 4;

// Of text as ASCII, and as UTF-16LE, of which each second byte tells one from the other.
const narrowOffsets = [0, 1, 2, 3];
const wideOffsets = [0, 1, 2, 4];

const anyByte: Digits = {low: 0xFFFF, high: 0xFFFF};

// What the steps take for a byte of memory, measured: a filter, the look for one pattern alone, and at a place which passes a filter the look at it, and at each pattern.
const [filterCost, patternCost, placeCost, lookCost] = [2, 0.4, 8, 6];

/** Filters for patterns; none where it is faster to look for each of them. */
export function filtersFor(patterns: readonly BytesPattern[]): readonly Filter[] {
	const numbers = [...patterns.keys()];
	const filters = [
		...filtersOf(patterns, numbers.filter(number => !isWide(patterns[number]!)), narrowOffsets),
		...filtersOf(patterns, numbers.filter(number => isWide(patterns[number]!)), wideOffsets),
	];
	return costOf(filters) < patternCost * patterns.length ? filters : [];
}

function isWide({value, mask}: BytesPattern): boolean {
	return value.length > 1 && [1, 3].every(offset => offset >= value.length || (value[offset] === 0 && mask[offset] === 0xFF));
}

function costOf(filters: readonly Filter[]): number {
	return filters.reduce((sum, {buckets}) => sum + filterCost + buckets.reduce((total, {cost}) => total + cost, 0), 0);
}

/** As many filters as are fastest. */
function filtersOf(patterns: readonly BytesPattern[], numbers: readonly number[], offsets: readonly number[]): readonly Filter[] {
	let buckets = numbers.map(number => bucketOf([number], offsets.map(offset => digitsAt(patterns[number]!, offset)))).toSorted(byDigits);
	let best: readonly Filter[] = [];
	for (let count = Math.min(mostFilters, Math.ceil(buckets.length / mostBuckets)); count > 0; count--) {
		buckets = merged(buckets, count * mostBuckets);
		const filters = inFilters(buckets, offsets);
		best = best.length === 0 || costOf(filters) < costOf(best) ? filters : best;
	}

	return best;
}

function inFilters(buckets: readonly Bucket[], offsets: readonly number[]): readonly Filter[] {
	return Array.from({length: Math.ceil(buckets.length / mostBuckets)}, (_, index) => ({offsets, buckets: buckets.slice(index * mostBuckets, (index + 1) * mostBuckets)}));
}

function digitsAt({value, mask}: BytesPattern, offset: number): Digits {
	if (offset >= value.length) {
		return anyByte;
	}

	let [low, high] = [0, 0];
	for (let byte = 0; byte < 256; byte++) {
		if ((byte & mask[offset]!) === value[offset]) {
			low |= 1 << (byte & 0xF);
			high |= 1 << (byte >> 4);
		}
	}

	return {low, high};
}

function bucketOf(patterns: readonly number[], digits: readonly Digits[]): Bucket {
	return {patterns, digits, cost: shareOfPlaces(digits) * (placeCost + lookCost * patterns.length)};
}

// Like bytes stand together: that one fits says of the next that it is likely to.
const notZero = frequencies.reduce((sum, count) => sum + count, 0) - frequencies[0]!;

/** At which part of all places the bytes fit. */
function shareOfPlaces(digits: readonly Digits[]): number {
	const total = notZero + frequencies[0]!;
	return digits.reduce((share, {low, high}) => {
		let fitting = 0;
		for (let byte = 0; byte < 256; byte++) {
			fitting += ((low >> (byte & 0xF)) & (high >> (byte >> 4)) & 1) * frequencies[byte]!;
		}

		return share * Math.cbrt(Math.min(1, fitting / notZero));
	}, notZero / total);
}

function byDigits(one: Bucket, other: Bucket): number {
	for (const [index, {low, high}] of one.digits.entries()) {
		const difference = high === other.digits[index]!.high ? low - other.digits[index]!.low : high - other.digits[index]!.high;
		if (difference !== 0) {
			return difference;
		}
	}

	return 0;
}

/** Puts neighbours together, those first that gain the fewest places, until there are no more than `most`. */
function merged(buckets: readonly Bucket[], most: number): Bucket[] {
	const left = [...buckets];
	const pairs = left.slice(1).map((next, index) => together(left[index]!, next));
	const added = (index: number) => pairs[index]!.cost - left[index]!.cost - left[index + 1]!.cost;
	while (left.length > most) {
		let least = 0;
		for (let index = 1; index < pairs.length; index++) {
			least = added(index) < added(least) ? index : least;
		}

		left.splice(least, 2, pairs[least]!);
		pairs.splice(least, 1);
		for (const index of [least - 1, least]) {
			if (index >= 0 && index < pairs.length) {
				pairs[index] = together(left[index]!, left[index + 1]!);
			}
		}
	}

	return left;
}

function together(one: Bucket, other: Bucket): Bucket {
	const digits = one.digits.map(({low, high}, index) => ({low: low | other.digits[index]!.low, high: high | other.digits[index]!.high}));
	return bucketOf([...one.patterns, ...other.patterns].toSorted((a, b) => a - b), digits);
}
