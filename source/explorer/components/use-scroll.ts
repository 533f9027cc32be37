import {useCallback} from 'react';
import {scroll, scrollStart, type Scroll, type ScrollAction} from './scrolling.js';
import {useKept} from './use-kept.js';

type Change = {readonly action: ScrollAction; readonly length: number; readonly height: number};

/** A list's cursor that comes back to where it was when its pane does: kept in `memory` under `key`. */
export function useScroll(memory: Map<string, unknown>, key: string, length: number, height: number): readonly [Scroll, (action: ScrollAction) => void] {
	const [state, change] = useKept(memory, key, (previous: Scroll, {action, length: rows, height: page}: Change) => scroll(previous, action, rows, page), scrollStart);
	const dispatch = useCallback((action: ScrollAction) => {
		change({action, length, height});
	}, [change, length, height]);
	// A list that became shorter, or a screen that became smaller.
	return [scroll(state, {type: 'fit'}, length, height), dispatch];
}
