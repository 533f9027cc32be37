import {frequency} from './byte-frequencies.js';

/** Bytes of which those bits are known that `mask` has. */
export type Needle = {readonly value: Uint8Array; readonly mask: Uint8Array};

/** One of `needles` stands in each match, with `least` to `most` bytes of the match before it; none is known if there are no needles. */
export type Required = {
	readonly needles: readonly Needle[];
	readonly least: number;
	readonly most: number;
};

export const nothing: Required = {needles: [], least: 0, most: 0};
export const noBytes: Needle = {value: new Uint8Array(0), mask: new Uint8Array(0)};

// More needles at once, or such as stand everywhere, are found no faster than the expression is run.
const mostNeedles = 16;
const mostFrequent = 0.01;

/** What all of `forms` have in common, if they have one length and differ in no more than the case of letters. */
export function commonNeedle(forms: readonly Uint8Array[]): Needle | undefined {
	const [first] = forms;
	if (forms.some(form => form.length !== first!.length)) {
		return undefined;
	}

	const mask = first!.map((byte, index) => ~forms.reduce((bits, form) => bits | (form[index]! ^ byte), 0));
	return mask.every(bits => bits === 0xFF || bits === 0xDF) ? {value: first!.map((byte, index) => byte & mask[index]!), mask} : undefined;
}

export function joined(first: Needle, second: Needle): Needle {
	return {value: concatenated(first.value, second.value), mask: concatenated(first.mask, second.mask)};
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

/** The one of the two that is met less often in memory; the first of equals. */
export function rarer(first: Required, second: Required): Required {
	return rateOf(second) < rateOf(first) ? second : first;
}

/** One of all the `branches` is required; nothing if that says too little. */
export function either(branches: readonly Required[]): Required {
	const needles = branches.flatMap(branch => branch.needles);
	const [least, most] = [Math.min(...branches.map(branch => branch.least)), Math.max(...branches.map(branch => branch.most))];
	return branches.some(branch => branch.needles.length === 0) || needles.length > mostNeedles ? nothing : {needles, least, most};
}

/** What is required, if to look for it helps. */
export function worthwhile(required: Required): Required | undefined {
	return rateOf(required) < mostFrequent ? required : undefined;
}

// Of all places, as if the bytes of memory did not depend on each other; of a needle the two rarest bytes count, as in the kernel.
function rateOf({needles}: Required): number {
	if (needles.length === 0) {
		return 1;
	}

	return needles.reduce((sum, {value, mask}) => {
		const rates = Array.from(value, (byte, index) => frequency(byte, mask[index]!) / 100_000).sort((a, b) => a - b);
		return sum + rates[0]! * (rates[1] ?? 1);
	}, 0);
}

/** Whether no two places where the needle stands have a byte in common. */
export function isApart({value, mask}: Needle): boolean {
	const canFollowAt = (shift: number) => value.every((byte, index) => index < shift || ((byte ^ value[index - shift]!) & mask[index]! & mask[index - shift]!) === 0);
	return Array.from({length: value.length - 1}, (_, index) => index + 1).every(shift => !canFollowAt(shift));
}
