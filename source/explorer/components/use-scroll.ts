import {useCallback, useReducer} from 'react';
import {scroll, scrollStart, type Scroll, type ScrollAction} from './scrolling.js';

/** A list's cursor that comes back to where it was when its pane does: kept in `memory` under `key`. */
export function useScroll(memory: Map<string, unknown>, key: string, length: number, height: number): readonly [Scroll, (action: ScrollAction) => void] {
	const [state, setState] = useReducer((previous: Scroll, change: {readonly action: ScrollAction; readonly length: number; readonly height: number}) => {
		const next = scroll(previous, change.action, change.length, change.height);
		memory.set(key, next);
		return next;
	}, undefined, () => (memory.get(key) as Scroll | undefined) ?? scrollStart);
	const dispatch = useCallback((action: ScrollAction) => {
		setState({action, length, height});
	}, [length, height]);
	// A list that became shorter, or a screen that became smaller.
	return [scroll(state, {type: 'fit'}, length, height), dispatch];
}
