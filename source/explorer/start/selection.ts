import {scroll, scrollStart, type Scroll, type ScrollAction} from '../components/scrolling.js';

/** The cursor of a list whose rows come, go and change places. */
export type Selection = {
	/** The row that it stays on; undefined stays at the top. */
	readonly key: string | undefined;
	readonly scroll: Scroll;
};

export const selectionStart: Selection = {key: undefined, scroll: scrollStart};

/** Where the cursor is in the rows `keys`, of which `height` fit on screen: on its row, or on the first where that is not among them. */
export function find({key, scroll: last}: Selection, keys: readonly string[], height: number): Scroll {
	const index = key === undefined ? 0 : Math.max(0, keys.indexOf(key));
	return scroll(last, {type: 'to', index}, keys.length, height);
}

/** Moves the cursor, and lets it stay on the row that it comes to. */
export function move(selection: Selection, keys: readonly string[], height: number, action: ScrollAction): Selection {
	const next = scroll(find(selection, keys, height), action, keys.length, height);
	return keys.length === 0 ? selection : {key: keys[next.index], scroll: next};
}
