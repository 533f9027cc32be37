import {kernelMatcher} from './kernel.js';
import {isApart, type Required} from './regex-needle.js';

/** Looks for what a pattern requires. */
export type Hits = {
	/** Where windows should lie, as with `Matcher`, and how many bytes that holds. */
	readonly buffer: Buffer;
	/** How many bytes of a match come before a place that is listed. */
	readonly least: number;
	readonly most: number;
	/** The bytes from a listed place on where others may stand that are not listed. */
	readonly spread: number;
	/** The places from `from` on, from the first to the last. */
	list(window: Buffer, from: number): readonly number[];
};

export function createHits({needles, least, most}: Required): Hits {
	const kernel = kernelMatcher(needles.map(({value, mask}) => ({kind: 'bytes', value, mask, choices: []})));
	const [only] = needles;
	return {
		buffer: kernel.buffer!,
		least,
		most,
		// Of those that overlap the kernel tells the first.
		spread: needles.length === 1 && isApart(only!) ? 1 : kernel.reach,
		list(window, from) {
			const places: number[] = [];
			if (from < window.length) {
				kernel.run(window, from, window.length, place => {
					places.push(place);
				});
			}

			return places;
		},
	};
}
