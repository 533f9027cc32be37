import {areKnownFlags, pageFlags, type Pagemap} from '../criu/pagemap.js';

/** The position of pages that are compressed, or stored in a way of a newer CRIU. */
export const encoded = -1;

export type PagesFilePlaces = {
	/** Where the pages of each entry begin in the pages file, by the entry's index; `encoded`, also for pages that are not there. */
	readonly positions: Float64Array;
	/** Bytes that the pages take in all; undefined where that is not known. */
	readonly size: number | undefined;
};

/** Where the pages of a pagemap are in its pages file. Only present entries take room in it. Behind flags of a newer CRIU no place is certain. */
export function placesInPagesFile({length, pages, flags, blocks}: Pagemap, pageSize: number): PagesFilePlaces {
	const positions = new Float64Array(length).fill(encoded);
	let position = 0;
	for (let index = 0; index < length; index++) {
		const bits = flags[index]!;
		if (!areKnownFlags(bits)) {
			return {positions, size: undefined};
		}

		if ((bits & pageFlags.present) === 0) {
			continue;
		}

		if ((bits & pageFlags.aligned) !== 0) {
			position = Math.ceil(position / pageSize) * pageSize;
		}

		const compressed = blocks.get(index);
		if (compressed === undefined) {
			positions[index] = position;
			position += pages[index]! * pageSize;
		} else {
			position += Number(compressed.total_payload_size);
		}
	}

	return {positions, size: position};
}
