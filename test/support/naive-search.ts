import type {BytesPattern} from '../../source/search/pattern.js';

export type Hit = readonly [start: number, length: number];

/** What byte patterns mean, byte by byte: the leftmost matches that do not overlap, and at one place that of the first pattern. */
export function naiveBytes(bytes: Buffer, patterns: readonly BytesPattern[]): Hit[] {
	const hits: Hit[] = [];
	for (let start = 0; start < bytes.length;) {
		const pattern = patterns.find(each => fits(bytes, start, each));
		if (pattern === undefined) {
			start++;
		} else {
			hits.push([start, pattern.value.length]);
			start += pattern.value.length;
		}
	}

	return hits;
}

function fits(bytes: Buffer, start: number, {value, mask, choices}: BytesPattern): boolean {
	return start + value.length <= bytes.length
		&& value.every((byte, index) => (bytes[start + index]! & mask[index]!) === byte)
		&& choices.every(({offset, forms}) => forms.some(form => bytes.subarray(start + offset, start + offset + form.length).equals(form)));
}

export function randomBytes(random: (below: number) => number, length: number, alphabet: Buffer): Buffer {
	return Buffer.from(Array.from({length}, () => alphabet[random(alphabet.length)]!));
}
