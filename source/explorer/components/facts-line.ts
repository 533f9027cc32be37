import {fitPath, widthOf} from '../../text/fit.js';

export type RankedFact = {
	readonly text: string;
	/** The lower, the longer it stays on a screen that gets narrower. */
	readonly rank: number;
};

/**
The facts that have room in `room` cells, in their order, each whole or not at all: where one has no room, those that matter less may still have.

The first one is always there. Where even alone it is too long, it is cut, and half of the room is left to the others.
*/
export function factsLine([first, ...others]: readonly RankedFact[], room: number, separator: string, ellipsis: string): string {
	if (first === undefined) {
		return '';
	}

	const isTooLong = widthOf(first.text) > room;
	const least = isTooLong ? Math.ceil(room / 2) : widthOf(first.text);
	const kept = new Set<RankedFact>();
	let left = room - least;
	for (const fact of others.toSorted((a, b) => a.rank - b.rank)) {
		const need = widthOf(separator) + widthOf(fact.text);
		if (need <= left) {
			kept.add(fact);
			left -= need;
		}
	}

	const shown = isTooLong ? fitPath(first.text, least + left, ellipsis).trimEnd() : first.text;
	return [shown, ...others.filter(fact => kept.has(fact)).map(({text}) => text)].join(separator);
}
