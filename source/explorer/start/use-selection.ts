import {useState} from 'react';
import type {Scroll, ScrollAction} from '../components/scrolling.js';
import {find, move, selectionStart} from './selection.js';

/** The cursor of a list with the rows `keys`. Until it is moved it stays at the top, then on its row; with `holds`, on the row that it is on. */
export function useSelection(keys: readonly string[], height: number, holds: boolean): readonly [Scroll, (action: ScrollAction) => void] {
	const [selection, setSelection] = useState(selectionStart);
	const current = find(selection, keys, height);
	if (holds && keys.length > 0 && keys[current.index] !== selection.key) {
		setSelection(move(selection, keys, height, {type: 'fit'}));
	}

	return [current, action => {
		setSelection(previous => move(previous, keys, height, action));
	}];
}
